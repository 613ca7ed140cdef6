/** `sekisho image` と `sekisho machine export` の文言。 */
export const imageJa = {
  "cli.image.no-source": "何からビルドするかを指定してください（--suite trixie、または --from にフォルダーか tar）。",
  "cli.image.two-sources": "--suite と --from は同時に指定できません。どちらか一方を指定してください。",
  "cli.image.packages-from":
    "--packages は --suite でのみ使えます。--from の場合は、そのルートファイルシステムにパッケージをインストールしてください。",
  "cli.image.two-keys": "--key-file と --generate-key は同時に指定できません。どちらか一方を指定してください。",
  "cli.image.enter-generate":
    "enter モードでは人がパスフレーズを入力するため、鍵は生成しません。--generate-key を外すか、--mode auto を指定してください。",
  "cli.image.no-ssh-key": "{path} に SSH の公開鍵がありません。.pub ファイルを指定してください。",
  "cli.image.interrupted": "中断しました。作成途中のものは片付けました。",
  "cli.image.agent": "ゲストエージェントをビルドしています",
  "cli.image.recovery":
    "回復キーは {path} にあります。印刷するか書き写してオフラインで保管し、ファイルは削除してください。このキーがあればゲートなしでディスクを開けます。",
  "cli.image.built": "マシン {name}（{id}）を {folder} に作成しました。起動ダイジェストの参照値：{digest}",
  "cli.image.changed": "{component}：{from} → {to}",
  "cli.image.would-change": "変更予定：{component}：{from} → {to}",
  "cli.image.current": "カーネルと initrd は最新です。変更はありません。",
  "cli.image.tell-gate":
    "{folder}/machine.json に、これまでの値と並べて新しい参照値を追加しました。次の起動の前にゲートへ登録してください：sekisho machine reference-values {name} --add {folder}/machine.json",
  "cli.passphrase.choose": "パスフレーズ",
  "cli.passphrase.again": "パスフレーズ（確認）",
  "cli.passphrase.differ": "2 つのパスフレーズが一致しません。もう一度実行してください。",
  "cli.passphrase.abandoned": "パスフレーズが入力されなかったため、何も行いませんでした。",
  "cli.passphrase.no-terminal": "パスフレーズを尋ねる端末がありません。ファイルで指定してください。",
  "cli.machine.exported":
    "バックアップを {output} に保存しました（{files}）。age に対応したどのプログラムでも、パスフレーズで開けます。",
  "cli.machine.import-what":
    "--verify か、復元先（--output フォルダー、--disk ファイル、または両方）のいずれかを指定してください。",
  "cli.machine.verified":
    "{name}（{id}）のバックアップは完全です。ヘッダーは登録済みのもので、次の鍵で開けます：{keys}",
  "cli.machine.imported": "{name}（{id}）のバックアップを検証し、復元しました。鍵：{keys}",
} as const;
