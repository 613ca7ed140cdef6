export const measureJa = {
  "cli.measure.number": "{option} には {least} から {most} までの整数を指定してください（指定値: {value}）。",
  "cli.measure.missing": "{option} がありません。{mode} の起動ダイジェストの計算に必要です。",
  "cli.measure.one-vcpu-kind":
    "vCPU の種類は、--vcpu-type、--vcpu-sig、または --vcpu-family・--vcpu-model・--vcpu-stepping の組のうち、いずれか一つで指定してください。",
  "cli.measure.vcpu-kind-missing":
    "vCPU の種類を指定してください（例: --vcpu-type EPYC-v4）。QEMU の起動ダイジェストは vCPU の種類によって変わります。",
  "cli.measure.kernel-missing":
    "{option} は直接起動するカーネルのためのオプションです。--kernel も指定するか、{option} を外してください。",
  "cli.measure.ovmf-hash":
    "--snp-ovmf-hash には、sev-snp-measure の snp:ovmf-hash モードが出力する 16 進数 96 桁（SHA-384）を指定してください。",
  "cli.measure.igvm.id-block-digest":
    "このゲストの起動はファームウェアに拒否されます。ファイル内の ID ブロックが求める起動ダイジェストは {expected} です。ID ブロックを作り直すか、--ignore-id-block を指定してください。",
  "cli.measure.igvm.id-block-signature":
    "このゲストの起動はファームウェアに拒否されます。ファイル内の ID ブロックの署名が正しくありません。署名し直すか、--ignore-id-block を指定してください。",
  "cli.measure.igvm.no-policy":
    "ファイルに ID ブロックはありますがゲストポリシーがないため、署名を検証できません。ゲストポリシーを付けてビルドし直すか、--ignore-id-block を指定してください。",
  "cli.measure.snp-only": "{option} を使えるのは sekisho measure snp だけです。",
  "cli.measure.svsm-variables":
    "--svsm には、ファームウェアの変数領域の大きさが必要です。--vars-size（バイト数）か --vars-file のどちらか一方を指定してください。",
  "cli.measure.svsm-options":
    "{option} は --svsm と併用できません。SVSM はカーネルを直接起動せず、SVSM を起動できるのは QEMU だけです。",
  "cli.measure.tdx.unpredicted": "これらのファイルからは分からないもの：",
  "cli.measure.pcrs.title-grub-on":
    "{what} は shim と GRUB で起動します（Secure Boot 有効）。PCR の予測値（SHA-256）：",
  "cli.measure.pcrs.title-grub-off":
    "{what} は shim と GRUB で起動します（Secure Boot 無効）。PCR の予測値（SHA-256）：",
  "cli.measure.pcrs.title-uki-on":
    "{what} は systemd-boot と統合カーネルイメージで起動します（Secure Boot 有効）。PCR の予測値（SHA-256）：",
  "cli.measure.pcrs.title-uki-off":
    "{what} は systemd-boot と統合カーネルイメージで起動します（Secure Boot 無効）。PCR の予測値（SHA-256）：",
  "cli.measure.pcrs.otherwise": "VM のデバイスやファームウェアによっては、次の値になります：{name}",
  "cli.measure.pcrs.unpredicted": "イメージからは分からないもの：",
} as const;
