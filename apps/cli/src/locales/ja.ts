export const ja = {
  "cli.file.missing": "ファイル {path} が見つかりません。パスを確認して、もう一度実行してください。",
  "cli.file.unreadable": "{path} を読み込めません（{reason}）。アクセス権を確認して、もう一度実行してください。",
} as const;
