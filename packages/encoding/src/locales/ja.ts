export const ja = {
  "malformed.truncated":
    "{what} が途中で終わっています。オフセット {offset} の {field} に必要なのは {expected} ですが、残りは {actual} です。",
  "malformed.trailing":
    "{what} の末尾に余分なデータがあります。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
  "malformed.value":
    "{what} にありえない値があります。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
  "malformed.reserved":
    "{what} の予約領域がゼロではありません。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
  "malformed.version":
    "{what} は Sekisho が対応していないバージョンです。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
  "malformed.encoding":
    "{what} の符号化が正しくありません。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
  "malformed.limit":
    "{what} が上限を超えています。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。",
} as const;
