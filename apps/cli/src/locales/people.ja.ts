import type { CatalogueTexts } from "@sekisho/messages";
import type { peopleEn } from "./people.en.ts";

export const peopleJa: CatalogueTexts<keyof typeof peopleEn> = {
  "cli.gate.console-at": "人のためのページは {origin} です。利用者は sekisho account add で追加できます。",
  "cli.gate.no-roots": "{path} に証明書がありません。メーカーのルート証明書を PEM または DER で指定してください。",
  "cli.gate.renewed": "{origin} のページに、更新した証明書を適用しました。",
  "cli.gate.console-missing":
    "--origin、--tls-cert、--tls-key は人のためのページの設定です。--console HOST:PORT も指定してください。",
  "cli.gate.tls-both": "--tls-cert と --tls-key は両方を指定してください。",
  "cli.gate.origin":
    "{origin} は URL ではありません。https://gate.example のように、スキーム、名前、ポートを指定してください。",

  "cli.root-key.prompt": "ゲートのルート鍵のパスフレーズ:",
  "cli.root-key.choose": "ゲートのルート鍵のパスフレーズを決めてください（ゲートの起動時に毎回入力します）:",
  "cli.root-key.again": "確認のため、もう一度:",
  "cli.root-key.empty": "パスフレーズが空です。",
  "cli.root-key.short": "パスフレーズが短すぎます。{shortest} 文字以上、できれば 4 つ以上の単語にしてください。",
  "cli.root-key.differ": "2 回の入力が一致しません。何も作成していません。",
  "cli.root-key.abandoned": "中止しました。",
  "cli.root-key.no-terminal":
    "端末がないため、ルート鍵のパスフレーズを尋ねられません。--root-passphrase-file でファイルを指定するか（- で標準入力）、無人で起動するゲートなら --root-key file で作成してください。",
  "cli.root-key.either":
    "--root-key file ではパスフレーズを使いません。--root-passphrase-file は指定しないでください。",
  "cli.root-key.sealed":
    "{directory} のルート鍵を封印しました。ゲートは起動時にパスフレーズを尋ねます。以前に取ったバックアップの鍵は封印されていません。",
  "cli.root-key.unsealed":
    "{directory} のルート鍵を保護するのは、ファイルのアクセス権だけになりました。このフォルダーやバックアップを読める人は、ディスク鍵も読めます。",

  "cli.account.added": "アカウント {name}（役割 {role}）を作成しました。次のリンクを本人だけに渡してください:",
  "cli.account.link": "登録できるパスキーはひとつ、期限は {until} です。",
  "cli.account.none":
    "アカウントはまだありません。最初のひとつは sekisho account add NAME --role administrator で作成できます。",
  "cli.account.shown": "{name}（{role}）: パスキー {passkeys} 個",
  "cli.account.passkey.bound": "{label}（{since} から、端末に固定）",
  "cli.account.passkey.synced": "{label}（{since} から、端末間で同期）",
  "cli.account.passkey.locked": "{label}（{since} から、ロック中: 複製が存在します。削除してください）",
  "cli.account.invited": "ワンタイムリンクの期限は {until}",
  "cli.account.changed": "{name} の役割を {role} に変更しました。",
  "cli.account.removed": "アカウント {name} とそのパスキーを削除しました。",
  "cli.account.no-passkey":
    "アカウント {name} にパスキー {passkey} はありません。sekisho account list で一覧を確認できます。",
  "cli.account.many-passkeys":
    "アカウント {name} には {passkey} という名前のパスキーが複数あります。sekisho account list --json で ID を確認して指定してください。",
  "cli.account.passkey-removed": "{name} のパスキー {label} を削除しました。",

  "cli.token.added":
    "トークン {name}（役割 {role}）を作成しました。表示されるのは今回だけで、ゲートには SHA-256 だけが残ります。プログラムは Authorization: Bearer … として送ってください。",
  "cli.token.none": "トークンはまだありません。sekisho token add NAME --role viewer で作成できます。",
  "cli.token.shown": "{name}（{role}）、作成者 {by}、期限 {until}、最終使用 {used}",
  "cli.token.removed": "トークン {name} を無効にしました。",
  "cli.token.unwritable":
    "トークンは作成しましたが、{path} に書き込めず（{reason}）、誰も受け取っていません。削除してから、存在しないファイルを指定してください。",
};
