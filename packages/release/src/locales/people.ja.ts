import type { CatalogueTexts } from "@sekisho/messages";
import type { peopleEn } from "./people.en.ts";

export const peopleJa: CatalogueTexts<keyof typeof peopleEn> = {
  "gate.problem.challengeForeign":
    "パスキーの応答が、このゲートの求めたものと異なります。ページを読み込み直して、もう一度試してください。",
  "gate.problem.challengeExpired": "パスキーの応答が遅すぎました。5 分以内に、もう一度試してください。",
  "gate.problem.challengeUsed": "パスキーのこの応答は使用済みです。もう一度試してください。",
  "gate.problem.passkeyInvalid":
    "パスキーの応答が正しくないか、署名を検証できません。もう一度試すか、別のパスキーを使ってください。",
  "gate.problem.passkeyOrigin":
    "パスキーは {actual} で使われましたが、このゲートのページは {expected} です。リンクから開いた場合は偽のページかもしれません。{expected} を自分で開いてください。",
  "gate.problem.passkeyRpId": "別のサイトのパスキーです。このゲートで使えるのは {rpId} 用に作られたものだけです。",
  "gate.problem.passkeyUnverified":
    "指紋、顔、PIN のいずれも確認されずにパスキーが使われました。パスキーに設定してから、もう一度試してください。",
  "gate.problem.passkeyUnknown":
    "このゲートに登録されていないパスキーです。別のパスキーを使うか、管理者にワンタイムリンクを依頼してください。",
  "gate.problem.passkeyCopied":
    "パスキー「{label}」はロックされています。カウンターが戻っており、複製が存在します。管理者に削除を依頼し、リンクを受け取って別のパスキーを登録してください。",
  "gate.problem.passkeyExists": "このパスキーは登録済みです。これでサインインするか、別のパスキーを使ってください。",
  "gate.problem.passkeyAbsent": "アカウント {name} にそのパスキーはありません。",
  "gate.problem.enrolmentUnknown":
    "このリンクは無効です。新しいリンクが発行されたか、アカウントが削除されたか、アドレスが途中で切れています。管理者に新しいリンクを依頼してください。",
  "gate.problem.enrolmentUsed":
    "このリンクは使用済みです。ひとつのリンクで登録できるパスキーはひとつです。管理者に新しいリンクを依頼してください。",
  "gate.problem.enrolmentExpired": "このリンクは期限切れです。管理者に新しいリンクを依頼してください。",
  "gate.problem.noPeopleDoor":
    "このゲートには人のためのページがありません。sekisho gate serve --console HOST:PORT --origin URL で起動してください。",
  "gate.problem.signInNeeded": "サインインしていません。",
  "gate.problem.sessionOver": "セッションの期限が切れました。もう一度サインインしてください。",
  "gate.problem.sessionIdle": "1 時間操作がなかったため、セッションを終了しました。もう一度サインインしてください。",
  "gate.problem.csrfMissing":
    "セッションのトークン（ヘッダー x-sekisho-csrf）がありません。ページを読み込み直して、もう一度試してください。",
  "gate.problem.originForeign":
    "{expected} ではなく {actual} のページからの呼び出しです。ゲートのページを本来のアドレスで開いてください。",
  "gate.problem.tokenForeign":
    "このゲートに登録されていないトークンです。プログラム用のトークンは sekisho token add で作成できます。",
  "gate.problem.tokenExpired": "トークン「{name}」は期限切れです。sekisho token add で新しいものを作成してください。",
  "gate.problem.accountUnknown":
    "アカウント {account} はこのゲートにありません。sekisho account list で一覧を確認できます。",
  "gate.problem.accountExists": "{name} という名前のアカウントはすでにあります。別の名前にしてください。",
  "gate.problem.lastAdministrator":
    "{name} は、サインインできる最後の管理者です。先に別の管理者を用意してください。ゲートの所有者は、いつでも sekisho account で操作できます。",
  "gate.problem.tokenUnknown": "トークン {token} はこのゲートにありません。sekisho token list で一覧を確認できます。",
  "gate.problem.tokenExists":
    "{name} という名前のトークンはすでにあります。別の名前にするか、先に古いものを削除してください。",
  "gate.problem.tooManyStreams": "同時に開いているページが多すぎます。いくつか閉じてください。",
  "gate.problem.tooManyOfMachine": "マシン {machineId} の証拠が多すぎます。{seconds} 秒後にもう一度送ってください。",
};
