import type { CatalogueTexts } from "@sekisho/messages";
import type { detailsEn } from "./details.en.ts";

export const detailsJa: CatalogueTexts<keyof typeof detailsEn> = {
  "console.request.chain": "信頼の連鎖",
  "console.request.chain.what":
    "プロセッサーのメーカーから VM の中の鍵まで、前の部分が後ろの部分を裏付けます。部分を選ぶと、検査の結果が開きます。",
  "console.request.chain.picture": "図",
  "console.request.chain.list": "一覧",
  "console.request.chain.view": "連鎖の表示方法",
  "console.request.chain.unavailable": "このページが証拠を検証し終えると、連鎖が表示されます。",
  "console.request.chain.after": "裏付け: {names}",
  "console.request.chain.because": "前の部分（{name}）が成り立たないため、判断できません。",
  "console.request.node.not-checked": "未検査",
  "console.request.node.close": "閉じる",
  "console.request.node.checks": "この部分の検査",
  "console.request.node.no-checks": "この部分だけを対象にした検査はありません。",

  "console.request.difference.expected": "期待値",
  "console.request.difference.came": "実際",
  "console.request.difference.nothing": "なし",
  "console.request.difference.nearest": "最も近い既知の版は {name} です。",
  "console.request.difference.came-from": "届いたものは、別の起動で既知のものです: {name}。",
  "console.request.difference.since.predicted": "イメージのファイルから計算した値で、{time} から登録されています。",
  "console.request.difference.since.learned": "人が確認した起動から学習した値で、{time} から登録されています。",
  "console.request.difference.words.added": "追加された語",
  "console.request.difference.words.removed": "消えた語",
  "console.request.difference.words.moved": "位置が変わった語",
  "console.request.difference.added": "追加",
  "console.request.difference.gone": "消失",

  "console.request.here": "このページでの検証",
  "console.request.here.what":
    "ゲートの判定をうのみにせず、このページが証拠そのものを受け取り、このブラウザーの中で独自に検証しました。",
  "console.request.here.looking": "このページが証拠を検証しています",
  "console.request.here.same.accepted": "判定は一致: このページでもゲートでも、証拠は合格です。",
  "console.request.here.same.rejected": "判定は一致: このページでもゲートでも、証拠は不合格です。",
  "console.request.here.gate-judged-nothing":
    "ゲートは証拠を判定する前に拒否しました（理由は「起きたこと」にあります）。このページの判定は「{verdict}」です。",
  "console.request.here.differs": "判定が食い違っています。ゲートは「{gate}」、このページは「{here}」です。",
  "console.request.here.accepted": "合格",
  "console.request.here.rejected": "不合格",
  "console.request.here.differs.do": "対処",
  "console.request.here.differs.hold":
    "承認もパスフレーズの入力もしないでください。このページではどちらも操作できません。",
  "console.request.here.differs.check":
    "手元の端末で、自分の machine.json を使って sekisho enter か sekisho console を実行してください。手元のファイルだけで判定します。",
  "console.request.here.differs.gate":
    "それでも食い違うなら、ゲートにある machine.json かポリシーがあなたのものと違うか、ゲートが改ざんされています。ゲートを経由しない方法で管理者に確認してください。",
  "console.request.here.differs.own":
    "このページは手元のファイルだけで判定しています。ゲートにある machine.json かポリシーがあなたのものと違うか、ゲートが改ざんされています。ゲートを経由しない方法で管理者に確認してください。",
  "console.request.here.differs.versions":
    "ゲートとページの版が違うために食い違うこともあります。両方で sekisho --version を比べてください。",
  "console.request.here.disputes": "結果が食い違う検査",
  "console.request.here.not-shown": "ほか {count} 件（一方では証拠が足りず不明）",
  "console.request.here.gate-says": "ゲート",
  "console.request.here.page-says": "このページ",
  "console.request.here.no-check": "検査なし",
  "console.request.here.impossible": "このページでは証拠を検証できません。{reason}",
  "console.request.here.took": "所要 {milliseconds} ミリ秒（{time} 時点の判定）。",
  "console.request.here.by.own": "この端末にあるあなたの machine.json{policy}で判定しました。",
  "console.request.here.by.own-policy": "とポリシー",
  "console.request.here.by.gate":
    "ゲートにある machine.json とポリシーで判定しました。ゲートから配信されたページが防げるのは漏洩だけで、改ざんされたゲートは防げません。それには手元の端末の sekisho console を使ってください。",
  "console.request.here.no-machine": "マシンの登録が削除されているため、あるべき姿と比べられません。",
  "console.request.here.no-own-machine":
    "このマシンの machine.json が指定されていません。sekisho console --machine … で指定して起動すると、このページで判定できます。",
  "console.request.here.no-evidence": "このリクエストの証拠は、ゲートに保存されていません。",
  "console.request.here.failed": "ページの内部で検証に失敗しました。ページを再読み込みしてください。",

  "console.request.details": "詳細",
  "console.request.checks": "すべての検査",
  "console.request.checks.count": "合格 {passed} 件、不合格 {failed} 件、証拠からは不明 {open} 件",
  "console.request.checks.what": "このページでの結果です。",
  "console.request.checks.gate": "ゲートでの結果です。",
  "console.request.check.expected": "期待値",
  "console.request.check.actual": "実際",
  "console.request.check.optional": "要求なし",
  "console.request.bytes": "レポートのバイト列",
  "console.request.bytes.what":
    "すべてのフィールドを仕様書の名前で示します。フィールドを指すと、対応するバイトが強調されます。",
  "console.request.bytes.none": "フィールドを示せるレポートがありません。",
  "console.request.bytes.place": "オフセット {offset}、{length} バイト",
  "console.request.bytes.dump": "レポートのバイト列（{count} バイト）",
  "console.request.bytes.filter": "フィールドを探す",
  "console.request.bytes.no-match": "その名前のフィールドはありません。",
  "console.request.log": "起動ログ",
  "console.request.log.what":
    "起動中に VM の TPM や TD が記録したものです。事実と言えるのは、クォートで裏付けられたものだけです。",
  "console.request.log.events": "イベント {count} 件",
  "console.request.log.none": "この起動にログはありません。プロセッサーが全体をまとめて計測しています。",
  "console.request.log.unreadable": "ログを読み取れません。{problem}",
  "console.request.log.register": "レジスター",
  "console.request.log.event": "イベント",
  "console.request.log.digest": "ダイジェスト",
  "console.request.log.claimed": "（ログ自身の申告）",
  "console.request.download": "証拠をダウンロード",
  "console.request.download.what": "VM が送ったものを一つのファイルにしたもので、sekisho verify で検証できます。",
  "console.request.identifiers": "識別子",
  "console.request.identifier.machine": "マシン",
  "console.request.identifier.request": "リクエスト",
  "console.request.identifier.verdict": "判定のダイジェスト",
  "console.request.gaps": "この証拠で分からないこと",
  "console.request.gaps.why": "なぜ重要か",
  "console.request.gaps.do": "対処",

  "console.request.after": "起きたこと",
  "console.request.after.receipt": "レシートを保存",
  "console.request.after.receipt.what": "何が判定、承認され、鍵が渡されたかを、ゲートがなくても後から証明できます。",
  "console.request.after.allow-again": "この起動にもう一度だけ許可する",
  "console.request.after.allow-again.what":
    "鍵は一回の起動に一度だけ渡します。VM が途中で鍵を失ったまま動いている場合に、もう一度要求できるようにします。",
  "console.request.after.allowed-again": "この起動は、もう一度だけ鍵を要求できます。",
  "console.request.after.reason": "ゲートが示した理由",
  "console.request.after.next": "次にすること",
  "console.request.after.next.command-line":
    "自分たちで変更した場合だけ、新しい値を登録してください。心当たりがなければ VM を停止し、誰が起動の設定を変えたのかを調べてください。",
  "console.request.after.next.files":
    "更新の予定があったかを確認してください。予定どおりなら新しい値を登録します（ファームウェアはクラウドが更新することもあります）。心当たりがなければ VM を停止し、何が起動されたのかを調べてください。",
  "console.request.after.next.settings":
    "指定した設定で（デバッグは無効で）VM を起動し直してください。誰も変更していなければ、クラウド側で誰が変えたのかを確認します。この設定を正しい値として登録しないでください。",
  "console.request.after.next.not-genuine":
    "この VM に秘密を渡さないでください。どのハードウェアで動いているのかを、クラウド事業者に確認してください。値を登録しても解決しません。",
  "console.request.after.next.disk":
    "キースロットを変更した場合は、sekisho machine header でヘッダーを登録してください。変更していなければ VM を停止し、どのディスクがつながっているかを確認してください。",
  "console.request.after.next.late":
    "VM を起動し直すと、新しい証拠で鍵を求めます。繰り返す場合は、通信の遅延か、古い証拠の再送を疑ってください。",
  "console.request.after.next.borrowed":
    "VM を起動し直してください。繰り返す場合は、誰かが自分のものではないレポートで鍵を求めています。リクエストの送り主を調べてください。",
  "console.request.after.next.image-of-another":
    "起動イメージの取り違えがないかを確認し、このマシン用のイメージで起動し直してください。",
  "console.request.after.next.refused":
    "連鎖の赤い部分を確認してください。自分たちの変更なら、新しい既知の値を登録します。そうでなければ VM を止めたまま、誰が変えたのかを調べてください。",
  "console.request.after.next.reason":
    "マシンやディスクを変更した場合は、その内容を登録してください。心当たりがなければ、このマシンを名乗って鍵を求めているのは誰かを調べてください。",
  "console.request.after.next.denied": "VM を起動し直すと、新しいリクエストが届きます。",
  "console.request.after.next.decided": "VM が動いていれば数秒で終わります。このページは自動で先へ進みます。",
  "console.request.after.next.released": "VM はディスクのロックを解除し、起動します。",
};
