import type { CatalogueTexts } from "@sekisho/messages";
import type { approvalsEn } from "./approvals.en.ts";

export const approvalsJa: CatalogueTexts<keyof typeof approvalsEn> = {
  "cli.approve.not-waiting":
    "リクエスト {number} は承認待ちではありません（{state}）。承認待ちのものは sekisho requests で確認できます。",
  "cli.approve.rejected":
    "証拠が条件を満たしていません。承認しないでください。sekisho deny でリクエストを拒否できます。",
  "cli.approve.differs":
    "ゲートが承認を求めている内容（コード {gate}）は、この端末での検証結果と異なります。別の証拠を判定したか、手元のもの（--policy）と異なるポリシーで判定しています。どちらなのか分かるまで承認しないでください。",
  "cli.approve.where":
    "{page} を開き、パスキーで承認してください。ページに表示されるコードは {code} です。別のコードが表示された場合は承認しないでください。",

  "cli.approval.needed": "承認: {needed} 件中 {given} 件",
  "cli.approval.given": "  {name} が {at} に承認: {scope}（パスキーのハードウェア: {hardware}）",
  "cli.approval.void": "  {name} の承認は無効になりました。{reason}",
  "cli.approval.approvers": "  承認できる人: {names}",
  "cli.approval.excluded": "  承認できない人: {name}。{reason}",
  "cli.approval.grant": "  継続承認 {grant} により、誰にも尋ねずに引き渡しました。",
  "cli.approval.scope.this-boot": "今回の起動のみ",
  "cli.approval.scope.boots": "{count} 回の起動",
  "cli.approval.scope.hours": "{hours} 時間",
  "cli.requests.approvals": "承認待ち（{needed} 件中 {given} 件）",

  "cli.grants.none": "継続承認はありません。",
  "cli.grants.withdrawn": "継続承認 {grant} を取り消しました。以後の起動には適用されません。",
  "cli.grants.remaining": "残り {boots} 回",
  "cli.grants.until": "{until} まで",
};
