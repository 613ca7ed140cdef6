import type { en } from "./en.ts";

export const ja: Readonly<Record<keyof typeof en, string>> = {
  "console.policies.title": "ポリシー",
  "console.policies.lead":
    "マシンが鍵を受け取る前に証明しなければならないことです。専用のポリシーがないマシンは、既定の厳格なポリシーで判定します。",
  "console.policies.draft": "下書きを試す",
  "console.policies.find": "マシン",
  "console.policies.none": "登録されたマシンはまだありません",
  "console.policies.list": "マシンとそのポリシー",
  "console.policies.own": "専用のポリシー",
  "console.policies.strict": "既定（厳格）",
  "console.policies.count": "{count} 台中 {own} 台に専用のポリシーがあります",
};
