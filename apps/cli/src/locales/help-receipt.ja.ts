/** receipt、audit の `--help` の文言。 */
export const helpReceiptJa: Readonly<Record<string, string>> = {
  "what shows, without the gate, why a key was released": "なぜ鍵が渡されたかを、ゲートなしで示すレシート",
  "get the receipt of a release from the gate": "鍵の引き渡しのレシートをゲートから取得する",
  "an older checkpoint or receipt: show that the log continues it":
    "以前のチェックポイントまたはレシート。ログがその続きであることの証明も取得する",
  "verify a receipt on this device, without asking anybody": "レシートを、どこにも問い合わせずこの端末で検証する",
  "what receipt fetch wrote": "receipt fetch が書き出したファイル",
  "the gate whose log and release it must be": "ログと引き渡しが、このファイルのゲートのものであることを確かめる",
  "your own copy: the evidence is judged by it, and its gate counts without --gate":
    "手元のファイル。証拠の判定に使う。--gate がなければゲートの鍵もここから取る",
  "your own policy in YAML (default: the one in the receipt, which the log names)":
    "手元の YAML のポリシー（既定: レシートにあるもの。ログにダイジェストがある）",
  "an older checkpoint or receipt that you kept: the log must continue it":
    "手元に保管しておいた以前のチェックポイントまたはレシート。ログがその続きであることを確かめる",
  "get the newest checkpoint of the gate's log, to keep for --since":
    "ゲートのログの最新のチェックポイントを取得する（--since のために保管する）",
  "where to write it (default: standard output)": "書き出すファイル（既定: 標準出力）",
  "everything that the gate's log tells, one JSON object a line, the oldest first":
    "ゲートのログの全エントリーを、古い順に 1 行 1 件の JSON で出力する",
  "only what came after the entry with this index": "この番号のエントリーより後のものだけ",
  "only entries of this kind": "この種類のエントリーだけ",
  "only entries about this machine": "このマシンについてのエントリーだけ",
};
