/** ポリシーの記述の誤り。 */
export const policyJa = {
  "policy.too-long": "ポリシーが {limit} 文字を超えています。短くしてください。",
  "policy.too-deep": "ポリシーの入れ子が {limit} 段を超えています。ポリシーに必要なのは 7 段までです。",
  "policy.empty": "ポリシーが空です。少なくとも `version: 1` と `sev-snp:` セクションを書いてください。",
  "policy.yaml": "{line} 行 {column} 桁: YAML として読めません（{reason}）。",
  "policy.duplicate-key": "{line} 行 {column} 桁: このキーは二度書かれています。一つだけ残してください。",
  "policy.anchor-or-tag":
    "{line} 行 {column} 桁: ポリシーではアンカー（&）、エイリアス（*）、タグ（!）を使えません。値をそのまま書いてください。",
  "policy.unknown-key":
    "{line} 行 {column} 桁: {path} に {key} というキーはありません。見過ごすと検査されない要求になるため、修正してください。",
  "policy.missing-key": "{line} 行 {column} 桁: {path} がありません。追加してください。",
  "policy.wrong-value": "{line} 行 {column} 桁: {path} には {expected} を指定してください。",
  "policy.not-text": "{line} 行 {column} 桁: {path} は文字列です。値を引用符で囲んでください。",
  "policy.format.hex6": "{line} 行 {column} 桁: {path} は 6 バイト、引用符で囲んだ 16 進数 12 桁です。",
  "policy.format.hex16": "{line} 行 {column} 桁: {path} は 16 バイト、引用符で囲んだ 16 進数 32 桁です。",
  "policy.format.hex32": "{line} 行 {column} 桁: {path} は 32 バイト、引用符で囲んだ 16 進数 64 桁です。",
  "policy.format.hex48": "{line} 行 {column} 桁: {path} は 48 バイト、引用符で囲んだ 16 進数 96 桁です。",
  "policy.format.hex64": "{line} 行 {column} 桁: {path} は 64 バイト、引用符で囲んだ 16 進数 128 桁です。",
  "policy.format.digest":
    "{line} 行 {column} 桁: {path} は SHA-256 か SHA-384、引用符で囲んだ 16 進数 64 桁または 96 桁です。",
  "policy.format.chip-id":
    "{line} 行 {column} 桁: {path} は CHIP_ID（16 進数 128 桁、Turin では先頭の 16 桁でも可）です。",
  "policy.format.abi-version": '{line} 行 {column} 桁: {path} は引用符で囲んだ "1.55" のような ABI バージョンです。',
  "policy.format.firmware-version":
    '{line} 行 {column} 桁: {path} は引用符で囲んだ "1.55.40" のようなファームウェアバージョンです。',
  "policy.format.date": '{line} 行 {column} 桁: {path} は引用符で囲んだ "2024-03-13" のような日付です。',
  "policy.format.not-empty": "{line} 行 {column} 桁: {path} が空です。値を一つ以上書くか、項目ごと省いてください。",
} as const;
