import type { en } from "./en.ts";

export const ja: Readonly<Record<keyof typeof en, string>> = {
  "console.title": "{page} · Sekisho",
  "console.title.count": "({count}) {page} · Sekisho",
  "console.shell.skip": "本文へ移動",
  "console.shell.menu": "メインメニュー",
  "console.shell.openMenu": "メニュー",
  "console.shell.closeMenu": "メニューを閉じる",
  "console.shell.tagline": "安全を確認してから、鍵を入れる",
  "console.shell.signOut": "サインアウト",
  "console.shell.you": "サインイン中",
  "console.shell.owner": "ゲートの所有者",
  "console.shell.language": "言語",
  "console.shell.theme": "表示",
  "console.shell.servedByGate": "このページはゲートから配信",
  "console.shell.servedByDevice": "このページは手元の端末から配信",
  "console.shell.ownDevice": "このページはお使いの端末から配信されており、手元のファイルだけを信頼します。",
  "console.shell.fromGate":
    "このページはゲートから配信されています。パスフレーズの漏洩は防ぎますが、改ざんされたゲートからは守れません。",
  "console.shell.fromGateHow": "手元のファイルだけで判定するには、端末で {command} を実行してください。",
  "console.shell.arriving": "ページを読み込んでいます",
  "console.theme.system": "端末に合わせる",
  "console.theme.light": "ライト",
  "console.theme.dark": "ダーク",
  "console.theme.short.system": "自動",
  "console.theme.short.light": "ライト",
  "console.theme.short.dark": "ダーク",
  "console.role.viewer": "閲覧者",
  "console.role.approver": "承認者",
  "console.role.administrator": "管理者",
  "console.nav.requests": "リクエスト",
  "console.nav.machines": "マシン",
  "console.nav.policies": "ポリシー",
  "console.nav.receipts": "レシート",
  "console.nav.gaps": "信頼の隙間",
  "console.nav.people": "メンバー",
  "console.nav.settings": "設定",
  "console.live.lost": "ゲートが応答しません。表示は {time} 時点のものです。自動で再接続を試みています。",
  "console.live.back": "ゲートに再接続しました。表示は最新です。",
  "console.call.unreachable":
    "ゲートが応答しません。ゲートが動作しているか、この端末から到達できるかを確認してください。",
  "console.call.strange":
    "ゲートの応答をこのページでは解釈できません（HTTP {status}）。ゲートの方が新しい可能性があります。ページを再読み込みしてください。",
  "console.call.failed":
    "ページの内部でエラーが起きました。再読み込みしてください。それでも直らない場合は、ご報告をお願いします。",
  "console.failed.title": "うまくいきませんでした",
  "console.failed.part":
    "ページの一部を読み込めませんでした。ゲートに到達できないか、ゲートが更新されてページが変わった可能性があります。後者の場合は、ページを再読み込みしてください。",
  "console.failed.again": "再試行",
  "console.failed.reload": "ページを再読み込み",
  "console.lost.title": "ページが見つかりません",
  "console.lost.text": "{path} には何もありません。リンクが古いか、途中で文字が欠けた可能性があります。",
  "console.lost.home": "リクエスト一覧へ",
  "console.forbidden.title": "このページを見る権限がありません",
  "console.forbidden.text": "必要な役割は「{needed}」、あなたの役割は「{present}」です。役割は管理者が変更できます。",
  "console.part.copy": "コピー",
  "console.part.copied": "コピーしました",
  "console.part.cancel": "キャンセル",
  "console.part.close": "閉じる",
  "console.part.showAll": "全 {count} 文字を表示",
  "console.part.showLess": "折りたたむ",
  "console.status.pass": "合格",
  "console.status.fail": "不合格",
  "console.status.unknown": "不明",
  "console.status.absent": "なし",
  "console.status.waiting": "待機中",
  "console.device.locked":
    "このページは、一つのブラウザーでしか開けません。'sekisho console' が表示したアドレスを開いてください。使用済みの場合は、'sekisho console' を起動し直してください。",
  "console.device.used":
    "このアドレスは使用済みです（一度しか使えません）。'sekisho console' を起動し直すと、新しいアドレスが表示されます。",
  "console.device.foreign": "別のサイトからの呼び出しのため、拒否しました。",
  "console.device.notFound": "このアドレスには何もありません。",
  "console.device.gateUnreachable":
    "'sekisho console' がゲートに接続できません。ゲートが動作しているか、--socket または --gate の指定が正しいかを確認してください。",
  "console.signIn.title": "サインイン",
  "console.signIn.lead": "{host} 用に作成したパスキーを使います。",
  "console.signIn.button": "パスキーでサインイン",
  "console.signIn.ended": "セッションが終了しました。もう一度サインインすると、元の画面に戻ります。",
  "console.signIn.left": "サインアウトしました。",
  "console.signIn.none": "パスキーを持っていない場合",
  "console.signIn.noneText":
    "ゲートの管理者にアカウントを作成してもらい、一度だけ使えるリンクを受け取ってください。リンクは、承認に使う端末で（またはセキュリティキーを挿して）開いてください。",
  "console.passkey.sign.declined":
    "パスキーは使われませんでした。確認画面が閉じられたか、時間切れです。準備ができたらもう一度お試しください。",
  "console.passkey.make.declined":
    "パスキーは作成されませんでした。確認画面が閉じられたか、時間切れです。リンクはまだ使えます。",
  "console.passkey.make.already":
    "この端末またはセキュリティキーには、すでにこのアカウントのパスキーがあります。別のものを使うか、サインインしてください。",
  "console.passkey.wrongSite":
    "このゲートのパスキーは、ゲート自身のアドレスでしか使えません。アドレスバーを見て、知らされたアドレスと同じか、https で始まっているかを確認してください。",
  "console.passkey.unsupported":
    "このブラウザーまたは端末では、PIN・指紋・顔で本人確認を行うパスキーを使えません。新しいブラウザーか、PIN を設定したセキュリティキーを使ってください。",
  "console.passkey.failed":
    "ブラウザーがパスキーを使えませんでした（{reason}）。もう一度試すか、別のブラウザーを使ってください。",
  "console.enrol.title": "パスキーの作成",
  "console.enrol.invalidTitle": "このリンクは使えません",
  "console.enrol.invalidNext":
    "リンクを送った管理者に、新しいリンクの発行を依頼してください。リンクは一度しか使えず、有効期限があります。",
  "console.enrol.welcome": "ようこそ、{name} さん",
  "console.enrol.lead.viewer": "このゲート用のパスキーを作成します。リクエストとマシンを閲覧できるようになります。",
  "console.enrol.lead.approver": "このゲート用のパスキーを作成します。サインインと、承認への署名に使います。",
  "console.enrol.lead.administrator":
    "このゲート用のパスキーを作成します。サインインと承認への署名に加え、マシン・ポリシー・メンバーの変更に使います。",
  "console.enrol.label": "この端末またはキーの呼び名",
  "console.enrol.labelHint": "ほかのパスキーと見分けるための名前です。例：「社用ノート PC」「青いキー」",
  "console.enrol.button": "パスキーを作成",
  "console.enrol.hardware":
    "マシンによっては、セキュリティキーのようにハードウェアを証明できるパスキーでしか承認できません。端末間で同期されるパスキーでは証明できません。",
  "console.name.empty": "名前を入力してください。",
  "console.name.long": "64 文字以内で入力してください（現在 {length} 文字）。",
  "console.name.control": "目に見えない文字が含まれています。手で入力し直してください。",
  "console.time.justNow": "たった今",
};
