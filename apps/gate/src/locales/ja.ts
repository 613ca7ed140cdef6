import type { CatalogueTexts } from "@sekisho/messages";
import type { en } from "./en.ts";

export const ja: CatalogueTexts<keyof typeof en> = {
  "gate.start.folderUnusable":
    "フォルダー {path} を作成または使用できません（{reason}）。--data で別のフォルダーを指定するか、このアカウントにアクセス権を与えてください。",
  "gate.start.permissions":
    "{path} のモードは {actual} で、ほかのアカウントから読める状態です（必要なモードは {wanted}）。chmod {wanted} {path} を実行してから起動し直してください。",
  "gate.start.owner":
    "{path} の所有者はアカウント {owner} ですが、ゲートはアカウント {self} で動いています。所有者のアカウントで起動するか、所有者を変更してください。",
  "gate.start.fileUnreadable": "{path} を読み込めません（{reason}）。アクセス権を確認して起動し直してください。",
  "gate.start.fileUnwritable":
    "{path} に書き込めません（{reason}）。アクセス権と空き容量を確認して起動し直してください。",
  "gate.start.keyMissing":
    "鍵ファイル {path} がありません。バックアップから keys/ フォルダーを復元してください。これがないと保存済みのディスク鍵を読み出せません。",
  "gate.start.keyBroken": "{path} の内容が正しくありません。バックアップから keys/ フォルダーを復元してください。",
  "gate.start.passphraseNeeded":
    "{path} のルート鍵はパスフレーズで封印されています。端末でゲートを起動するか、--root-passphrase-file FILE を指定してください。",
  "gate.start.passphraseWrong":
    "パスフレーズが違うため、{path} のルート鍵を開けません。もう一度試してください。パスフレーズがないと、保存されたディスク鍵は読み取れません。",
  "gate.start.identityBroken":
    "{path} はゲートの識別情報ではありません。削除して sekisho gate init を実行すると、鍵から作り直されます。",
  "gate.start.identityMissing":
    "{path} にはまだゲートがありません。sekisho gate init --data {path} で作成してください。",
  "gate.start.databaseBusy":
    "{path} は別のゲートが使用中です。先にそのゲートを停止するか、--data で別のフォルダーを指定してください。",
  "gate.start.databaseUnusable": "データベース {path} を使用できません（{reason}）。バックアップから復元してください。",
  "gate.start.portBusy":
    "{address} は別のプログラムが使用中です。そのプログラムを停止するか、{option} HOST:PORT で別のアドレスを指定してください。",
  "gate.start.addressUnusable":
    "{address} で待ち受けできません（{reason}）。{option} HOST:PORT でこのマシンのアドレスを指定してください。",
  "gate.start.originUnusable":
    "{origin} はオリジンではありません。{example} のように、スキーム、名前、ポートだけを指定してください。",
  "gate.start.originAddress":
    "{origin} はアドレスですが、ブラウザーがパスキーを作れるのは名前に対してだけです。ゲートに名前を付け、その証明書を用意してください（docs/ja/people.md を参照）。",
  "gate.start.originNeedsTls": "{origin} には証明書が必要です。--tls-cert FILE と --tls-key FILE を指定してください。",
  "gate.start.originPlain":
    "TLS なしで使えるのはループバックアドレスの http://localhost だけで、{host} の {origin} では使えません。https のオリジンを --tls-cert と --tls-key とともに指定してください。",
  "gate.start.certificateKey":
    "--tls-cert が --tls-key に対応していないか、どちらかを読み取れません。証明書チェーンとその鍵を PEM で指定してください。",
  "gate.start.certificateName":
    "--tls-cert は、--origin の名前 {name} の証明書ではありません。その名前の証明書を取得してください。",
  "gate.start.certificateExpired": "--tls-cert は {date} に期限が切れています。更新してから起動し直してください。",
  "gate.start.socketBusy":
    "ソケット {path} では別のゲートが応答しています。そのゲートを停止するか、--admin-socket で別のパスを指定してください。",
  "gate.start.socketUnusable":
    "ソケット {path} で待ち受けできません（{reason}）。--admin-socket で別のパスを指定してください。",
};
