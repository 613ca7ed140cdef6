import type { CatalogueTexts } from "@sekisho/messages";
import type { receiptEn } from "./receipt.en.ts";

export const receiptJa: CatalogueTexts<keyof typeof receiptEn> = {
  "cli.receipt.about":
    "リクエスト {number}: {time} に {name} へディスク鍵を渡しました（モード {mode}、ログのエントリー {index}）。",
  "cli.receipt.malformed":
    "{path} はレシートではありません: {reason}。sekisho receipt fetch REQUEST --output FILE でゲートから取得できます。",
  "cli.receipt.not-json":
    "{path} は JSON ではないため、レシートではありません。sekisho receipt fetch REQUEST --output FILE でゲートから取得できます。",
  "cli.receipt.no-gate":
    "どのゲートのレシートかを指定してください。--gate gate.json か、手元の machine.json を --machine で指定します。",
  "cli.receipt.foreign-checkpoint":
    "{path} は {origin} のチェックポイントですが、手元のゲートの鍵による署名がないため、比較に使えません。このゲートから取得して保管しておいたものを指定してください。",
  "cli.receipt.unwritable": "{path} に書き込めません: {reason}。--output で別のファイルを指定してください。",
  "cli.receipt.written": "{path} に書き込みました。",
  "cli.audit.after": "--after にはエントリーの番号（41 など）を指定してください。{value} は番号ではありません。",
  "cli.audit.strange-line":
    "ゲートのログに、このバージョンの Sekisho が知らないエントリーがあります: {line} 新しいバージョンで試してください。",
};
