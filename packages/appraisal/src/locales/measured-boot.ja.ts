/** TPM の証拠の検査結果と、既知の起動との違い。 */
export const measuredBootJa = {
  "vtpm.svsm.endorsement-key.pass": "エンドースメント鍵は SVSM の vTPM の形式です。",
  "vtpm.svsm.endorsement-key.fail":
    "エンドースメント鍵が SVSM の vTPM の形式（TCG テンプレート L-1 の RSA-2048）ではありません。ほかの形式では、別のマニフェストを鍵の中に隠せるおそれがあります。",
  "vtpm.azure-hcl.vmpl.pass": "レポートは、パラバイザーの動く VMPL 0 で要求されたものです。",
  "vtpm.azure-hcl.vmpl.fail":
    "レポートが、パラバイザーの動く VMPL 0 で要求されたものではありません。OS が自分で作った可能性があります。",
  "vtpm.endorsement-certificate.none":
    "TPM メーカーのルートが指定されていますが、TPM はエンドースメント鍵の証明書を示しませんでした。",
  "vtpm.endorsement-key.known.pass": "エンドースメント鍵は、マシンの所有者が登録したものです。",
  "vtpm.endorsement-key.known.certificate":
    "エンドースメント鍵は登録されていません。証明書が、マシンの所有者が登録したルートに至る必要があります。",
  "vtpm.endorsement-key.known.fail":
    "この TPM を保証するものがありません。エンドースメント鍵は登録されたものではありません。自分のマシンのものであれば、実際の値の SHA-256 をマシンの endorsementKeys に登録してください。証明書だけでは、誰の TPM かは分かりません。",
  "vtpm.provider.pass": "ポリシーはこの提供元の TPM を受け入れます: {provider}。",
  "vtpm.provider.fail":
    "ポリシーはこの提供元の TPM を受け入れません: {provider}。信頼する場合は measured-boot.providers に加えてください。",
  "vtpm.provider.expected": "TPM の提供元はマシンの設定どおりです。",
  "vtpm.provider.unexpected": "マシンの TPM は {expected} のはずですが、この証拠は {actual} のものです。",
  "vtpm.inside-tcb.svsm": "TPM は機密 VM の内部にあります。起動ダイジェストに含まれるべき SVSM が保持しています。",
  "vtpm.inside-tcb.azure-hcl": "TPM は機密 VM の内部にあります。Microsoft のパラバイザーが保持しています。",
  "vtpm.inside-tcb.google":
    "TPM は機密 VM の外部にあります。Google のハイパーバイザーが保持しており、記録を自由に書けます。",
  "vtpm.inside-tcb.device": "TPM はマシンのメモリーとは別のデバイスであり、メモリーは保護しません。",
  "vtpm.report.missing": "この種の TPM はアテステーションレポートが保証しますが、レポートがありません。",
  "vtpm.svsm.manifest.pass": "SVSM のサービスマニフェストはこのエンドースメント鍵です。",
  "vtpm.svsm.manifest.fail":
    "SVSM のサービスマニフェストは別のエンドースメント鍵です。この TPM は SVSM のものではありません。",
  "vtpm.svsm.measured.pass": "起動ダイジェストに SVSM が含まれています: {version}。",
  "vtpm.svsm.measured.unknown":
    "起動ダイジェストに SVSM が含まれるか分かりません。含まれない場合、VMPL 0 で動くものなら何でも記録を書けます。ラボ以外では不十分です。",
  "vtpm.azure-hcl.report.pass": "レポートは HCL レポート内のものと同一です。",
  "vtpm.azure-hcl.report.fail": "レポートが HCL レポート内のものと異なります。",
  "vtpm.azure-hcl.user-data.pass": "HCL レポートはこの要求のために作られました（user-data がバインディングと一致）。",
  "vtpm.azure-hcl.user-data.fail":
    "HCL レポートの user-data がバインディングと異なります。別の要求、ゲスト鍵、ディスク、マシンのために作られたものです。",
  "vtpm.azure-hcl.key.pass": "HCL レポートがこの鍵を保証しています: {kid}。",
  "vtpm.azure-hcl.key.fail": "HCL レポートはこの鍵を保証していません。{kid} が別の鍵であるか、ありません。",
  "vtpm.log.empty": "起動ログにイベントがなく、何が起動されたか分かりません。",
  "vtpm.log.untrue":
    "ログが事実と異なります。クォートは既知の起動「{name}」のものですが、ログは PCR {pcrs} でそれと異なります。",
  "vtpm.log.separators.pass": "ファームウェアは、何かを起動する前に自身の PCR を区切っています。",
  "vtpm.log.separators.fail":
    "PCR {pcrs} に区切り（セパレーター）がなく、ファームウェアによる計測とそれ以外を区別できません。",
  "vtpm.log.initrd-left.pass": "クォートの作成時、initrd はまだ終了していませんでした。",
  "vtpm.log.initrd-left.fail":
    "PCR 15 がゼロではありません。クォートの作成時に initrd は終了しており、マシン内の誰でも要求できた状態です。",
  "vtpm.secure-boot.pass": "セキュアブートは有効でした。",
  "vtpm.secure-boot.fail": "セキュアブートが有効でないか、ファームウェアが最初に計測していません。",
  "known-boot.pass": "すべての {kind} が既知の起動と一致します: {names}。",
  "known-boot.not-demanded": "ポリシーは既知の起動を求めていません。何が起動されても受け入れます。",
  "known-boot.silent":
    "{registers} については既知の起動がありません。この起動が正しいものであれば登録してください: sekisho machine learn。",
  "known-boot.differs": "未知の起動です。最も近い既知の起動（{names}）と次の点が異なります: {components}。",
  "known-boot.same": "起動のこの部分は、最も近い既知の起動（{names}）と同じです。",
  "known-boot.machine.pass": "計測されたコマンドラインはこのマシンを指しています。",
  "known-boot.machine.fail":
    "計測されたコマンドラインが別のマシンを指しているか、どのマシンも指していません。別のマシンのイメージです。",
  "known-boot.machine.none": "計測されたコマンドラインの文字列が分からず、どのマシンか確認できません。",
  "known-boot.machine.unknown": "マシンの情報がないため、コマンドラインを検査できません。",
  "known-boot.command-line.hidden":
    "カーネルコマンドラインが既知のもの（{expected}）と異なります。実際の文字列はログに記録されていません（{register}）。",
  "known-boot.added": "{register} に、既知の起動にはない {actual} が計測されています。",
  "known-boot.added.several": "{register} に、既知の起動にはない {actual} が計測されています（ほかに {more} 件）。",
  "known-boot.missing": "ログにイベントが欠けています: {expected}（{register}）。",
  "known-boot.missing.several":
    "ログにイベントが欠けているか、異なります: {expected}（{register}）、ほかに {more} 件。",
  "known-boot.changed": "{expected} の内容が異なります（{register}）。",
  "known-boot.changed.several": "{expected} の内容が異なります（{register}）。ほかに {more} 件のイベントが異なります。",
  "known-boot.replaced": "{expected} の代わりに {actual} が計測されています（{register}）。",
  "known-boot.replaced.several":
    "{expected} の代わりに {actual} が計測されています（{register}）。ほかに {more} 件のイベントが異なります。",
  "known-boot.secure-boot.off": "既知の起動では有効なセキュアブートが、無効になっています。",
  "known-boot.secure-boot.list": "セキュアブートのリスト {list} が異なります。現在の項目数は {entries} です。",
  "known-boot.component.other": "{component} が異なります。",
} as const;
