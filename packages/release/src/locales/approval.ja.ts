import type { CatalogueTexts } from "@sekisho/messages";
import type { approvalEn } from "./approval.en.ts";

export const approvalJa: CatalogueTexts<keyof typeof approvalEn> = {
  "approval.fault.malformed": "パスキーの応答を読み取れません（{part}）。",
  "approval.fault.type": "パスキーによる認証ではなく「{actual}」です。",
  "approval.fault.challenge": "パスキーが署名したのは、この承認文ではありません。",
  "approval.fault.origin": "パスキーは {actual} で使われました。ゲートのページは {expected} です。",
  "approval.fault.crossOrigin": "パスキーは、別のサイトに埋め込まれたページで使われました。",
  "approval.fault.originOfOtherName":
    "ページのアドレス {origin} は、「{rpId}」のパスキーを使うアドレスではないか、保護されていません。",
  "approval.fault.rpId": "「{rpId}」とは別の名前のパスキーです。",
  "approval.fault.userPresent": "認証器への操作（タッチなど）がありませんでした。",
  "approval.fault.userVerified": "認証器が本人確認（PIN、指紋、顔）をしませんでした。",
  "approval.fault.key": "パスキーの公開鍵を読み取れないか、ES256、EdDSA、RS256 のいずれでもありません。",
  "approval.fault.signature": "このパスキーの署名ではありません。",

  "gate.problem.approvalUnwanted": "リクエスト {number} に承認は要りません。マシンの引き渡しモードは {mode} です。",
  "gate.problem.enterUnwanted":
    "リクエスト {number} にはパスフレーズを入力しません。マシンの引き渡しモードは {mode} です。",
  "gate.problem.approvalComplete":
    "リクエスト {number} の承認はそろっています。ゲストに新しい証拠を求めており、それを確認して鍵を渡します。",
  "gate.problem.approvedAlready":
    "リクエスト {number} はすでに承認済みです。残りの承認は、ほかの人が行う必要があります。",
  "gate.problem.approvalStale":
    "リクエスト {number} の証拠が、承認しようとした内容と異なります。マシン、ポリシー、検査結果のいずれかがその間に変わりました。リクエストを見直し、現在の表示内容を承認してください。",
  "gate.problem.notDigested":
    "リクエスト {number} は承認できません。次回以降の起動と比較できる内容が証拠にありません。",
  "gate.problem.statementUnknown":
    "署名された承認文は、このゲートが発行したものではないか、すでに破棄されています。ページを再読み込みして、新しい承認文を取得してください。",
  "gate.problem.statementChanged":
    "返送された承認文が、このゲートの発行したものと異なります。ページを再読み込みして、承認し直してください。",
  "gate.problem.statementOfOtherRequest":
    "この承認文はリクエスト {other} のもので、リクエスト {number} のものではありません。承認を別のリクエストに流用することはできません。",
  "gate.problem.statementOfOtherAccount":
    "この承認文は {name} さんに発行されたものです。承認は、各自の承認文とパスキーで行います。",
  "gate.problem.statementUsed": "この承認文は使用済みです。リクエスト {number} のページを再読み込みしてください。",
  "gate.problem.statementExpired": "承認文の有効期限（{minutes} 分）が切れました。承認し直してください。",
  "gate.problem.passkeyOfOther": "別のアカウントのパスキーです。{name} さん自身のパスキーで承認してください。",
  "gate.problem.notNamedApprover": "このマシンのポリシーが指定する承認者に {name} さんは含まれていません。",
  "gate.problem.fourEyes":
    "{name} さんはこのマシン、既知の値、ポリシーのいずれかを最後に変更したため、別の人の承認が必要です（フォーアイズの原則）。",
  "gate.problem.noPasskey": "{name} さんには使用できるパスキーがありません。",
  "gate.problem.hardwareSynced":
    "ポリシーは、ハードウェアを証明できるパスキー（{wanted}）を求めています。このパスキーはほかの端末に複製できるため、保管場所を証明できません。セキュリティキー、または端末から出ないパスキーを使ってください。",
  "gate.problem.hardwareUnknown":
    "ポリシーは、ハードウェアを証明できるパスキー（{wanted}）を求めていますが、このパスキーのハードウェアは証明されていません。管理者に登録リンクを発行してもらい、ハードウェアを証明できるパスキーを登録してください。",
  "gate.problem.hardwareOther":
    "ポリシーが求めるパスキーの保管場所は {wanted} ですが、このパスキーは {actual} にあります。",
  "gate.problem.scopeTooWide":
    "このマシンのポリシーで許される承認範囲は、最大 {boots} 回の起動、{hours} 時間です（1 回は今回の起動のみ、0 時間は時間での承認なし）。",
  "gate.problem.grantUnknown": "このゲートに継続承認 {grant} はありません。",
  "gate.problem.grantEnded": "継続承認 {grant} はすでに終了しています（取り消し、使い切り、期限切れのいずれか）。",
  "approval.void.verdict": "新しい証拠の内容が、承認されたものと異なります。",
  "approval.void.registration": "承認後に、マシン、既知の値、ポリシーのいずれかが変更されました。",
  "approval.void.accountGone": "{name} さんのアカウントが削除されました。",
  "approval.void.passkeyGone": "{name} さんが承認に使ったパスキーが、削除またはロックされました。",
  "approval.grant.withdrawn": "{name} が取り消しました。",
  "approval.grant.usedUp": "承認された回数の起動を使い切りました。",
  "approval.grant.over": "有効期間が終わりました。",
  "approval.grant.machineChanged": "その後マシンまたはポリシーが変更されたため、どの起動にも適用されません。",
  "approval.grant.approverGone":
    "承認した人のうち誰かが、現在は承認できません（アカウント、ロール、パスキーがなくなったか、規則で除外されています）。",
};
