import type { en } from "./en.ts";

export const ja: Readonly<Record<keyof typeof en, string>> = {
  "console.gaps.title": "信頼の隙間",
  "console.gaps.lead":
    "判定が合格でも排除できないことを、ここにあるマシンの種類ごとに示します。何が利用者に任されるかはクラウドによって異なります。",
  "console.gaps.empty": "登録されたマシンはまだありません",
  "console.gaps.group": "{cloud}: {technology}、{boot}",
  "console.gaps.cloud.none": "クラウドの記載なし",
  "console.gaps.from": "{machine} の最新の証拠から求めました。",
  "console.gaps.waiting": "この種類のマシンはまだ証拠を送っていません。",
  "console.gaps.none": "知られている隙間はありません。",
  "console.gaps.machines": "この種類のマシン: {count} 台",
  "console.gaps.rest": "ほかに {count} 種類ありますが、このページでは調べません。",
  "console.gaps.why": "なぜ問題か",
  "console.gaps.remedy": "どうすればよいか",
  "console.gaps.weight.high": "重大",
  "console.gaps.weight.medium": "中程度",
  "console.gaps.weight.low": "軽微",
};
