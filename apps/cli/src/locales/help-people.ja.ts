/** 人とプログラムのアクセス（account、token）と、ゲートのルート鍵・ページの `--help` の文言。 */
export const helpPeopleJa: Readonly<Record<string, string>> = {
  "how a new root key is kept: sealed under a passphrase, or by its file's permissions alone":
    "新しいルート鍵の保護: パスフレーズで封印（passphrase、既定）、またはファイルのアクセス権だけ（file）",
  "the root key's passphrase: its first line; - for standard input (default: asked for on the terminal)":
    "ルート鍵のパスフレーズ: その 1 行目。- なら標準入力（既定: 端末で尋ねる）",
  "serve the page for people here (default: not at all)": "人のためのページを配信するアドレス（既定: 配信しない）",
  "how browsers call the page (default: http://localhost and the port)":
    "ブラウザーから見たページのオリジン（既定: http://localhost とポート）",
  "the page's certificate chain, PEM": "ページの証明書チェーン（PEM）",
  "the key of that certificate, PEM": "その証明書の鍵（PEM）",
  "a reverse proxy before the page, by address or network: its X-Forwarded-For says who calls; can be given again":
    "ページの前に置くリバースプロキシのアドレスまたはネットワーク。その X-Forwarded-For を接続元とみなす。繰り返し指定できる",
  "how the key is kept under which the gate encrypts disk keys": "ゲートがディスク鍵の暗号化に使うルート鍵の保護",
  "seal it under a passphrase, or under another one": "パスフレーズで封印する、またはパスフレーズを変える",
  "the new passphrase: its first line (default: asked for on the terminal)":
    "新しいパスフレーズ: その 1 行目（既定: 端末で尋ねる）",
  "leave it to its file's permissions, so that the gate starts without anybody":
    "ファイルのアクセス権だけで保護し、ゲートが無人で起動できるようにする",

  "the people who may use a gate's page, each with passkeys": "ゲートのページを使える人と、そのパスキー",
  "make an account, and print a one-time link with which its person registers a passkey":
    "アカウントを作り、本人がパスキーを登録するワンタイムリンクを出力する",
  "how the person is called": "その人の呼び名",
  "what the person may do; each role includes the ones before it": "その人の役割。後のものは前のものを含む",
  "all accounts with their passkeys": "すべてのアカウントとパスキーを表示する",
  "give an account another role, from its person's next call on": "アカウントの役割を変える。次の操作から有効",
  "the account's name or identifier": "アカウントの名前または ID",
  "the new role": "新しい役割",
  "print another one-time link, as for a second passkey or in the place of a lost one":
    "2 個目のパスキーや紛失時のために、新しいワンタイムリンクを出力する",
  "forget an account and its passkeys; its person is signed out":
    "アカウントとそのパスキーを削除する。本人はサインアウトされる",
  "forget one passkey of an account, as when it was lost": "紛失したときなどに、アカウントのパスキーをひとつ削除する",
  "the passkey's label or identifier, as account list shows it": "account list が表示するパスキーの名前または ID",

  "the programs that may use a gate, each with a token": "ゲートを使えるプログラムと、そのトークン",
  "make a token for a program; it is shown once": "プログラム用のトークンを作る。表示されるのは一度だけ",
  "how the program is called": "プログラムの呼び名",
  "what the program may do; approving is for people alone": "プログラムの役割。承認は人だけができる",
  "after how many days it runs out (default: never)": "期限までの日数（既定: 無期限）",
  "put it into this new file, which only you can read, instead of printing it":
    "表示せずに、自分だけが読める新しいファイルに書き込む",
  "all tokens, without their secrets": "すべてのトークンを、値を伏せて表示する",
  "end a program's access": "プログラムのアクセスを終わらせる",
  "the token's name or identifier": "トークンの名前または ID",
};
