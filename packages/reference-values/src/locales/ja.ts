export const ja = {
  "firmware.unverified-shim":
    "注意：ファームウェア {version} は、ホストが渡す shim という名前のプログラムを、ハッシュの検査なしに起動します。悪意のあるホストは、起動ダイジェストを変えずに独自のコードを実行できます。この問題のないファームウェアが入手でき次第、切り替えてください（LIMITATIONS.md）。",
  "measure.firmware.no-kernel-hashes":
    "このファームウェアにはカーネルハッシュ用の領域がないため、{mode} ではカーネルを計測できません。AmdSev 版の OVMF（OVMF.amdsev.fd）を使うか、カーネルの指定を外してください。",
  "measure.firmware.no-reset-address":
    "このファームウェアには 2 番目以降の仮想 CPU の開始アドレス（SEV-ES リセットブロック）がありません。SEV-ES に対応した OVMF を使ってください。",
  "measure.igvm.no-snp":
    "この IGVM ファイルには SEV-SNP のプラットフォーム定義がないため、SEV-SNP ゲストを起動できません。SEV-SNP 向けにビルドしたファイルを使ってください。",
  "measure.igvm.mask-needed":
    "この IGVM ファイルには SEV-SNP のプラットフォームが複数あります（{masks}）。--compatibility-mask でどれかを指定してください。",
  "measure.igvm.mask-unknown":
    "この IGVM ファイルには、その互換性マスクを持つ SEV-SNP のプラットフォームがありません。あるのは {masks} です。",
  "measure.igvm.kvm.count":
    "KVM が IGVM ファイルから受け取る仮想 CPU の初期状態は 1 つだけですが、このファイルには {count} 個あります。KVM 向けにビルドしてください。",
  "measure.igvm.kvm.order":
    "KVM は仮想 CPU を最後に計測しますが、この IGVM ファイルはその後にもページを読み込みます。KVM 向けにビルドしてください。",
  "measure.igvm.kvm.address":
    "KVM は仮想 CPU の保存領域を 0xfffffffff000 に置きますが、この IGVM ファイルでは {actual} です。KVM 向けにビルドしてください。",
  "measure.igvm.kvm.cr0":
    "KVM は CR0 = 0x31 で仮想 CPU を起動しますが、この IGVM ファイルでは {actual} です。KVM 向けにビルドしてください。",
  "measure.igvm.kvm.debug-swap":
    "この IGVM ファイルは DEBUG_SWAP を要求していますが、これは KVM が自ら決めます。DEBUG_SWAP なしでビルドしてください。",
  "measure.svsm.no-entry":
    "この SVSM イメージには開始アドレス（SVSM 情報エントリー）がありません。COCONUT SVSM が QEMU 向けにビルドしたイメージ（svsm.bin）を使ってください。",
  "measure.tdx.kernel":
    "このカーネルは EFI プログラムとして読めないため、ファームウェアが計測する値を予測できません。EFI スタブ付きのカーネル（CONFIG_EFI_STUB）を使ってください。",
  "measure.tdx.command-line":
    "ファームウェアはコマンドラインを 1 文字ずつ UTF-16 に変換し、ASCII 以外の結果は決まっていません。ASCII の文字だけを使ってください。",
  "measure.vcpu-type.unknown":
    "vCPU タイプ {type} はありません。EPYC-v4、EPYC-Milan、EPYC-Genoa など、QEMU が認識する名前を指定してください。",
  "measured-boot.unpredicted.firmware":
    "VM が読み込んだ状態のファームウェアが入ります。メモリー容量、CPU 数、変数ストアによって値が変わるため、最初の起動で取得します（sekisho machine learn）。",
  "measured-boot.unpredicted.platform":
    "ホストが作る VM の構成（ACPI・SMBIOS テーブルと起動順序）が入ります。最初の起動で取得します（sekisho machine learn）。",
  "measured-boot.unpredicted.domain":
    "ホストが作る TD の構成（メモリーマップ、変数ストア、ACPI テーブル、起動順序）が入ります。最初の起動で取得します（sekisho machine learn）。",
  "measured-boot.unpredicted.ima": "実行中に IMA が計測したファイルが、使われた順に入ります。",
  "measured-boot.unpredicted.agent":
    "エージェントが initrd を離れる前に閉じるまで、ゼロのままです。ゲートがこれを必ず確認します。",
  "measured-boot.unpredicted.grub-image":
    "EFI/BOOT/grubx64.efi は読み取れる GRUB ではないか、独自の設定を内蔵しています。",
  "measured-boot.unpredicted.grub-script":
    "GRUB の動作を予測できません：{file} の {line} 行目：{what}。設定を簡単にするか、最初の起動で取得してください（sekisho machine learn）。",
  "measured-boot.unpredicted.shim":
    "この shim が何を計測するかは分かっていません（バージョン {version}、対応済み：{known}）。最初の起動で取得します（sekisho machine learn）。",
  "measured-boot.unpredicted.shim-variable":
    "変数ストアに {name} があるため、shim の計測内容が変わります。新しい変数ストアから始めるか、最初の起動で取得してください（sekisho machine learn）。",
  "measured-boot.unpredicted.not-vouched":
    "確認した鍵の中に {program} を保証するものがありません。Secure Boot が拒否するか、計測方法が分かっていません。",
  "measured-boot.unpredicted.program": "{program} は読み取れる EFI プログラムではありません。",
  "measured-boot.unpredicted.systemd":
    "この {program} が何を計測するかは分かっていません（バージョン {version}、対応済み：{known}）。最初の起動で取得します（sekisho machine learn）。",
  "measured-boot.unpredicted.uki-extra":
    "スタブが EFI システムパーティションの {path} を読み込むため、計測内容が変わります。このファイルを削除してください。",
  "measured-boot.unpredicted.uki-section":
    "{uki} のセクション {section} をスタブがどう扱うか予測できません。セクションがないか、マシンによって変わります。",
  "measured-boot.unpredicted.files": "このイメージのファイルからは、何が記録されるかを判断できません。",
} as const;
