import type { CatalogueTexts } from "@sekisho/messages";
import type { en } from "./en.ts";

export const ja: CatalogueTexts<keyof typeof en> = {
  "console.request.eyebrow": "リクエスト {number}",
  "console.request.back": "リクエスト一覧",
  "console.request.machine-gone": "マシン {machineId}（登録は削除済み）",
  "console.request.unknown.title": "リクエスト {number} はありません",
  "console.request.unknown.text": "番号が間違っているか、古いためゲートから消去されています。",
  "console.request.boot": "このマシンの {count} 回目の起動",
  "console.request.evidence-at": "証拠の受信: {time}",
  "console.request.expires": "期限: {time}",
  "console.request.technology.sev-snp": "AMD SEV-SNP",
  "console.request.technology.tdx": "Intel TDX",
  "console.request.technology.sev-es": "AMD SEV-ES",
  "console.request.technology.sev": "AMD SEV",
  "console.request.technology.tpm": "TPM のみ（機密 VM ではない）",
  "console.request.mode.auto": "ゲートが自動で鍵を渡す",
  "console.request.mode.enter": "人がパスフレーズを入力する",
  "console.request.mode.approve": "人がパスキーで承認する",

  "console.request.lead.safe": "鍵を渡しても安全です",
  "console.request.lead.approvable": "承認しても安全です",
  "console.request.lead.as-prepared": "用意したとおりです。ただしメモリは保護されません",
  "console.request.lead.as-prepared-approvable": "用意したとおりです。ただしメモリは保護されません",
  "console.request.lead.withhold": "鍵を渡さないでください",
  "console.request.lead.looking": "検証中です",
  "console.request.lead.looking.why": "このページが証拠を独自に検証しています。少しお待ちください。",
  "console.request.lead.not-verified": "このページでは検証できていません",
  "console.request.lead.activating": "VM の TPM の応答を待っています",
  "console.request.lead.decided": "決定済み: VM からの最後の証拠を待っています",
  "console.request.lead.released": "鍵を渡しました",
  "console.request.lead.refused": "止めました。鍵は渡していません",
  "console.request.lead.refused.here-accepted":
    "ゲートはこの VM を拒否しましたが、このページの検証では問題が見つかりません。「このページでの検証」をご覧ください。",
  "console.request.lead.denied": "担当者が拒否しました。鍵は渡していません",
  "console.request.lead.expired": "期限切れです。鍵は渡していません",
  "console.request.lead.expired.why":
    "期限までに誰も決定しませんでした。VM を起動し直すと、新しいリクエストが届きます。",
  "console.request.lead.differs": "同じ証拠について、このページとゲートの判定が食い違っています。",
  "console.request.sentence.found": "このページの検証結果: {found}",
  "console.request.sentence.more": "どこが違うかは、下の「信頼の連鎖」で分かります。",

  "console.request.acts": "できること",
  "console.request.acts.auto": "このマシンの鍵は、証拠が合格するとゲートが自動で渡します。人の判断は求められません。",
  "console.request.will-happen": "このあと起きること",
  "console.request.go-there": "ゲートのページを開く",
  "console.request.role-too-low":
    "あなたの役割は「{role}」です。閲覧はできますが、決定はできません。決定できるのは承認者と管理者です。",
  "console.request.look-first": "このページが証拠を検証し終えるまでお待ちください。",
  "console.request.verdicts-differ":
    "このページとゲートの判定が食い違っているため、操作できません。対処は下の「このページでの検証」をご覧ください。",
  "console.request.evidence-refused": "証拠が不合格のため、操作できません。この VM には誰も鍵を渡せません。",
  "console.request.not-verified": "このページで証拠を検証できなかったため、操作できません。",
  "console.request.too-late": "決定の期限を過ぎました。VM を起動し直すと、新しいリクエストが届きます。",
  "console.request.tpm-first":
    "まず VM の TPM が実在を証明する必要があります。数秒で終わり、このページは自動で先へ進みます。",

  "console.request.approve": "パスキーで承認する",
  "console.request.approve.again": "パスキーでもう一度承認する",
  "console.request.approve.working": "パスキーの操作を待っています",
  "console.request.approve.signs": "あなたのパスキーが、リクエスト {number} のこの判定だけに署名します。",
  "console.request.approve.then-others": "鍵が渡されるまでに、あと {missing} 人の承認が必要です。",
  "console.request.approve.then-released":
    "VM がもう一度新しい証拠を送ります。内容が同じなら、ゲートがディスク鍵をこの VM だけに封印して渡し、VM が起動します。",
  "console.request.approve.given": "あなたは承認済みです。あと {missing} 人の承認が必要です。",
  "console.request.approve.all-given": "あなたは承認済みで、必要な承認はそろっています。",
  "console.request.approve.not-named": "このマシンのポリシーでは、ほかの人が承認者に指定されています。",
  "console.request.approve.not-yet": "証拠が合格するまで、承認するものがありません。",
  "console.request.approve.program": "プログラムは承認できません。承認は人のパスキーで行います。",
  "console.request.approve.elsewhere":
    "パスキーはゲートのアドレスに結び付いているため、このページでは使えません。{page} を開き、ここに示したコードを見比べてから、そちらで承認してください。",
  "console.request.approve.no-page":
    "承認は人のパスキーで行いますが、このゲートには人が使うページがありません。sekisho gate serve --console で公開してください。",
  "console.request.approve.other-code":
    "まだ承認しないでください。このページの検証ではコードは {here} ですが、ゲートでは {gate} です。ゲートの machine.json、ポリシー、証拠のいずれかが異なります。ファイルを見比べ、ページを再読み込みしてください。",
  "console.request.approve.statement-differs":
    "ゲートが、このページの表示とは異なる内容（{what}）への署名を求めました。署名はしていません。先へ進まず、ゲートの管理者に知らせてください。",

  "console.request.people": "承認する人",
  "console.request.people.count": "{needed} 人中 {given} 人",
  "console.request.people.has": "承認済み",
  "console.request.people.may": "承認できる",
  "console.request.people.may-not": "承認できない",
  "console.request.people.void": "無効",
  "console.request.hardware.security-key": "セキュリティキー",
  "console.request.hardware.tee": "Android の TEE",
  "console.request.hardware.strongbox": "StrongBox",
  "console.request.hardware.secure-enclave": "Secure Enclave",
  "console.request.hardware.tpm": "TPM",
  "console.request.people.nobody": "ほかに承認できる人がいません。先にポリシーかアカウントの変更が必要です。",
  "console.request.people.grant":
    "今回は承認を求めていません。まったく同じ起動についての以前の承認が、継続しています。",
  "console.request.people.four-eyes":
    "フォーアイズの原則: このマシンやポリシーを最後に変更した人は承認できず、少なくとも二人の承認が必要です。",
  "console.request.people.hardware": "パスキーは、ハードウェア（{levels}）にあることを証明できる必要があります。",
  "console.request.people.hardware-any": "種類は問わない",

  "console.request.scope": "承認の範囲",
  "console.request.scope.this-boot": "今回の起動だけ",
  "console.request.scope.boots": "今回と、以後の同じ起動",
  "console.request.scope.hours": "一定の時間",
  "console.request.scope.boots.label": "起動の回数（今回を含む）",
  "console.request.scope.hours.label": "今からの時間数",
  "console.request.scope.this-boot.means": "次の起動では、また承認を求めます。",
  "console.request.scope.boots.means":
    "今回とまったく同じ起動なら、あと {more} 回は承認なしで鍵を渡します（今回を含めて {count} 回）。",
  "console.request.scope.hours.means": "今後 {hours} 時間は、今回とまったく同じ起動なら承認なしで鍵を渡します。",
  "console.request.scope.narrowest": "承認者ごとに範囲が違うときは、最も狭いものが有効です。",
  "console.request.scope.outside": "{least} から {most} までの整数を入力してください。",
  "console.request.scope.given.this-boot": "今回の起動",
  "console.request.scope.given.boots": "{count} 回の起動",
  "console.request.scope.given.hours": "{hours} 時間",

  "console.request.enter": "パスフレーズを入力する",
  "console.request.enter.label": "ディスクのパスフレーズ",
  "console.request.enter.button": "封印して渡す",
  "console.request.enter.working": "封印しています",
  "console.request.enter.show": "表示",
  "console.request.enter.hide": "隠す",
  "console.request.enter.sealed":
    "パスフレーズは、検証済みの VM の中にある鍵に宛てて、このページの中で暗号化します。入力欄はすぐに消去します。",
  "console.request.enter.passed-on": "ゲートは受け渡すだけで、中身を読めません。クラウドも読めません。",
  "console.request.enter.then": "VM はそれでディスクのロックを解除し、起動します。",
  "console.request.enter.leaks-only":
    "このページはゲートから配信されています。パスフレーズの漏洩は防ぎますが、改ざんされたゲートなら別のページを配信できます。手元の端末の sekisho console なら、その心配がありません。",
  "console.request.enter.empty": "先にパスフレーズを入力してください。",
  "console.request.enter.too-long": "{limit} バイト以内で入力してください（LUKS2 の上限です）。",
  "console.request.enter.not-sealable": "何も送信していません。VM の TPM に、パスフレーズを封印できる鍵がありません。",

  "console.request.deny": "拒否する",
  "console.request.deny.open": "このリクエストを拒否する",
  "console.request.deny.label": "理由",
  "console.request.deny.hint": "記録に残ります。VM には伝わりません。",
  "console.request.deny.button": "この理由で拒否する",
  "console.request.deny.cancel": "やめる",
  "console.request.deny.empty": "理由を入力してください。あとで見る人のために必要です。",
  "console.request.deny.too-long": "1000 文字以内で入力してください。",
  "console.request.deny.no-key": "VM は鍵を受け取れずに止まります。VM に伝わるのはこのリクエストの番号だけです。",
  "console.request.deny.reason-kept": "あなたの名前と理由は記録に残り、取り消せません。",

  "console.request.code": "この判定のコード",
  "console.request.code.what":
    "ほかの端末や sekisho approve で同じコードが見えていれば、同じ起動についての同じ判定を見ています。",

  "console.request.meanwhile": "その間に",
  "console.request.meanwhile.understood": "確認しました",
  "console.request.meanwhile.activating": "VM の TPM の応答を待っています。",
  "console.request.meanwhile.waiting": "VM の TPM が応答しました。決定できます。",
  "console.request.meanwhile.decided":
    "リクエスト {number} は、その間に決定されました。VM が最後の証拠を送ります。あなたがすることは残っていません。",
  "console.request.meanwhile.released": "その間に、鍵が渡されました。",
  "console.request.meanwhile.refused": "その間に VM が新しい証拠を送り、それが拒否されました。鍵は渡していません。",
  "console.request.meanwhile.denied": "その間に、誰かがリクエスト {number} を拒否しました。鍵は渡していません。",
  "console.request.meanwhile.expired":
    "その間に、リクエスト {number} は期限切れになりました。VM を起動し直すと、新しいリクエストが届きます。",
  "console.request.meanwhile.other-evidence":
    "その間に、VM が内容の異なる証拠を送りました。先ほどまでの表示は無効です。判定を確認し直してから決定してください。",
  "console.request.meanwhile.approved": "{name} が承認しました。",
  "console.request.meanwhile.approval-void": "証拠の内容が変わったため、{name} の承認は無効になりました。",
  "console.request.not-shown": "最新の状態を取得できませんでした。{problem} 表示は古いものです。",
};
