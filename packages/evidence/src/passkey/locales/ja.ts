import type { en } from "./en.ts";

export const ja: Readonly<Record<keyof typeof en, string>> = {
  "passkey.signature.pass": "アテステーションの署名は本物です。",
  "passkey.signature.fail": "アテステーションの署名が本物ではありません。改変されたか、別の鍵による署名です。",
  "passkey.key.pass": "アテステーションの対象は、このパスキーの鍵です。",
  "passkey.key.fail": "アテステーションの対象が、このパスキーとは別の鍵です。",
  "passkey.challenge.pass": "アテステーションは、この登録に対する応答です。",
  "passkey.challenge.fail": "アテステーションが別の登録に対する応答です。古いものか、他人のためのものです。",
  "passkey.certificate.pass": "証明書は、この機種の認証器のものです。",
  "passkey.certificate.fail": "証明書がないか、読めないか、この機種の認証器のものではありません。",
  "passkey.generated.pass": "鍵は端末のハードウェア内で生成され、署名専用です。",
  "passkey.generated.fail": "鍵が外から持ち込まれたか、署名以外にも使えるか、どのアプリケーションからでも使えます。",
  "passkey.device.pass": "端末はメーカーの署名したシステムで動作し、ブートローダーはロックされています。",
  "passkey.device.fail":
    "端末のブートローダーがロックされていないか、メーカーの署名したシステムではありません ({state})。メーカーのシステムで動く端末で登録してください。",
  "passkey.device.unknown": "端末がどのように起動したかを示していません。",
  "passkey.tpm.pass": "TPM が鍵を保持し、外へ出せないことを示しています。",
  "passkey.tpm.fail": "TPM が示しているのは別の鍵か、外へ出せる鍵です。",
  "passkey.chain.pass": "証明書は信頼されたルート {name} につながります。",
  "passkey.chain.fail":
    "証明書は信頼されたルートにつながらず、{name} で途切れます。このセキュリティキーや TPM のメーカーを信頼する場合は、そのルート証明書をゲートに渡してください。",
  "passkey.authorities.pass": "どの発行者も、証明書を発行する権限を持っています。",
  "passkey.authorities.fail": "{name} には証明書を発行する権限がありません。",
  "passkey.dates.pass": "証明書は登録の時点で有効でした。",
  "passkey.dates.fail": "{name} は登録の時点で有効ではありませんでした。登録し直してください。",
  "passkey.format.synced":
    "このパスキーは端末間で同期されるため、ハードウェアを証明しません。セキュリティキーか、端末から出ないパスキーで登録してください。",
  "passkey.format.none":
    "このパスキーにはアテステーションがなく、鍵を何が保持しているか確かめられません。セキュリティキーで登録してください。",
  "passkey.format.self": "このパスキーは自己署名だけなので、鍵を何が保持しているか確かめられません。",
  "passkey.format.software": "このパスキーの鍵はソフトウェアが保持しています (アテステーション {format})。",
  "passkey.format.unsupported":
    "形式 {format} のアテステーションは判定できません。セキュリティキーで登録してください。",
};
