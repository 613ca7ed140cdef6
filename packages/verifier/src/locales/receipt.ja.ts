export const receiptJa = {
  "verifier.receipt.checkpoint.pass":
    "このゲートが、{size} 件のエントリーがあるログ {origin} のチェックポイントに署名しています。",
  "verifier.receipt.checkpoint.malformed":
    "レシートのチェックポイントを読み取れません（{field}、{offset} 文字目）。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.checkpoint.forged":
    "{origin} のチェックポイントは、このゲートが署名した後に変更されています。このレシートは信用せず、ゲートから直接取得し直してください。",
  "verifier.receipt.checkpoint.unknown-key":
    "{origin} のチェックポイントには、手元のゲートの鍵による署名がありません。別のゲートのレシートか、手元の gate.json がゲートの鍵より古いかのどちらかです。当時の gate.json をゲートの管理者から入手してください。",
  "verifier.receipt.origin.moved":
    "ログの名前は {actual} ですが、gate.json のアドレスから決まる名前は {expected} です。鍵は同じゲートのものなので、ゲートのアドレスが変わっています。",
  "verifier.receipt.inclusion.pass": "{count} 件のエントリーすべてが、{size} 件のログに含まれています。",
  "verifier.receipt.inclusion.fail":
    "エントリー {index} は、{size} 件のログに含まれていません。エントリー、位置、証明のいずれかが変更されています。このレシートは信用せず、ゲートから直接取得し直してください。",
  "verifier.receipt.since.same": "ログは以前のチェックポイントと同じもので、その後エントリーは増えていません。",
  "verifier.receipt.since.pass":
    "ログは以前のチェックポイントの続きです。当時の {since} 件はどれも変わっておらず、現在は {size} 件です。",
  "verifier.receipt.since.newer":
    "手元のチェックポイントは {since} 件、レシートは {size} 件で、レシートの方が古いものです。sekisho receipt fetch --since で取得し直してください。",
  "verifier.receipt.since.no-proof":
    "レシートには、{size} 件のログが手元の {since} 件のログの続きであることの証明がありません。以前のチェックポイントを指定して sekisho receipt fetch --since で取得し直してください。",
  "verifier.receipt.since.fail":
    "ログは以前のチェックポイントの続きではありません。最初の {since} 件の中に、変更または削除されたエントリーがあります。両方のファイルを証拠として保管し、ゲートの管理者に確認してください。バックアップから復元した場合にもこうなります。",
  "verifier.receipt.entries.broken":
    "エントリー {index} は、このバージョンの Sekisho が知らないものです。新しいバージョンで試してください。それでも同じなら、レシートが変更されています。",
  "verifier.receipt.entries.no-release":
    "レシートに、鍵の引き渡しのエントリーがちょうど 1 件ありません。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.story.pass":
    "エントリーは、リクエスト {number} への {time} の鍵の引き渡しと、そこに至る経緯を示しています。",
  "verifier.receipt.story.no-verdict":
    "鍵の引き渡しはエントリー {index} の判定に基づくとありますが、レシートにその判定がありません。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.story.rejected":
    "鍵の引き渡しの根拠であるエントリー {index} では、ゲートは証拠を拒否しています。ゲートが自らの判定に反して鍵を渡しました。ゲートの使用を止めて調査してください。",
  "verifier.receipt.story.other-request":
    "エントリー {index} は、鍵の引き渡しとは別のリクエストまたはマシンのものです。このレシートは信用せず、ゲートから直接取得し直してください。",
  "verifier.receipt.story.other-machine":
    "ログによれば鍵を渡した相手はマシン {machineId} ですが、証拠、マシン、署名付きの引き渡しのいずれかが別のマシンのものです。このレシートは信用せず、ゲートから直接取得し直してください。",
  "verifier.receipt.story.order":
    "エントリー {index} は、それを根拠とする鍵の引き渡しより後に書かれています。ゲートが根拠のないまま鍵を渡しました。ゲートの使用を止めて調査してください。",
  "verifier.receipt.evidence.pass": "証拠は、ログにあるものと同じです。",
  "verifier.receipt.evidence.fail":
    "証拠が、ログにあるものと違います。変更されているか、別のリクエストのものです。レシートを取得し直してください。",
  "verifier.receipt.endorsements.pass": "証明書と失効リストは、ログにあるものと同じです。",
  "verifier.receipt.endorsements.fail":
    "証明書と失効リストが、ログにあるものと違います。変更、追加、または削除されています。レシートを取得し直してください。",
  "verifier.receipt.machine.pass": "マシンは、ログにあるとおりゲートに登録されていたものです。",
  "verifier.receipt.machine.fail":
    "マシンが、ログにあるものと違います。レシートの中で既知の正しい起動が変更されているおそれがあります。レシートを取得し直してください。",
  "verifier.receipt.own-machine.pass": "手元の machine.json は、ゲートに登録されていたものと同じです。",
  "verifier.receipt.own-machine.differs":
    "手元の machine.json は、当時ゲートに登録されていたものと違います。証拠は手元のファイルで判定しました。",
  "verifier.receipt.mode.pass": "鍵は、マシンの引き渡しモード {mode} で渡されました。",
  "verifier.receipt.mode.fail":
    "鍵は引き渡しモード {actual} で渡されましたが、マシンの引き渡しモードは {expected} です。本来必要な承認や入力がなかったおそれがあります。その後手元の machine.json を変更したのであれば、当時のファイルで検証してください。そうでなければ、ゲートの使用を止めて調査してください。",
  "verifier.receipt.policy.pass": "ポリシーは、ログにあるものと同じです。",
  "verifier.receipt.policy.fail":
    "ポリシーが、ログにあるものと違います。レシートの中で変更されています。レシートを取得し直してください。",
  "verifier.receipt.own-policy.pass": "手元のポリシーは、ゲートが判定に使ったものと同じです。",
  "verifier.receipt.own-policy.fail":
    "ゲートは手元のポリシーとは別のポリシーで判定しました。その後手元のポリシーを変更したのであれば、当時のファイルで検証してください。そうでなければ、ゲートのポリシーが誰かに変更されています。sekisho audit --kind policy で変更した人を確認できます。",
  "verifier.receipt.verdict.pass": "鍵の引き渡し時点の条件でこの端末が判定し直した結果、証拠は受け入れられます。",
  "verifier.receipt.verdict.fail":
    "鍵の引き渡し時点の条件でこの端末が判定し直した結果、証拠は拒否されます。理由は下のとおりです。心当たりがなければ、ゲートは手元とは別の既知の起動またはポリシーで判定しています。",
  "verifier.receipt.same-verdict.pass": "判定は、項目ごとに、ゲートがログに書いたものと同じです。",
  "verifier.receipt.same-verdict.differs":
    "ゲートの判定は、この端末の判定とは項目が違います。ゲートの Sekisho のバージョンが違うか、別のファイルで判定しています。",
  "verifier.receipt.release.pass": "このゲートが署名した、ログにあるとおりの引き渡しです。",
  "verifier.receipt.release.differs":
    "引き渡しの内容が、ログにあるものと違います。変更されているか、別のリクエストのものです。レシートを取得し直してください。",
  "verifier.receipt.release.unknown-key":
    "引き渡しに署名した鍵（{digest}）は、手元の gate.json にありません。当時の gate.json をゲートの管理者から入手してください。",
  "verifier.receipt.release.forged":
    "ログにある引き渡しですが、ゲートの署名が合いません。このレシートは信用しないでください。",
  "verifier.receipt.release.header":
    "引き渡しの対象は、証拠とは LUKS2 ヘッダーが違うディスクです。ゲートが誤ったディスクに鍵を渡しています。調査してください。",
  "verifier.receipt.binding.pass": "鍵は、証拠にあるゲストそのものに封じられています。",
  "verifier.receipt.binding.fail":
    "鍵が封じられたバインディングは、このゲストのものではありません。他の誰かが鍵を取り出せたおそれがあります。ディスクの鍵を変更し、調査してください。",
  "verifier.receipt.entered.pass": "渡されたのは、人（{who}）がゲストに封じたものです。",
  "verifier.receipt.entered.missing":
    "マシンのモードは enter ですが、パスフレーズを入力した人のエントリーがレシートにありません。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.entered.fail":
    "渡されたのは、人（{who}）が封じたものではありません。ゲートがすり替えています。ゲートの使用を止めて調査してください。",
  "verifier.receipt.approval.pass": "パスキーで承認した人: {names}。どの承認も、それ自体で検証できました。",
  "verifier.receipt.approval.missing":
    "鍵の引き渡しの根拠であるエントリー {index} の承認が、レシートにありません。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.approval.forged":
    "{who} の承認（エントリー {index}）は検証できません。パスキーの署名、オリジン、チャレンジのいずれかが正しくありません。この引き渡しは信用せず、{who} に確認してください。",
  "verifier.receipt.approval.other":
    "{who} が署名した内容は、エントリー {index} と違います（リクエスト、マシン、判定、承認者のいずれか）。この引き渡しは信用せず、{who} に確認してください。",
  "verifier.receipt.approval.expired":
    "{who} が署名した文は、ゲートが受け付けた時点で期限切れでした（エントリー {index}）。この引き渡しは信用せず、{who} に確認してください。",
  "verifier.receipt.approval-rules.pass": "{people} 人が承認しました。ポリシーが求めるのは {needed} 人です。",
  "verifier.receipt.approval-rules.policy":
    "このバージョンの Sekisho ではポリシーを読み取れません。新しいバージョンで試してください。",
  "verifier.receipt.approval-rules.too-few":
    "承認したのは {people} 人だけで、ポリシーが求める {needed} 人に足りません。ゲートが早く鍵を渡しています。ゲートの使用を止めて調査してください。",
  "verifier.receipt.approval-rules.not-named":
    "{who} が承認していますが、ポリシーは {who} を承認者に指定していません。ポリシーが変更されていないか、sekisho audit --kind policy で確認してください。",
  "verifier.receipt.approval-rules.too-wide":
    "{who} の承認の範囲は、ポリシーが許す範囲を超えています。ゲートで調査してください。",
  "verifier.receipt.approval-rules.hardware":
    "{who} のパスキーは、ポリシーが求めるハードウェアにあると確認されていません。ゲートで調査してください。",
  "verifier.receipt.approved.pass": "承認されたのは、このゲストについてのこの判定です。",
  "verifier.receipt.approved.other-request":
    "{who} が承認したのは別のリクエストで、このリクエストを対象とする継続承認もありません。この引き渡しは信用せず、{who} に確認してください。",
  "verifier.receipt.approved.fail":
    "承認されたのは、この端末の判定とは別のものです。ゲートが別の判定を見せたか、Sekisho のバージョンが違います。ゲートと同じバージョンで検証し、それでも違うならこの引き渡しは信用しないでください。",
  "verifier.receipt.grant.pass":
    "承認により作られた継続承認（{time}）が、この起動を対象としています。測定値は同じです。継続承認の残り回数はゲートのログでしか分かりません。",
  "verifier.receipt.grant.missing":
    "鍵の引き渡しの根拠である継続承認が、レシートにありません。sekisho receipt fetch で取得し直してください。",
  "verifier.receipt.grant.other-machine": "継続承認は別のマシンのものです。この引き渡しは信用せず、調査してください。",
  "verifier.receipt.grant.other-approvals":
    "継続承認を作った承認は、この引き渡しが根拠とするものと違います。この引き渡しは信用せず、調査してください。",
  "verifier.receipt.grant.other-boot":
    "継続承認の対象は、鍵を渡した起動とは別のものです。測定値のどれかが違います。この引き渡しは信用せず、調査してください。",
  "verifier.receipt.grant.this-boot":
    "{who} が承認したのは 1 回の起動だけなので、継続承認は作れないはずです。この引き渡しは信用せず、{who} に確認してください。",
  "verifier.receipt.grant.over":
    "{time} の継続承認は、鍵を渡した時点で期限切れでした。この引き渡しは信用せず、調査してください。",
} as const;
