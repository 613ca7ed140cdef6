export const ja = {
  "launch.file.unreadable":
    "{path} を読み込めません。マシンのファイルは machine.json と同じ場所に置き、起動するユーザーが読めるようにしてください。",
  "launch.file.changed":
    "{path} は machine.json に記録されたファイルと異なります（SHA-256 の期待値は {expected}、実際は {actual}）。元のファイルに戻すか、イメージを更新してください。",
  "launch.firmware.no-secret":
    "ファームウェア {path} には起動シークレットを置く場所がありません。OVMF の AmdSev ビルドにはあります。",
  "launch.firmware.no-kernel-hashes":
    "{path} にはカーネルハッシュ用の領域がありません。AmdSev 版の OVMF（OVMF.amdsev.fd）を使ってください。",
  "launch.boot.disk":
    "このマシンはディスクから起動し（起動方式: {boot}）、ホストの SVSM またはクラウドが提供する vTPM を必要とします。sekisho launch で起動できるのは直接起動のマシンだけです。vTPM のある環境で起動するか、--boot direct でイメージを作り直してください。",
  "launch.shape.vmm-type":
    "このマシンの起動ダイジェストは {vmmType} 用に計算されていますが、起動するのは QEMU です。VMM タイプを QEMU にしてイメージを作り直してください。",
  "launch.shape.vcpu-type":
    "QEMU に vCPU タイプ {vcpuType} はありません。EPYC-v4 など、QEMU が認識する名前でイメージを作り直してください。",
  "launch.shape.guest-features":
    "QEMU は SEV-SNP ゲストを SEV_FEATURES 0x1 で起動しますが、このマシンは {guestFeatures} を前提としています。ゲスト機能を 0x1 にしてイメージを作り直してください。",
  "launch.qemu.missing":
    "{program} を実行できません。QEMU をインストールしてください（Debian / Ubuntu では apt install qemu-system-x86）。",
  "launch.qemu.too-old":
    "{technology} には QEMU {needed} 以降が必要ですが、このホストの QEMU は {version} です。新しい QEMU をインストールしてください。",
  "launch.host.no-kvm":
    "{path} を開けません。KVM を使えるホストで、権限のあるユーザー（kvm グループ）として実行するか、sekisho lab up でお試しください。",
  "launch.host.no-snp":
    "このホストでは SEV-SNP が無効です（{path} が Y ではありません）。BIOS で有効にし、AMD EPYC 7003 以降と Linux 6.11 以降を使ってください。",
  "launch.host.no-tdx":
    "このホストでは TDX が無効です（{path} が Y ではありません）。BIOS で有効にし、TDX 対応の Intel Xeon と Linux 6.16 以降を使い、kvm_intel を tdx=1 で読み込んでください。",
  "launch.host.no-quote-service":
    "{path} を開けません。TD のクォートはここで作られます。Intel のクォート生成サービス（tdx-qgs）を起動するか、--quote-socket で待ち受け先を指定してください。",
  "launch.tdx.vsock":
    "libvirt はソケットファイルを通じてだけクォート生成サービスと通信します。--quote-socket でファイルを指定してください。",
  "launch.host.no-sev-device":
    "{path} を開けません。QEMU はこのデバイスを通じてセキュアプロセッサーと通信します。開く権限のあるユーザーで実行してください。",
} as const;
