import type { CatalogueTexts } from "@sekisho/messages";
import type { webhooksEn } from "./webhooks.en.ts";

export const webhooksJa: CatalogueTexts<keyof typeof webhooksEn> = {
  "cli.webhook.added":
    "今後、{url} に通知します。秘密を受信側に設定してください。受信側はこれでゲートを確かめます。再表示はできません。",
  "cli.webhook.none": "Webhook はありません。sekisho webhook add URL で追加できます。",
  "cli.webhook.nothing": "この Webhook に通知するものはまだありません。",
  "cli.webhook.never": "未送信",
  "cli.webhook.pending": "送信待ち",
  "cli.webhook.delivered": "送信済み",
  "cli.webhook.failed": "送信を断念",
  "cli.webhook.shown": "{id}  {url}\n  通知するもの: {events}、送信待ち: {pending} 件、直近: {state}（{problem}）",
  "cli.webhook.delivery": "{at}  {event}  #{number}  {state}（試行 {attempts} 回、{problem}）",
  "cli.webhook.removed": "{url} への通知をやめました。",
  "cli.webhook.several": "{url} への Webhook が複数あります。ID で指定してください。",
  "cli.policy.which": "ポリシーのファイルか --strict のどちらかを指定してください。",
  "cli.policy.strict": "{name} に専用のポリシーはなく、組み込みの strict で判定します。",
  "cli.policy.set": "今後、{name} はこのポリシーで判定します。",
  "cli.policy.set-strict": "今後、{name} は組み込みの strict で判定します。",
  "cli.policy.left": "残り {count} 台 …",
  "cli.policy.locked-out": "締め出されるマシン: {count} 台",
  "cli.policy.let-in": "拒否していた起動が通るようになるマシン: {count} 台",
  "cli.policy.stays-in": "これまでどおり鍵を渡すマシン: {count} 台",
  "cli.policy.stays-out": "これまでどおり拒否するマシン: {count} 台",
  "cli.policy.none": "試せる証拠のないマシン: {count} 台",
  "cli.policy.boot": "{name}（リクエスト {number}、{at}）",
};
