/** マシン（launch、lab、image、sev）の `--help` の文言。 */
export const helpMachinesJa: Readonly<Record<string, string>> = {
  "start a machine on this SEV-SNP or TDX host, or print what starts it on another":
    "この SEV-SNP または TDX ホストでマシンを起動する。または別のホストでの起動に必要なものを出力する",
  "the machine, with its files beside it": "マシンの定義。必要なファイルは同じ場所に置く",
  "print a QEMU command or libvirt XML instead": "起動せずに QEMU のコマンドか libvirt の XML を出力",
  "the owner's signed ID block (base64)": "所有者が署名した ID ブロック（base64）",
  "the signatures over it (base64)": "その署名（base64）",
  "have the author key in --id-auth checked and reported": "--id-auth にある author 鍵も検査し、レポートに載せる",
  "HOST_DATA of the report: 32 bytes": "レポートの HOST_DATA: 32 バイト",
  "connect the machine to a bridge of the host (default: QEMU's own network)":
    "ホストのブリッジに接続（既定: QEMU のネットワーク）",
  "TDX: where the quote generation service listens (default: /var/run/tdx-qgs/qgs.socket)":
    "TDX: クォート生成サービスの待ち受け先（既定: /var/run/tdx-qgs/qgs.socket）",
  "TDX: MRCONFIGID of the quote: 48 bytes": "TDX: クォートの MRCONFIGID: 48 バイト",
  "TDX: MROWNER of the quote: 48 bytes": "TDX: クォートの MROWNER: 48 バイト",
  "TDX: MROWNERCONFIG of the quote: 48 bytes": "TDX: クォートの MROWNERCONFIG: 48 バイト",
  "position of the C-bit (default: 51)": "C ビットの位置（既定: 51）",
  "address bits that encryption costs (default: 1)": "暗号化で減るアドレスのビット数（既定: 1）",
  "keep what the machine's console prints": "マシンのコンソール出力を保存",

  "a confidential cloud in software, for trying Sekisho: its root is trusted by no default policy":
    "Sekisho を試すための、ソフトウェアで作った機密クラウド。そのルートを信頼する既定のポリシーはない",
  "start the lab's key server and secure processor, and a machine; runs until Ctrl-C unless --detach":
    "ラボの鍵サーバーとセキュアプロセッサー、指定すればマシンも起動する。--detach がなければ Ctrl-C まで動く",
  "where the lab keeps its keys": "ラボの鍵を置くフォルダー",
  "start this machine in QEMU, with the genuine firmware": "このマシンを本物のファームウェアで QEMU 上に起動",
  "keep what the machine writes to its disk": "マシンがディスクに書いた内容を残す",
  "as a hostile host: add to the kernel command line": "悪意のあるホスト役: カーネルコマンドラインに追加",
  "as a hostile host: another kernel": "悪意のあるホスト役: 別のカーネル",
  "as a hostile host: another initrd": "悪意のあるホスト役: 別の initrd",
  "as a hostile host: another disk": "悪意のあるホスト役: 別のディスク",
  "as a hostile host: a debug guest, whose memory the host can read":
    "悪意のあるホスト役: メモリをホストが読めるデバッグゲスト",
  "as a hostile host: another VMPL": "悪意のあるホスト役: 別の VMPL",
  "as a hostile host: reports under a root that nobody named": "悪意のあるホスト役: 誰も指定していないルートのレポート",
  "as a hostile host: measure the genuine files, and start the changed ones":
    "悪意のあるホスト役: 本物のファイルを計測し、改変したファイルを起動",
  "the processor family": "プロセッサーの製品系列",
  "the key server's port on 127.0.0.1 (default: any free one)": "鍵サーバーの 127.0.0.1 でのポート（既定: 空きポート）",
  "go on in the background": "バックグラウンドで動かす",
  "stop the lab": "ラボを停止する",
  "say whether the lab runs, and where": "ラボが動いているか、どこで動いているかを表示する",

  "make an encrypted machine of a root filesystem, and keep it current":
    "ルートファイルシステムから暗号化されたマシンを作り、更新する",
  "make the encrypted disk, kernel, initrd, keys and machine.json of a new machine":
    "新しいマシンの暗号化ディスク、カーネル、initrd、鍵、machine.json を作る",
  "build from this Debian suite (trixie)": "この Debian のスイートからビルド（trixie）",
  "build from a folder or a tar file, as docker export writes it":
    "フォルダーまたは tar ファイル（docker export の出力など）からビルド",
  "the suite's mirror (default: the one this machine uses)": "スイートのミラー（既定: このマシンのもの）",
  "further packages for the suite, separated by commas": "スイートに追加するパッケージ（カンマ区切り）",
  "the guest agent (default: built now)": "ゲストエージェント（既定: その場でビルド）",
  "default: $XDG_CACHE_HOME/sekisho": "既定: $XDG_CACHE_HOME/sekisho",
  "gate.json of the gate that is to hold or release the key": "鍵を預かり、引き渡すゲートの gate.json",
  "the folder to make": "作成するフォルダー",
  "the machine's name": "マシンの名前",
  "who holds the disk key": "ディスク鍵を持つ者",
  "virtual CPUs": "仮想 CPU の数",
  "as QEMU names it": "QEMU での名前",
  "the guest's memory": "ゲストのメモリ",
  "guest policy of SEV-SNP (default: 0x30000), or the attributes of a TD (default: 0x10000000)":
    "SEV-SNP のゲストポリシー（既定: 0x30000）、または TD の属性（既定: 0x10000000）",
  "the disk's size (default: what the files need)": "ディスクの大きさ（既定: ファイルに必要な分）",
  "default: the machine's name": "既定: マシンの名前",
  "public keys that may log in as root; can be given again": "root としてログインできる公開鍵。繰り返し指定できる",
  "direct: the hypervisor starts the kernel; grub, uki: the disk does":
    "direct はハイパーバイザーがカーネルを起動、grub と uki はディスクから起動",
  "what protects the memory (default: sev-snp); tdx, sev, sev-es: direct boot only; tpm: nothing does, a TPM records the boot":
    "メモリを保護する技術（既定: sev-snp）。tdx、sev、sev-es: 直接起動のみ。tpm: メモリは保護されず、TPM が起動を記録する",
  "grub, uki: Secure Boot (default: on)": "grub, uki: Secure Boot（既定: on）",
  "an OVMF (default: Debian's; direct: one that checks kernel hashes)":
    "OVMF（既定: Debian のもの。direct ではカーネルハッシュを検査するもの）",
  "grub, uki: the OVMF variable store that the machine starts with (default: Debian's)":
    "grub, uki: 最初の起動で使う OVMF の変数ストア（既定: Debian のもの）",
  "grub, uki: the SVSM that holds the vTPM": "grub, uki: vTPM を持つ SVSM",
  "uki: the key that signs for Secure Boot, PEM (default: the machine's own)":
    "uki: Secure Boot の署名鍵、PEM（既定: このマシンの鍵）",
  "uki: the certificate of --signing-key, PEM": "uki: --signing-key の証明書、PEM",
  "grub, uki: who holds the TPM (default: svsm; with --technology tpm: device)":
    "grub, uki: TPM を持つもの（既定: svsm。--technology tpm では device）",
  "device, google: a TPM that is accepted, by its endorsement key":
    "device, google: 受け入れる TPM（エンドースメント鍵で指定）",
  "device, google: a manufacturer's root to which the TPM's certificate must lead besides":
    "device, google: 加えて、TPM の証明書が至るべき製造元のルート",
  "auto, approve: the disk key; enter: the passphrase in its first line":
    "auto と approve ではディスク鍵、enter では 1 行目のパスフレーズ",
  "auto, approve: make a random disk key (the default)": "auto と approve: ランダムなディスク鍵を作る（既定）",
  "the guest may ask on its console, which the host sees, when the gate is away":
    "ゲートに届かないとき、ゲストがコンソール（ホストから見える）で尋ねてよい",
  "port: the lab's (default: configfs-tsm)": "port はラボのもの（既定: configfs-tsm）",
  "also trust this root (a lab's)": "このルート（ラボのもの）も信頼する",
  "where it is to run, for people: sakura, azure, google, aws, own …":
    "動かす場所。人が見分けるための名前（sakura、azure、google、aws、own など）",
  "added to the measured kernel command line": "計測されるカーネルコマンドラインに追加",
  "build the suite anew, also when a recent one is cached": "新しいキャッシュがあってもスイートを作り直す",
  "put in a new kernel and initrd, and add their reference value; what is encrypted stays as it is":
    "新しいカーネルと initrd に替え、参照値を追加する。暗号化された部分はそのまま",
  "the image's folder": "イメージのフォルダー",
  "only say what would change": "変更予定を表示するだけ",
  "take the cached tree of the suite": "キャッシュにあるスイートを使う",

  "SEV: the owner's certificate, as `sekisho sev session` made it for this launch":
    "SEV: この起動のために `sekisho sev session` が作った所有者の証明書",
  "SEV: the session that goes with it": "SEV: それと対になるセッション",
  "launch a guest of SEV or SEV-ES as its owner: session, measurement, secret":
    "SEV・SEV-ES のゲストを所有者として起動する（セッション、測定値、秘密）",
  "judge a platform, and make the files that start a launch on it: dh-cert-file and session-file":
    "プラットフォームを判定し、起動に使うファイル（dh-cert-file と session-file）を作る",
  "the platform's certificates, from sevctl, QEMU or libvirt; can be given again":
    "プラットフォームの証明書（sevctl、QEMU、libvirt の形式）。繰り返し指定できる",
  "the launch policy, like 0xf (default: the machine's)": "起動ポリシー。例: 0xf（既定: マシンのもの）",
  "the folder to write to": "書き込むフォルダー",
  "how the files' names begin": "ファイル名の先頭",
  "a machine.json of technology sev or sev-es": "技術が sev または sev-es の machine.json",
  "trust this root besides AMD's, by the SHA-256 of its key: a lab's":
    "AMD 以外に信頼するルート（鍵の SHA-256）。ラボのルートなど",
  "what the host tells: `virsh domlaunchsecinfo`, or QEMU's answers as JSON":
    "ホストの情報。`virsh domlaunchsecinfo` の出力、または QEMU の応答（JSON）",
  "the launch measurement, 48 bytes": "起動の測定値（48 バイト）",
  "the platform's firmware: API major, API minor and build, like 1.55.21":
    "プラットフォームのファームウェア（API メジャー、API マイナー、ビルド）。例: 1.55.21",
  "without --machine: the firmware image": "--machine を使わないとき: ファームウェアイメージ",
  "a kernel that may have been launched instead: only explains":
    "代わりに起動された可能性のあるカーネル。説明のためだけに試す",
  "an initrd that may have been launched instead: only explains":
    "代わりに起動された可能性のある initrd。説明のためだけに試す",
  "a command line that may have been given instead: only explains":
    "代わりに渡された可能性のあるコマンドライン。説明のためだけに試す",
  "judge a launch by its measurement: whether the platform has loaded what it should":
    "起動を測定値で判定する（プラットフォームが正しいものを読み込んだか）",
  "what `sekisho sev session` keeps of this launch's session":
    "この起動のセッションについて `sekisho sev session` が保管したファイル",
  "write down that the launch was accepted, for `sekisho sev secret`":
    "起動が受け入れられたことを `sekisho sev secret` のために書き出す",
  "seal a disk key to a launch that was accepted: the packet for LAUNCH_SECRET":
    "受け入れられた起動に宛ててディスク鍵を封印する（LAUNCH_SECRET のパケット）",
  "what `sekisho sev verify` wrote; without it the launch is judged now":
    "`sekisho sev verify` が書き出したファイル。なければこの場で判定する",
  "the disk's key, for Sekisho's agent in the guest": "ディスクの鍵（ゲスト内の Sekisho エージェント用）",
  "SHA-256 of the disk's LUKS2 header (default: the machine's)":
    "ディスクの LUKS2 ヘッダーの SHA-256（既定: マシンのもの）",
  "a passphrase for another reader of the field's GUID, such as GRUB in the firmware":
    "一般的な GUID を読むほかのプログラム（ファームウェア内の GRUB など）のためのパスフレーズ",
  "the guest kernel's configuration, which says whether it can read secrets":
    "ゲストのカーネルの設定。秘密を読めるかどうかが分かる",
  "print one JSON object: the arguments of QMP's sev-inject-launch-secret":
    "JSON オブジェクトをひとつ出力（QMP の sev-inject-launch-secret の引数）",
};
