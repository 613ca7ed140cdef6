import type { CatalogueTexts } from "@sekisho/messages";
import type { webhooksEn } from "./webhooks.en.ts";

export const webhooksJa: CatalogueTexts<keyof typeof webhooksEn> = {
  "gate.webhook.waiting":
    "{name} がディスク鍵を求めています（リクエスト {number}）。証拠は合格で、担当者の判断を待っています。",
  "gate.webhook.released": "{name} にディスク鍵を引き渡しました（リクエスト {number}）。",
  "gate.webhook.refused": "{name} を拒否しました（リクエスト {number}）: {reason}",
  "gate.webhook.refused-stranger":
    "{name} を名乗るものを拒否しました（リクエスト {number}。誰が送ったかは証明されていません）: {reason}",
  "gate.webhook.denied": "{name} への引き渡しを担当者が拒否しました（リクエスト {number}）: {reason}",
};
