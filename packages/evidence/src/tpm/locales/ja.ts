export const ja = {
  "tpm.quote.signature.pass": "クォートはアテステーション鍵で署名されています。",
  "tpm.quote.signature.fail":
    "クォートの署名がアテステーション鍵のものではないか、鍵に定められた方式と異なる方式で署名されています。",
  "tpm.quote.type.pass": "TPM が PCR のクォートを作成しました。",
  "tpm.quote.type.fail": "TPM が署名したものは PCR のクォートではありません。",
  "tpm.quote.none": "クォートがないため、確認していません。",
  "tpm.quote.extra-data.pass": "クォートは今回のチャレンジに対するものです。",
  "tpm.quote.extra-data.fail": "クォートは別のチャレンジに対するものです。古いか、ほかの相手に向けて作られたものです。",
  "tpm.quote.pcr-select.pass": "クォートの対象は、指定された PCR と完全に一致します。",
  "tpm.quote.pcr-select.fail":
    "クォートの対象の PCR、バンク、順序のいずれかが指定と異なります。指定された PCR については何も証明していません。",
  "tpm.quote.pcr-digest.pass": "PCR の値がクォートで裏付けられています。",
  "tpm.quote.pcr-digest.fail":
    "TPM の PCR の値がこれらと異なります。値の元になったログに、抜けているイベントがあるか、実際に計測されたものと違う内容があります。",
  "tpm.quote.pcr-digest.length": "バンク {bank} の PCR 値の長さが、ハッシュの長さと一致しません。",
  "tpm.attestation-key.name.pass": "アテステーション鍵は、証拠に結び付けられた鍵です。",
  "tpm.attestation-key.name.fail": "アテステーション鍵が、証拠に結び付けられた鍵と異なります。",
  "tpm.attestation-key.attributes.pass":
    "アテステーション鍵は TPM 内で生成され、外に持ち出せず、クォートに見せかけたデータには署名しません。",
  "tpm.attestation-key.attributes.fail":
    "アテステーション鍵の条件を満たしていません（{differences}）。複製されたり、偽のクォートに署名したりするおそれがあります。",
  "tpm.attestation-key.scheme.pass": "アテステーション鍵の署名方式は安全です。",
  "tpm.attestation-key.scheme.fail":
    "アテステーション鍵が短すぎるか、SHA-1 を使うか、署名方式が利用者任せになっています。",
  "tpm.ek-certificate.chain.pass": "エンドースメント鍵の証明書は、信頼するルート {name} までたどれます。",
  "tpm.ek-certificate.chain.fail":
    "エンドースメント鍵の証明書から信頼するルートまでたどれません（{name} まで）。足りない発行者の証明書を追加するか、それが TPM メーカーのルートなら信頼対象に加えてください。",
  "tpm.ek-certificate.authorities.pass": "チェーンのすべての発行者に、証明書を発行する権限があります。",
  "tpm.ek-certificate.authorities.fail": "{name} には、この証明書を発行する権限がありません。",
  "tpm.ek-certificate.dates.pass": "証明書はその時点で有効です。",
  "tpm.ek-certificate.dates.fail": "{name} の証明書は、その時点で有効ではありません。",
  "tpm.ek-certificate.extensions.pass": "チェーンの重要（critical）な拡張は、すべて対応しているものです。",
  "tpm.ek-certificate.extensions.fail": "{name} の証明書に、対応していない重要（critical）な拡張があります。",
  "tpm.ek-certificate.usage.pass": "証明書の用途はエンドースメント鍵です。",
  "tpm.ek-certificate.usage.fail": "証明書の用途が、この種類のエンドースメント鍵ではありません。",
  "tpm.ek-certificate.key.pass": "証明書は、この TPM のエンドースメント鍵のものです。",
  "tpm.ek-certificate.key.fail": "証明書は、別の TPM のエンドースメント鍵のものです。",
  "tpm.ek-certificate.revocation.pass": "チェーンに失効した証明書はありません。",
  "tpm.ek-certificate.revocation.fail": "{name} の証明書は発行者により失効されています。",
  "tpm.ek-certificate.revocation.unknown":
    "{name} の証明書が失効しているかどうか分かりません。発行者の有効な失効リストがありません。",
  "tpm.endorsement-key.attributes.pass":
    "エンドースメント鍵は TPM 内で生成され、TPM の外に出せず、復号にしか使えません。",
  "tpm.endorsement-key.attributes.fail":
    "この鍵はエンドースメント鍵ではなく（{differences}）、TPM の証明になりません。",
  "tpm.endorsement-key.strength.pass": "エンドースメント鍵の長さは十分です。",
  "tpm.endorsement-key.strength.fail": "エンドースメント鍵が短すぎるか、名前に SHA-1 が使われています。",
} as const;
