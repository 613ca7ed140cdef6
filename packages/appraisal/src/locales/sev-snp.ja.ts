/** SEV-SNP レポートの検査結果。 */
export const sevSnpJa = {
  "policy.applied": "適用したポリシー: {name}。",
  "policy.applied.built-in": "組み込みポリシー「{name}」を適用しました。",
  "policy.applied.unnamed": "適用したポリシーに名前はありません。",
  "policy.section-missing": "ポリシーに {technology} の項目がないため、この種の証拠は受け入れられません。",
  "sev-snp.requester.guest": "レポートはゲスト自身が要求したものです。",
  "sev-snp.requester.host": "レポートを要求したのはゲストではなくホストです。ゲストの意図を何も証明しません。",
  "sev-snp.requester.nobody": "レポートが示す特権レベルは存在しません。",
  "sev-snp.report-data.equal": "REPORT_DATA は期待どおりの値です。このレポートはまさにこの目的のために作られました。",
  "sev-snp.report-data.differs":
    "REPORT_DATA が期待値と異なります。別のリクエスト、ゲスト鍵、ディスク、またはマシンのために作られたレポートです。",
  "sev-snp.expected-guest-policy.equal": "ゲストはマシンに定められたゲストポリシーで起動されています。",
  "sev-snp.expected-guest-policy.differs":
    "ゲストがマシンの定めと異なるゲストポリシーで起動されています。許す動作をホストが選んだことになります。",
  "sev-snp.expected-measurement.equal": "起動ダイジェストは期待どおりです。",
  "sev-snp.expected-measurement.differs": "起動ダイジェストが期待値と異なります。別のものが起動されています。",
  "sev-snp.field.not-reported": "バージョン {version} のレポートには {field} が示されません。",
  "sev-snp.chip-id.masked": "CHIP_ID が伏せられているため、どのプロセッサーか分かりません。",
  "sev-snp.vmpl.privileged-enough": "レポートは、ポリシーが許す特権レベルから要求されました。",
  "sev-snp.vmpl.too-high": "レポートは、ポリシーが許すより低い特権（より大きい VMPL）から要求されました。",
  "sev-snp.roots.accepted": "証明書は、ポリシーが許すルート鍵につながっています。",
  "sev-snp.roots.refused": "証明書は、ポリシーが許していないルート鍵につながっています。",
  "sev-snp.roots.missing": "ポリシーと照合するルート証明書がありません。",
  "sev-snp.signer.unknown": "署名鍵の種類を示す証明書がありません。",
  "sev-snp.product.accepted": "この製品系列はポリシーで許可されています。",
  "sev-snp.product.refused": "この製品系列はポリシーで許可されていません。",
  "sev-snp.product.unknown": "証明書からもレポートからも製品系列が分かりません。",
  "sev-snp.milan.warning":
    "注意: Milan の署名鍵はソフトウェアだけで取り出せるとされています（arXiv 2605.12990）。そのため、どのバージョンを示す Milan のレポートも偽造の可能性があります。既知のチップに限定する（chip-ids）か、Milan を拒否してください。",
  "sev-snp.milan.refused":
    "Milan の署名鍵はソフトウェアだけで取り出せるとされており（arXiv 2605.12990）、ポリシーは Milan を拒否しています。",
  "sev-snp.signer.accepted": "この種類の署名鍵はポリシーで許可されています。",
  "sev-snp.signer.refused": "この種類の署名鍵はポリシーで許可されていません。",
  "sev-snp.csp-id.accepted": "鍵は、ポリシーが許すクラウド事業者のために読み込まれたものです。",
  "sev-snp.csp-id.refused": "鍵は、ポリシーが許していないクラウド事業者のために読み込まれたものです。",
  "sev-snp.csp-id.absent": "証明書にクラウド事業者名がありません（VLEK 証明書にのみ記載されます）。",
  "sev-snp.tcb.high-enough": "{field}: {name} はポリシーの求める新しさです。",
  "sev-snp.tcb.too-low": "{field}: {name} はポリシーの求めるものより古いバージョンです。",
  "sev-snp.tcb.high-enough.published":
    "{field}: {name} には {advisory} の修正が入っています（{collectedAt} 時点の表）。",
  "sev-snp.tcb.too-low.published":
    "{field}: {name} には {advisory} の修正が入っていません（{collectedAt} 時点の表）。クラウド事業者によるファームウェア更新が必要です。",
  "sev-snp.tcb.no-floor": "{field} を判定できません。ポリシーに {product} の下限がありません。",
  "sev-snp.tcb.product-unknown": "{field} を判定できません。証明書からもレポートからも製品系列が分かりません。",
  "sev-snp.tcb.no-component": "この製品系列の {field} に {name} はありません。",
  "sev-snp.tcb.no-cpuid":
    "マイクロコードを判定できません。バージョン {version} のレポートにはステッピングが示されず、異なるステッピングの番号は比較できません。",
  "sev-snp.tcb.no-microcode-floor": "プロセッサー {cpuid} のマイクロコードの下限は知られていません。",
  "sev-snp.firmware.current.high-enough": "SEV ファームウェアはポリシーの求める新しさです。",
  "sev-snp.firmware.current.too-low": "SEV ファームウェアがポリシーの求めるものより古いバージョンです。",
  "sev-snp.firmware.committed.high-enough": "コミット済みの SEV ファームウェアはポリシーの求める新しさです。",
  "sev-snp.firmware.committed.too-low":
    "コミット済みの SEV ファームウェアがポリシーの求めるものより古く、ホストはそこまで戻せます。",
  "sev-snp.firmware.provisional.no": "稼働中のファームウェアはコミット済みで、ホストは古いものに戻せません。",
  "sev-snp.firmware.provisional.yes": "稼働中のファームウェアはコミットされておらず、ホストは古いものに戻せます。",
  "sev-snp.mitigations.there": "{field} は、ポリシーが求める緩和策をすべて示しています。",
  "sev-snp.mitigations.missing": "{field} に、ポリシーが求める緩和策が足りません（ビット {bits}）。",
  "sev-snp.measurement.known": "起動ダイジェストは既知の正しい値です: {name}。",
  "sev-snp.measurement.unknown": "起動ダイジェストがどの参照値とも異なります。別のものが起動されています。",
  "sev-snp.measurement.no-reference-values":
    "ポリシーは既知の起動ダイジェストを求めていますが、比較する参照値がありません。",
} as const;
