export const ja = {
  "firmware.unverified-shim":
    "注意：ファームウェア {version} は、ホストが渡す shim という名前のプログラムを、ハッシュの検査なしに起動します。悪意のあるホストは、起動ダイジェストを変えずに独自のコードを実行できます。この問題のないファームウェアが入手でき次第、切り替えてください（LIMITATIONS.md）。",
  "measure.firmware.no-kernel-hashes":
    "このファームウェアにはカーネルハッシュ用の領域がないため、{mode} ではカーネルを計測できません。AmdSev 版の OVMF（OVMF.amdsev.fd）を使うか、カーネルの指定を外してください。",
  "measure.firmware.no-reset-address":
    "このファームウェアには 2 番目以降の仮想 CPU の開始アドレス（SEV-ES リセットブロック）がありません。SEV-ES に対応した OVMF を使ってください。",
  "measure.svsm.no-entry":
    "この SVSM イメージには開始アドレス（SVSM 情報エントリー）がありません。COCONUT SVSM が QEMU 向けにビルドしたイメージ（svsm.bin）を使ってください。",
  "measure.vcpu-type.unknown":
    "vCPU タイプ {type} はありません。EPYC-v4、EPYC-Milan、EPYC-Genoa など、QEMU が認識する名前を指定してください。",
} as const;
