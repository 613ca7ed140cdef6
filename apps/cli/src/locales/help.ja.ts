/** `--help` の文言。英語の原文（各コマンドのソースにある）→ 日本語。 */
export const helpJa: Readonly<Record<string, string>> = {
  "Usage:": "使い方:",
  "Arguments:": "引数:",
  "Options:": "オプション:",
  "Commands:": "コマンド:",
  "display help for command": "ヘルプを表示",
  "print one JSON object": "JSON オブジェクトをひとつ出力",

  "Attest a confidential VM from outside the cloud, and only then hand in the key of its encrypted disk.":
    "機密 VM をクラウドの外側から検証し、確かめられたときにだけ、暗号化ディスクの鍵を渡します。",
  "language of messages: en or ja (default: from LANG)": "メッセージの言語: en または ja（既定: LANG に従う）",

  "judge evidence: SEV-SNP reports, TDX and SGX quotes, Azure HCL reports, Sekisho evidence bundles (told apart by content)":
    "証拠を判定する: SEV-SNP レポート、TDX と SGX のクォート、Azure HCL レポート、Sekisho の証拠バンドル（種類は内容で見分ける）",
  "evidence; with several files the worst verdict is the exit status":
    "証拠のファイル。複数なら最も悪い判定が終了ステータスになる",
  "certificates, PEM or DER; can be given again": "証明書（PEM または DER）。繰り返し指定できる",
  "revocation lists, PEM or DER; can be given again": "失効リスト（PEM または DER）。繰り返し指定できる",
  "a file or directory with certificates, revocation lists, Intel's collateral; can be given again":
    "証明書、失効リスト、Intel のコラテラルの入ったファイルまたはフォルダー。繰り返し指定できる",
  "what REPORT_DATA must be: 64 bytes": "REPORT_DATA の期待値: 64 バイト",
  "what the launch digest must be: 48 bytes (of an enclave MRENCLAVE: 32)":
    "起動ダイジェストの期待値: 48 バイト（エンクレーブは MRENCLAVE、32 バイト）",
  "a TD's log (CCEL), which must replay to the RTMRs of its quote":
    "TD のイベントログ（CCEL）。クォートの RTMR までリプレイできることを求める",
  "the TDX quote that goes with an Azure HCL report of a TD": "TD の Azure HCL レポートに対応する TDX クォート",
  "a machine.json: the evidence must be that machine's, booted as its owner knows it":
    "machine.json。証拠がそのマシンのもので、既知の起動であることを求める",
  "a policy in YAML (default: the built-in policy `authentic`; `strict` with --machine)":
    "YAML のポリシー（既定: 組み込みポリシー authentic。--machine があれば strict）",
  "the moment to judge at (default: now)": "判定の時点（既定: 現在）",
  "get missing certificates, revocation lists and collateral from the vendor":
    "足りない証明書、失効リスト、コラテラルをベンダーから取得",
  "another service than AMD's that --fetch asks": "--fetch が問い合わせる、AMD 以外の鍵サーバー",
  "another service than Intel's that --fetch asks": "--fetch が問い合わせる、Intel 以外のサービス（PCCS など）",

  "show which known attacks a report or quote is exposed to; status 1 when there is one":
    "レポートやクォートから、既知の攻撃が成立しうるかを示す。あれば終了ステータスは 1",
  "evidence, as verify reads it": "証拠（verify が読めるもの）",
  "a newer table of advisories than the one that comes with Sekisho":
    "Sekisho に付属のものより新しいアドバイザリーの表",
  "a policy in YAML, whose roots are trusted besides the vendors'":
    "YAML のポリシー。そのルートを、ベンダーのルートに加えて信頼する",

  "what the CPU vendors certify, for gates that can't reach them: gathered, carried over, imported":
    "CPU ベンダーの裏書き（証明書など）を、ベンダーに接続できないゲートのために収集・取り込みする",
  "ask the vendors for all that evidence needs, and write it into one file":
    "証拠の検証に必要なものをすべてベンダーから集め、1 つのファイルに書き出す",
  "evidence of the machines that it is for, as verify reads it": "対象のマシンの証拠（verify が読めるもの）",
  "kinds of Intel platforms, by their FMSPC: 6 bytes": "Intel プラットフォームの種類（FMSPC、6 バイト）",
  "AMD product lines (Milan, Genoa, Turin), or addresses of VCEK certificates":
    "AMD の製品系列（Milan、Genoa、Turin）または VCEK 証明書のアドレス",
  "the bundle to write": "書き出すバンドル",
  "another service than AMD's to ask": "問い合わせ先（AMD 以外のサーバー）",
  "another service than Intel's to ask, such as a PCCS": "問い合わせ先（PCCS など、Intel 以外のサーバー）",
  "put a bundle where `verify --fetch` or a gate looks": "バンドルを `verify --fetch` またはゲートの参照先に取り込む",
  "a bundle": "バンドル",
  "a bundle, or a folder that bundles were imported into": "バンドル、またはバンドルの取り込み先のフォルダー",
  "a gate's: endorsements in its data directory (default: that of `verify --fetch`)":
    "取り込み先。ゲートならデータフォルダーの中の endorsements（既定: `verify --fetch` の参照先）",
  "a root taken besides the vendors', by its key's SHA-256; can be given again":
    "ベンダーのルートに加えて受け入れるルート（鍵の SHA-256）。繰り返し指定できる",
  "show what is in a bundle, and until when; status 1 when something in it is over":
    "バンドルの内容と有効期限を表示する。期限切れのものがあれば終了ステータスは 1",

  "show what a boot log says was measured, by component, and the registers it replays to":
    "起動ログに記録された計測をコンポーネントごとに表示し、再計算したレジスターの値を示す",
  "a TCG event log, a CCEL, a CEL (TLV), an IMA log (binary or ASCII) or systemd's tpm2-measure.log":
    "TCG イベントログ、CCEL、CEL（TLV）、IMA ログ（バイナリーまたは ASCII）、systemd の tpm2-measure.log",
  "the log's form, where its content should not tell": "内容からではなく、指定した形式のログとして読む",
  "name what measured this file: an EFI program, kernel, initrd or configuration; can be given again":
    "このファイル（EFI プログラム、カーネル、initrd、設定など）を計測したイベントに名前を付ける。複数回指定できる",

  "compute what a guest's files will measure: its launch digest (options as in sev-snp-measure), or the TPM's PCRs":
    "ゲストのファイルから計測値を計算する：起動ダイジェスト（オプションは sev-snp-measure と同じ）または TPM の PCR",
  "predict what a disk image will extend the TPM's PCRs with when it boots":
    "ディスクイメージの起動時に TPM の PCR に記録される値を予測する",
  "the raw disk image, with a GPT and an EFI system partition":
    "raw 形式のディスクイメージ（GPT と EFI システムパーティションが必要）",
  "the firmware that starts it (OVMF_CODE_4M.fd)": "起動するファームウェア（OVMF_CODE_4M.fd）",
  "the firmware's variable store that it starts with (OVMF_VARS_4M.fd)":
    "起動時に使うファームウェアの変数ストア（OVMF_VARS_4M.fd）",
  "how it boots; told from its files if left out": "起動方法（省略時はファイルから判断）",
  "MRTD of a TDX guest (48 bytes), and with a kernel what RTMR 1 and 2 will hold":
    "TDX ゲストの MRTD（48 バイト）。カーネルを指定すると RTMR 1 と 2 の値も計算する",
  "the firmware image, built for TDX": "TDX 用のファームウェアイメージ",
  "how the host measures pages: each after it is added (page), or a section's after all are (section: kernels that carried TDX as patches)":
    "ホストがページを計測する順序：追加するたび（page）、またはセクションの全ページを追加した後（section：TDX をパッチで取り込んでいた頃のカーネル）",
  "the launch digest of the SEV-SNP guest that an IGVM file starts (as igvmmeasure computes it)":
    "IGVM ファイルが起動する SEV-SNP ゲストの起動ダイジェスト（igvmmeasure と同じ計算方法）",
  "the IGVM file": "IGVM ファイル",
  "which of the file's SEV-SNP platforms, where it has several":
    "ファイルに SEV-SNP プラットフォームが複数ある場合に、どれを計測するか",
  "pages of zeros are the hardware's zero pages": "ゼロのページをハードウェアのゼロページとして計測",
  "refuse a file that KVM would start in another way than it says":
    "KVM がファイルの記述とは異なる状態で起動するファイルを拒否",
  "don't hold the digest against the file's ID block": "ファイル内の ID ブロックとダイジェストを照合しない",
  "the launch digest of a SEV-SNP guest (48 bytes)": "SEV-SNP ゲストの起動ダイジェスト（48 バイト）",
  "the launch digest of a SEV-ES guest (32 bytes)": "SEV-ES ゲストの起動ダイジェスト（32 バイト）",
  "the launch digest of a SEV guest (32 bytes)": "SEV ゲストの起動ダイジェスト（32 バイト）",
  "the firmware image": "ファームウェアのイメージ",
  "the kernel that is booted directly": "直接起動するカーネル",
  "its initrd": "その initrd",
  "its command line": "そのコマンドライン",
  "how many virtual CPUs": "仮想 CPU の数",
  "their type, as QEMU names it (EPYC-v4, EPYC-Milan, …)": "仮想 CPU の種類。QEMU での名前（EPYC-v4、EPYC-Milan など）",
  "or their CPUID signature": "または CPUID シグネチャー",
  "or their family, with --vcpu-model and --vcpu-stepping":
    "またはファミリー（--vcpu-model、--vcpu-stepping と一緒に指定）",
  "their model": "モデル",
  "their stepping": "ステッピング",
  "who starts the guest": "ゲストを起動する VMM",
  "SEV_FEATURES of the guest (SEV-SNP)": "ゲストの SEV_FEATURES（SEV-SNP）",
  "the digest over the firmware's pages, where the file has only its end":
    "ファイルにファームウェアの末尾しかない場合の、全ページのダイジェスト",
  "a COCONUT SVSM image that starts the guest, with --vars-size or --vars-file":
    "ゲストを起動する COCONUT SVSM のイメージ（--vars-size か --vars-file と一緒に指定）",
  "the size of the firmware's variable store": "ファームウェアの変数領域の大きさ",
  "the firmware's variable store, for its size": "ファームウェアの変数領域（大きさを読み取る）",
  "how the digest is printed": "ダイジェストの出力形式",

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
  "auto: the disk key; enter: the passphrase in its first line": "auto ではディスク鍵、enter では 1 行目のパスフレーズ",
  "auto: make a random disk key (the default)": "auto: ランダムなディスク鍵を作る（既定）",
  "the guest may ask on its console, which the host sees, when the gate is away":
    "ゲートに届かないとき、ゲストがコンソール（ホストから見える）で尋ねてよい",
  "port: the lab's (default: configfs-tsm)": "port はラボのもの（既定: configfs-tsm）",
  "also trust this root (a lab's)": "このルート（ラボのもの）も信頼する",
  "added to the measured kernel command line": "計測されるカーネルコマンドラインに追加",
  "build the suite anew, also when a recent one is cached": "新しいキャッシュがあってもスイートを作り直す",
  "put in a new kernel and initrd, and add their reference value; what is encrypted stays as it is":
    "新しいカーネルと initrd に替え、参照値を追加する。暗号化された部分はそのまま",
  "the image's folder": "イメージのフォルダー",
  "only say what would change": "変更予定を表示するだけ",
  "take the cached tree of the suite": "キャッシュにあるスイートを使う",

  "the checkpoint: appraises guests and releases disk keys": "関所: ゲストを判定し、ディスク鍵を引き渡す",
  "make keys and gate.json, without starting": "鍵と gate.json を作る（起動はしない）",
  "the data directory, made if needed": "データフォルダー（なければ作る）",
  "where guests are listened to (default: 0.0.0.0:8443)": "ゲストを待ち受けるアドレス（既定: 0.0.0.0:8443）",
  "how guests reach the gate (default: from --listen and this machine's name)":
    "ゲストから見たゲートの URL（既定: --listen とこのマシンの名前から）",
  "run the gate until it is stopped; the first start makes its keys": "ゲートを止められるまで動かす。初回は鍵を作る",
  "the administrator's Unix socket (default: in the data directory)":
    "管理用 Unix ソケット（既定: データフォルダーの中）",
  "AMD's key server, or one like it (default: AMD's own)": "AMD の鍵サーバー、または同等のもの（既定: AMD）",
  "Intel's PCS, a PCCS, or one like it (default: Intel's own)": "Intel の PCS、PCCS、または同等のもの（既定: Intel）",
  "where their answers are kept (default: in the data directory)":
    "それらの応答を保存する場所（既定: データフォルダーの中）",
  "ask no service: what `sekisho endorsements import` brought must do":
    "サーバーに問い合わせず、`sekisho endorsements import` で取り込んだものだけを使う",
  "what is logged, as JSON lines, to standard error": "標準エラーに JSON 行で記録する内容",
  "print gate.json: what images and people need to know of this gate":
    "gate.json（イメージと利用者がこのゲートについて知るべきこと）を出力する",
  "the data directory": "データフォルダー",

  "the machines that a gate knows": "ゲートに登録されたマシン",
  "register a machine; in mode auto with the disk key that the gate is to hold":
    "マシンを登録する。auto モードではゲートに預けるディスク鍵も渡す",
  "what image build wrote": "image build が書き出したファイル",
  "data directory of a gate on this machine": "このマシンにあるゲートのデータフォルダー",
  "its administrator's socket (default: in the data directory)": "その管理用ソケット（既定: データフォルダーの中）",
  "a gate elsewhere: reached over TLS, by the keys in this file": "離れたゲート: このファイルの鍵で確かめ、TLS で接続",
  "the administrator's token, with --gate": "管理者トークン（--gate と一緒に指定）",
  "a policy in YAML (default: the built-in policy `strict`)": "YAML のポリシー（既定: 組み込みポリシー strict）",
  "the disk key, only in mode auto": "ディスク鍵（auto モードのみ）",
  "all machines, by name": "すべてのマシンを名前順に表示する",
  "one machine": "マシンをひとつ表示する",
  "its identifier or name": "ID または名前",
  "forget a machine, and the key that the gate holds for it": "マシンの登録と、ゲートが預かる鍵を削除する",
  "register the LUKS2 header after a change of key slots; the one before is refused from then on":
    "キースロットの変更後に LUKS2 ヘッダーを登録する。以前のヘッダーは以後拒否される",
  "SHA-256 over every byte before the data segment": "データセグメントより前の全バイトの SHA-256",
  "compute it from this disk, or from a file that holds the header":
    "このディスク、またはヘッダーの入ったファイルから計算",
  "with --disk: put it into this file too, which sekisho enter goes by":
    "--disk と一緒に: sekisho enter が頼りにするこのファイルにも書き込む",
  "add the known good boots of a refreshed image, or remove an old one":
    "更新したイメージの参照値を追加する、または古いものを削除する",
  "what image refresh wrote": "image refresh が書き出したファイル",
  "the digest, as machine show lists it, of a boot that is no longer good":
    "もう正しいとしない起動のダイジェスト（machine show が表示するもの）",
  "back up a machine's LUKS2 header and keys into one file under a passphrase (age format)":
    "マシンの LUKS2 ヘッダーと鍵を、パスフレーズで保護したひとつのファイル（age 形式）に保存する",
  "disk and keys lie beside it": "ディスクと鍵は同じ場所に置く",
  "its first line (default: asked for on the terminal)": "その 1 行目（既定: 端末で尋ねる）",
  "the backup to write": "書き出すバックアップ",
  "verify a backup, and restore it": "バックアップを検証し、復元する",
  "what machine export wrote": "machine export が書き出したファイル",
  "write nothing: only look whether it can be restored": "何も書かず、復元できるかどうかだけを確かめる",
  "restore machine.json and keys into this folder": "machine.json と鍵をこのフォルダーに復元",
  "overwrite this disk's LUKS2 header with the backup's": "このディスクの LUKS2 ヘッダーをバックアップのもので上書き",

  "take what only a first boot tells (PCR 0 and 1; of a TD RTMR 0) into machine.json, after a look; no key is released":
    "最初の起動でしか分からない値（PCR 0 と 1、TD では RTMR 0）を、確認のうえ machine.json に学習する。鍵は引き渡さない",
  "the file, or its folder": "ファイルまたはそのフォルダー",
  "the boot whose evidence the gate stored with this request": "ゲートがこのリクエストとともに保存した証拠の起動",
  "the boot of this evidence bundle": "この証拠バンドルの起動",
  "learn this PCR (of a TD: RTMR) although it differs from the prediction; can be given again":
    "予測と異なっていてもこの PCR（TD では RTMR）を学習。繰り返し指定できる",
  "don't ask: somebody has looked at the comparison": "尋ねない（比較結果を人が確認済み）",

  "the guests that ask a gate for their keys": "ゲートに鍵を求めているゲストのリクエスト",
  "requests, the newest first": "リクエストを新しい順に表示する",
  "those that have ended too": "終了したものも表示",
  "go on, and print each request whenever it changes": "続けて、リクエストの状態が変わるたびに表示",
  "one request with its verdict": "リクエストひとつとその判定を表示する",
  "its number or identifier": "番号または ID",
  "let the same boot of a VM have its key once more": "VM の同じ起動に、もう一度だけ鍵の引き渡しを許可する",
  "verify a guest's evidence on this device, then seal the disk's passphrase to that very guest":
    "ゲストの証拠をこの端末で検証し、ディスクのパスフレーズをそのゲスト宛てに封印する",
  "your own copy: what the evidence is held against": "手元のコピー。証拠をこれと照合する",
  "your own policy in YAML (default: the built-in policy `strict`)":
    "手元の YAML のポリシー（既定: 組み込みポリシー strict）",
  "revocation lists of your own, PEM or DER; can be given again":
    "手元の失効リスト（PEM または DER）。繰り返し指定できる",
  "get the newest lists and documents from the vendor, without asking the gate":
    "最新の失効リストや文書を、ゲートを介さずベンダーから取得",
  "its first line; - for standard input (default: asked for on the terminal)":
    "その 1 行目。- なら標準入力（既定: 端末で尋ねる）",
  "refuse a request; the guest learns only its number": "リクエストを拒否する。ゲストには番号しか伝わらない",
  "why, for the people who look at it later": "理由（後で見る人のため）",

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
