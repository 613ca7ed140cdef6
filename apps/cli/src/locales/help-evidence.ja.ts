/** 証拠とエンドースメント（verify、advisories、endorsements、boot-log、measure）の `--help` の文言。 */
export const helpEvidenceJa: Readonly<Record<string, string>> = {
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
};
