export const logJa = {
  "gate.problem.receiptMissing":
    "リクエスト {number}（状態: {state}）のレシートはありません。レシートがあるのは、ゲートがログを持つようになって以降に鍵を渡したリクエストだけです。鍵を渡したリクエストは sekisho requests で確認できます。",
  "gate.problem.logShorter":
    "ログのエントリーは {size} 件しかありませんが、以前のチェックポイントでは {since} 件でした。そのチェックポイントがこのゲートのものであれば、ゲートのデータが古い状態に戻されています。より新しいバックアップがないか、ゲートの管理者に確認してください。",
} as const;
