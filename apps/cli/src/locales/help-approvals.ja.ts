/** 承認（approve、grants）の `--help` の文言。 */
export const helpApprovalsJa: Readonly<Record<string, string>> = {
  "verify a guest's evidence on this device, and say where it can be approved with a passkey":
    "ゲストの証拠をこの端末で検証し、パスキーで承認するページを表示する",
  "approvals that reach beyond one boot": "今回の起動を越えて有効な承認（継続承認）",
  "all of them, the newest first": "すべてを新しい順に表示する",
  "only those for this machine, by identifier or name": "このマシン（ID または名前）のものだけ",
  "let no further boot through; what was released stays released": "継続承認を取り消す。引き渡し済みのものはそのまま",
  "its identifier": "ID",
};
