/** ポリシーの記述の誤り。 */
export const policyJa = {
  "policy.too-long": "ポリシーが {limit} 文字を超えています。短くしてください。",
  "policy.too-deep": "ポリシーの入れ子が {limit} 段を超えています。ポリシーに必要なのは 7 段までです。",
  "policy.empty":
    "ポリシーが空です。少なくとも `version: 1` と、証拠の種類に応じたセクション（`sev-snp:`、`tdx:` など）を書いてください。",
  "policy.yaml": "{line} 行目 {column} 桁目: YAML として読めません（{reason}）。",
  "policy.duplicate-key": "{line} 行目 {column} 桁目: このキーは二度書かれています。一つだけ残してください。",
  "policy.anchor-or-tag":
    "{line} 行目 {column} 桁目: ポリシーではアンカー（&）、エイリアス（*）、タグ（!）を使えません。値をそのまま書いてください。",
  "policy.unknown-key":
    "{line} 行目 {column} 桁目: {path} に {key} というキーはありません。見過ごすと検査されない要求になるため、修正してください。",
  "policy.missing-key": "{line} 行目 {column} 桁目: {path} がありません。追加してください。",
  "policy.wrong-value": "{line} 行目 {column} 桁目: {path} には {expected} を指定してください。",
  "policy.not-text": "{line} 行目 {column} 桁目: {path} は文字列です。値を引用符で囲んでください。",
  "policy.format.hex6": "{line} 行目 {column} 桁目: {path} は 6 バイト、引用符で囲んだ 16 進数 12 桁です。",
  "policy.format.hex16": "{line} 行目 {column} 桁目: {path} は 16 バイト、引用符で囲んだ 16 進数 32 桁です。",
  "policy.format.hex32": "{line} 行目 {column} 桁目: {path} は 32 バイト、引用符で囲んだ 16 進数 64 桁です。",
  "policy.format.hex48": "{line} 行目 {column} 桁目: {path} は 48 バイト、引用符で囲んだ 16 進数 96 桁です。",
  "policy.format.hex64": "{line} 行目 {column} 桁目: {path} は 64 バイト、引用符で囲んだ 16 進数 128 桁です。",
  "policy.format.digest":
    "{line} 行目 {column} 桁目: {path} は SHA-256 か SHA-384、引用符で囲んだ 16 進数 64 桁または 96 桁です。",
  "policy.format.chip-id":
    "{line} 行目 {column} 桁目: {path} は CHIP_ID（16 進数 128 桁、Turin では先頭の 16 桁でも可）です。",
  "policy.format.abi-version":
    '{line} 行目 {column} 桁目: {path} は引用符で囲んだ "1.55" のような ABI バージョンです。',
  "policy.format.firmware-version":
    '{line} 行目 {column} 桁目: {path} は引用符で囲んだ "1.55.40" のようなファームウェアバージョンです。',
  "policy.format.date": '{line} 行目 {column} 桁目: {path} は引用符で囲んだ "2024-03-13" のような日付です。',
  "policy.format.not-empty": "{line} 行目 {column} 桁目: {path} が空です。値を一つ以上書くか、項目ごと省いてください。",
  "policy.field.accepted": "{field} はポリシーが挙げる値です。",
  "policy.field.differs": "{field} はポリシーが挙げるどの値とも異なります。",
  "policy.field.high-enough": "{field} はポリシーの下限を満たしています。",
  "policy.field.too-low": "{field} はポリシーの下限を下回っています。",
} as const;
