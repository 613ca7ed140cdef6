import { intelJa } from "./intel.ja.ts";

export const ja = {
  ...intelJa,
  "endorsements.amd.report-signature.pass": "レポートは、証明書に記載された鍵で署名されています。",
  "endorsements.amd.report-signature.fail":
    "レポートの署名が証明書の鍵と一致しません。レポートが改変されたか、別のチップまたは別の TCB の証明書です。",
  "endorsements.amd.incomplete": "証明書チェーンの一部が欠けているか壊れているため、確認できませんでした。",
  "endorsements.amd.certificate.found": "証明書 {name} があります。",
  "endorsements.amd.certificate.missing":
    "証明書 {name} がありません。証拠に含めるか、ファイルで指定するか、Sekisho に取得させてください。",
  "endorsements.amd.unreadable":
    "証明書として渡された入力のうち {count} 件を読み取れません。最初のものは {field}（オフセット {offset}）で壊れています。",
  "endorsements.amd.root.pinned": "チェーンは {product} 用の AMD ルート鍵で終わっています。",
  "endorsements.amd.root.additional":
    "チェーンは {name} で終わっています。AMD のルートではありませんが、ポリシーが名指しで信頼しています。",
  "endorsements.amd.root.foreign":
    "チェーンは {name} で終わっています。AMD のルートでも、ポリシーが信頼するルートでもありません。",
  "endorsements.amd.signatures.genuine": "チェーンの証明書は、すべて一つ上の証明書によって署名されています。",
  "endorsements.amd.signatures.broken": "証明書 {subject} の署名は {issuer} のものではありません。",
  "endorsements.amd.names.pass": "チェーンの証明書の名前は、AMD が {product} 用に付けるものと一致しています。",
  "endorsements.amd.names.fail": "チェーンの証明書の名前が、AMD が {product} 用に付けるものと異なります。",
  "endorsements.amd.authority.fine": "証明書に署名できるのは、エンドースメント鍵より上の証明書だけです。",
  "endorsements.amd.authority.issuer": "証明書 {name} には、下位の証明書に署名する権限がありません。",
  "endorsements.amd.authority.leaf": "証明書 {name} は認証局と称していますが、エンドースメント鍵ではありえません。",
  "endorsements.amd.authority.critical": "証明書 {name} に、Sekisho の知らないクリティカル拡張があります。",
  "endorsements.amd.dates.valid": "チェーンの証明書は、検証時点ですべて有効期間内です。",
  "endorsements.amd.dates.invalid": "証明書 {name} は、検証時点で有効期間外です。",
  "endorsements.amd.crl.missing": "チェーンのルートの失効リストが渡されていないため、失効は確認していません。",
  "endorsements.amd.crl.unreadable": "失効リストを読み取れません。{field}（オフセット {offset}）。",
  "endorsements.amd.crl.forged": "{name} の名義の失効リストですが、署名が正しくないか、信頼できません。",
  "endorsements.amd.crl.revoked": "証明書 {name}（シリアル番号 {serialNumber}）は {date} に失効しています。",
  "endorsements.amd.crl.stale":
    "失効リストが検証時点で有効ではありません。AMD の鍵サーバーから最新のものを取得してください。",
  "endorsements.amd.crl.clean": "ルートの最新の失効リストに、チェーンの証明書は載っていません。",
  "endorsements.amd.extensions.malformed": "証明書の AMD 拡張 {field} がないか、壊れています（オフセット {offset}）。",
  "endorsements.amd.signer.pass": "レポートは {report} で署名されたとしており、証明書も {certificate} のものです。",
  "endorsements.amd.signer.fail": "レポートは {report} で署名されたとしていますが、証明書は {certificate} のものです。",
  "endorsements.amd.signer.none": "レポートはどの鍵でも署名されていません。ホストが署名を無効にしています。",
  "endorsements.amd.key.pass": "証明された鍵は、レポートの署名に使われる種類です。",
  "endorsements.amd.key.fail": "証明された鍵は、レポートの署名に使われる種類ではありません。",
  "endorsements.amd.product.pass": "プロセッサーと証明書の製品系列が一致しています。",
  "endorsements.amd.product.fail": "証明書の製品系列が、レポートのプロセッサーと異なります。",
  "endorsements.amd.product.version-2":
    "バージョン 2 のレポートにはプロセッサーの情報がありません。証明書の製品系列は、このバージョンを出力するものです。",
  "endorsements.amd.product.unknown-name":
    "証明書の製品名を Sekisho が知らないか、その製品に必要なパッチレベルがありません。",
  "endorsements.amd.product.unknown-processor": "レポートは、Sekisho の知らないプロセッサーのものです。",
  "endorsements.amd.tcb.pass": "証明書のセキュリティパッチレベルは、レポートのものと一致しています。",
  "endorsements.amd.tcb.fail": "証明書のセキュリティパッチレベルが、レポートのものと異なります: {components}。",
  "endorsements.amd.chip-id.pass": "証明書は、レポートが示すチップのものです。",
  "endorsements.amd.chip-id.fail": "証明書は、レポートが示すチップとは別のチップのものです。",
  "endorsements.amd.chip-id.masked": "ホストがチップの識別子を隠しているため、証明書と照合できません。",
  "endorsements.amd.chip-id.vlek":
    "VLEK は個々のチップではなくクラウド事業者（{cspId}）のものなので、チップの照合はできません。",
  "endorsements.amd.chip-id.vlek-fields": "VLEK 証明書にクラウド事業者の識別子がないか、チップの識別子が入っています。",
  "endorsements.amd.chip-id.vcek-fields": "VCEK 証明書にチップの識別子がないか、クラウド事業者の識別子が入っています。",
  "endorsements.sev.certificates.found": "PDH から ARK まで、プラットフォームの証明書がすべて揃っています。",
  "endorsements.sev.certificates.missing":
    "プラットフォームの証明書が足りません: {names}。ホストで `sevctl export --full` を実行すると、すべてを 1 つのファイルに書き出せます。",
  "endorsements.sev.incomplete": "プラットフォームの証明書が足りないため、確認できませんでした。",
  "endorsements.sev.root.pinned": "プラットフォームの証明書チェーンは {product} 用の AMD のルート鍵で終わっています。",
  "endorsements.sev.root.additional":
    "プラットフォームの証明書チェーンは、AMD のものではないが信頼すると明示されたルートで終わっています。",
  "endorsements.sev.root.foreign":
    "プラットフォームの証明書チェーンのルートは AMD のものでも、信頼すると明示されたものでもありません。誰でも作れる証明書です。",
  "endorsements.sev.signatures.genuine": "プラットフォームのどの証明書も、1 つ上の証明書の鍵で署名されています。",
  "endorsements.sev.signatures.broken": "プラットフォームの {subject} は {issuer} で署名されていません。",
  "endorsements.sev.algorithms.pass": "プラットフォームの鍵は SEV が使う種類のものです。",
  "endorsements.sev.algorithms.fail": "プラットフォームの {name} は SEV が使う種類の鍵ではありません。",
  "endorsements.sev.revocation":
    "AMD はこの形式のプラットフォーム鍵の失効リストを公開していないため、失効は確認していません。",
  "endorsements.fetch.unreachable": "{url} に問い合わせできませんでした。",
  "endorsements.fetch.held-back":
    "{url} には問い合わせていません。鍵サーバーがあと {seconds} 秒間の問い合わせを断っています。その後に再試行してください。",
  "endorsements.fetch.refused":
    "{url} は再試行後もステータス {status} で拒否しました。時間をおいて再試行するか、証明書をファイルで指定してください。",
  "endorsements.fetch.status": "{url} の応答はステータス {status} でした。鍵サーバーにありません。",
  "endorsements.fetch.too-large": "{url} の応答が {limit} バイトを超えています。証明書としては大きすぎます。",
  "endorsements.fetch.broken": "{url} に接続できませんでした: {reason}。",
  "endorsements.fetch.offline-missing":
    "{name} は保存も取り込みもされておらず、サーバーへの問い合わせもしない設定です。`sekisho endorsements bundle` で集めて取り込んでください。",
  "endorsements.fetch.offline-stale":
    "{name} はありますが、有効なのは {from} から {until} までで、サーバーへの問い合わせもしない設定です。`sekisho endorsements bundle` で新しいバンドルを作り、取り込んでください。",
  "endorsements.fetch.pck-missing":
    "クォートにプラットフォームの PCK 証明書が含まれていないため、問い合わせできません。証明書をファイルで指定してください。",
  "endorsements.fetch.pck-issuer":
    "PCK 証明書の発行者 {name} は Intel の認証局ではないため、失効リストを問い合わせできません。",
  "endorsements.fetch.vlek":
    "レポートは VLEK で署名されています。その証明書はクラウド事業者だけが配布するため、証拠に含まれている必要があります。",
  "endorsements.fetch.masked":
    "ホストがチップの識別子を隠しているため、証明書を問い合わせできません。証拠に含まれている必要があります。",
  "endorsements.fetch.unknown-processor":
    "レポートが Sekisho の知らないプロセッサーのものなので、証明書を問い合わせできません。",
} as const;
