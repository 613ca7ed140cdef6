/** Intel のエンドースメントに関する文面。 */
export const intelJa = {
  "endorsements.intel.quote-signature.pass": "クォートは、その中に示されたアテステーション鍵で署名されています。",
  "endorsements.intel.quote-signature.fail":
    "クォートの署名が、示されたアテステーション鍵のものではありません。ヘッダーか本体が改変されています。",
  "endorsements.intel.quote-signature.key-type":
    "Intel の Quoting Enclave がまだ使っていない種類の鍵で署名されているため、検証できません。",
  "endorsements.intel.qe-binding.pass": "Quoting Enclave のレポートは、このアテステーション鍵を示しています。",
  "endorsements.intel.qe-binding.fail":
    "Quoting Enclave のレポートが別のアテステーション鍵を示しています。クォートは誰にでも作れたことになります。",
  "endorsements.intel.qe-report.pass": "Quoting Enclave のレポートは、プラットフォームの PCK で署名されています。",
  "endorsements.intel.qe-report.fail":
    "Quoting Enclave のレポートが、証明書の PCK で署名されていません。改変されたか、別のプラットフォームのものです。",
  "endorsements.intel.incomplete": "証明書チェーンの一部が欠けているか壊れているため、確認できませんでした。",
  "endorsements.intel.certificate.found": "証明書 {name} があります。",
  "endorsements.intel.certificate.missing":
    "証明書 {name} がありません。証拠に含めるか、ファイルで指定するか、Sekisho に取得させてください。",
  "endorsements.intel.unreadable":
    "証明書として渡された入力のうち {count} 件を読み取れません。最初のものは {field}（オフセット {offset}）で壊れています。",
  "endorsements.intel.root.pinned": "チェーンは Intel の SGX ルート鍵で終わっています。",
  "endorsements.intel.root.additional":
    "チェーンは {name} で終わっています。Intel のルートではありませんが、ポリシーが名指しで信頼しています。",
  "endorsements.intel.root.foreign": "チェーンは {name} で終わっていますが、ポリシーが信頼する鍵ではありません。",
  "endorsements.intel.signatures.genuine": "チェーンの証明書は、すべて一つ上の証明書によって署名されています。",
  "endorsements.intel.signatures.broken": "証明書 {subject} の署名は {issuer} のものではありません。",
  "endorsements.intel.names.pass": "チェーンの証明書の名前は、Intel が付けるものと一致しています。",
  "endorsements.intel.names.fail": "チェーンの証明書の名前が、Intel が付けるものと異なります。",
  "endorsements.intel.authority.fine": "証明書に署名できるのは、PCK より上の証明書だけです。",
  "endorsements.intel.authority.issuer": "証明書 {name} には、下位の証明書に署名する権限がありません。",
  "endorsements.intel.authority.leaf": "証明書 {name} は認証局と称していますが、本来そうではありえません。",
  "endorsements.intel.authority.critical": "証明書 {name} に、Sekisho の知らないクリティカル拡張があります。",
  "endorsements.intel.dates.valid": "チェーンの証明書は、検証時点ですべて有効期間内です。",
  "endorsements.intel.dates.invalid": "証明書 {name} は、検証時点で有効期間外です。",
  "endorsements.intel.crl.missing": "{name} の失効リストが渡されていないため、失効は確認していません。",
  "endorsements.intel.crl.unreadable": "失効リストを読み取れません。{field}（オフセット {offset}）。",
  "endorsements.intel.crl.forged": "{name} の名義の失効リストですが、署名が正しくないか、信頼できません。",
  "endorsements.intel.crl.revoked": "証明書 {name}（シリアル番号 {serialNumber}）は {date} に失効しています。",
  "endorsements.intel.crl.stale": "{name} の失効リストが検証時点で有効ではありません。最新のものを取得してください。",
  "endorsements.intel.crl.clean": "{name} の最新の失効リストに、チェーンの証明書は載っていません。",
  "endorsements.intel.key.pass": "証明された鍵は、Quoting Enclave のレポートの署名に使われる種類です。",
  "endorsements.intel.key.fail": "証明された鍵は、Quoting Enclave のレポートの署名に使われる種類ではありません。",
  "endorsements.intel.extensions.malformed":
    "PCK 証明書の Intel 拡張 {field} がないか、壊れています（オフセット {offset}）。",
  "endorsements.intel.document.not-looked-at": "それを示す Intel の文書がないか、信頼できないため、確認していません。",
  "endorsements.intel.document.no-tcb-info":
    "このプラットフォームの TCB info がありません。ファイルで指定するか、Sekisho に取得させてください。",
  "endorsements.intel.document.other-platform":
    "渡された TCB info は別のプラットフォームのもので、これに合うもの（技術、FMSPC、PCEID）がありません。",
  "endorsements.intel.document.no-identity":
    "Quoting Enclave の identity がありません。ファイルで指定するか、Sekisho に取得させてください。",
  "endorsements.intel.document.found": "{document} があります（評価番号 {number}、{date} 発行）。",
  "endorsements.intel.document.signer.genuine":
    "{document} の署名者は、クォートのチェーンと同じルートで認証されています。",
  "endorsements.intel.document.signer.foreign-root":
    "{document} の署名者が、クォートのプラットフォームとは別のルートで認証されています。",
  "endorsements.intel.document.signature.pass": "{document} の署名は、バイト列そのままに対して正しいものです。",
  "endorsements.intel.document.signature.fail": "{document} の署名が正しくありません。改変されています。",
  "endorsements.intel.document.dates.pass": "{document} は検証時点で有効期間内です。",
  "endorsements.intel.document.dates.fail": "{document} が検証時点で有効期間外です。最新のものを取得してください。",
  "endorsements.intel.document.dates.early":
    "{document} は、検証時点より後に発行されたものです。その時点のものを指定するか、より後の時点で検証してください。",
  "endorsements.intel.enclave.pass": "Quoting Enclave は Intel のものです。",
  "endorsements.intel.enclave.fail": "Quoting Enclave が Intel の示すものと異なります: {fields}。",
  "endorsements.intel.enclave.known":
    "Quoting Enclave は、Quoting Enclave 用の Intel の鍵で署名されています。identity の文書がないため、そのバージョンが十分に新しいかは確認していません。",
  "endorsements.intel.enclave.unknown":
    "この Quoting Enclave は、Sekisho が Intel のものとして知っているものではありません（{fields}）。このままでは、誰でもこのクォートを作れます。Intel の identity の文書を指定するか、Sekisho に取得させてください。",
  "endorsements.intel.module.pass": "TDX モジュール（バージョン {version}、SVN {svn}）は Intel の既知のものです。",
  "endorsements.intel.module.unknown": "バージョン {version} の TDX モジュールを Intel は知りません。",
  "endorsements.intel.module.foreign":
    "TDX モジュール（バージョン {version}、SVN {svn}）の署名者か属性が、Intel のものと異なります。",
  "endorsements.intel.module.no-level":
    "TDX モジュール（バージョン {version}、SVN {svn}）は、Intel が現在挙げているどれよりも古いものです。",
  "endorsements.intel.tcb.status": "Intel の定める TCB の状態（プラットフォームの全要素）: {status}。",
  "endorsements.intel.tcb.advisories":
    "Intel の定める TCB の状態（プラットフォームの全要素）: {status}。アドバイザリー: {advisories}。",
  "endorsements.intel.tcb.revoked":
    "Intel はこの TCB を失効させています。このようなプラットフォームの鍵は、誰の手にあってもおかしくありません。",
  "endorsements.intel.tcb.no-level":
    "プラットフォームが、Intel が現在挙げているどの TCB レベルよりも古いものです。クラウド事業者による更新が必要です。",
  "endorsements.intel.tcb.no-enclave-level": "Quoting Enclave が、Intel が現在挙げているどれよりも古いものです。",
  "endorsements.intel.tcb.module":
    "Intel の知らない TDX モジュールなので、プラットフォームの TCB の状態は定まりません。",
} as const;
