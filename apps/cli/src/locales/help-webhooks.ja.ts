/** webhook、policy の `--help` の文言。 */
export const helpWebhooksJa: Readonly<Record<string, string>> = {
  "who is told when machines ask, are let in, or are refused":
    "マシンが鍵を求めたとき、引き渡したとき、拒否したときの通知先",
  "add a webhook; the secret that signs its notices is shown once":
    "Webhook を追加する。通知に署名する秘密は一度だけ表示される",
  "where notices are posted": "通知の送り先",
  "only of these happenings (default: all)": "通知する出来事（既定: すべて）",
  "the language of the sentence for people": "人が読む文の言語",
  "allow http:// to another machine, where everybody on the way can read the notices":
    "ほかのマシンへの http:// を許す（経路上の誰でも通知を読める）",
  "all webhooks, without their secrets": "すべての Webhook（秘密は含まない）",
  "what became of the notices to a webhook, the newest first": "Webhook への通知の結果（新しい順）",
  "its identifier or address": "ID またはアドレス",
  "remove a webhook, and what still waits for it": "Webhook と、その送信待ちの通知を削除する",
  "what machines must prove before they get their keys": "マシンが鍵を受け取る前に証明しなければならないこと",
  "the policy of a machine": "マシンのポリシー",
  "put another policy in the place of a machine's": "マシンのポリシーを別のものに替える",
  "the policy in YAML": "YAML のポリシー",
  "instead of a file: let the built-in policy `strict` judge it again":
    "ファイルの代わりに、組み込みのポリシー strict での判定に戻す",
  "say which machines a draft would lock out or let in, by the evidence that the gate keeps":
    "ゲートに保存された証拠から、下書きで締め出されるマシンと通るようになるマシンを調べる",
  "the draft in YAML": "YAML の下書き",
  "instead of a file: try the built-in policy `strict`": "ファイルの代わりに、組み込みのポリシー strict を試す",
  "only this machine, by its identifier or name (default: all)": "このマシンだけ（ID または名前。既定: すべて）",
};
