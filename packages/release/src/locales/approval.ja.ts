import type { CatalogueTexts } from "@sekisho/messages";
import type { approvalEn } from "./approval.en.ts";

export const approvalJa: CatalogueTexts<keyof typeof approvalEn> = {
  "approval.fault.malformed": "パスキーの応答を読み取れません（{part}）。",
  "approval.fault.type": "パスキーによる認証ではなく「{actual}」です。",
  "approval.fault.challenge": "パスキーが署名したのは、この承認文ではありません。",
  "approval.fault.origin": "パスキーは {actual} で使われました。ゲートのページは {expected} です。",
  "approval.fault.crossOrigin": "パスキーは、別のサイトに埋め込まれたページで使われました。",
  "approval.fault.originOfOtherName":
    "ページのアドレス {origin} は、「{rpId}」のパスキーを使うアドレスではないか、保護されていません。",
  "approval.fault.rpId": "「{rpId}」とは別の名前のパスキーです。",
  "approval.fault.userPresent": "認証器への操作（タッチなど）がありませんでした。",
  "approval.fault.userVerified": "認証器が本人確認（PIN、指紋、顔）をしませんでした。",
  "approval.fault.key": "パスキーの公開鍵を読み取れないか、ES256、EdDSA、RS256 のいずれでもありません。",
  "approval.fault.signature": "このパスキーの署名ではありません。",
};
