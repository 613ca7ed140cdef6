/** コマンドラインの書き方の誤り。 */
export const usageJa = {
  "cli.usage.missing-argument": "引数 <{word}> がありません。{command} --help で内容を確認できます。",
  "cli.usage.missing-value": "{word} には値が必要です。{command} --help で内容を確認できます。",
  "cli.usage.missing-option": "{word} の指定が必要です。{command} --help で内容を確認できます。",
  "cli.usage.unknown-option": "オプション {word} はありません。{command} --help で一覧を確認できます。",
  "cli.usage.unknown-command": "コマンド {word} はありません。{command} --help で一覧を確認できます。",
  "cli.usage.too-many-words": "引数が多すぎます。{command} --help で使い方を確認できます。",
  "cli.usage.invalid-value": "{word} に {value} は指定できません。指定できる値: {wanted}",
  "cli.usage.did-you-mean": "{word} はありません。{near} ではありませんか。",
} as const;
