export const launchJa = {
  "cli.launch.identity-incomplete":
    "ID ブロックには --id-block と --id-auth の両方が必要です。--author-key はこの二つと一緒に指定してください。",
  "cli.launch.identity-unreadable": "{path} の内容が {option} の形式（base64 で {size} バイト）ではありません。",
  "cli.launch.identity-invalid": "ID ブロックの署名が正しくありません（{which} 鍵）。署名し直してください。",
  "cli.launch.identity-digest":
    "ID ブロックが要求する起動ダイジェスト {actual} は、このマシンの参照値にありません。このマシン用の ID ブロックに署名してください。",
  "cli.launch.identity-policy":
    "ID ブロックが要求するゲストポリシーは {actual} ですが、このマシンは {expected} で起動します。",
  "cli.launch.bytes": "{option} には 16 進数 {digits} 桁（{size} バイト）を指定してください。",
  "cli.launch.foreign-option":
    "{option} は、技術が {technology} のこのマシンでは意味を持ちません。指定を外してください。",
  "cli.launch.number": "{option} には {least} から {most} までの整数を指定してください（指定値: {value}）。",
  "cli.launch.sev-session":
    "SEV・SEV-ES のマシンは所有者の起動セッションを使って起動します。起動ごとに `sekisho sev session` が作る --dh-cert と --session を指定してください。",
  "cli.launch.sev-cbitpos":
    "--cbitpos を指定してください。Naples と Rome では 47、それ以降のプロセッサでは 51 です。QEMU の query-sev-capabilities で分かります。",
  "cli.launch.sev-owner":
    "SEV・SEV-ES のマシンは、所有者が測定値を判定して鍵を注入するのを待ちます。--print qemu か --print libvirt の出力で起動してください。",
  "cli.launch.started": "{name} を QEMU で起動しました（プロセス {pid}）。Ctrl-C で終了します。",
  "cli.launch.ended": "{name} は終了しました。",
  "cli.launch.failed": "QEMU がステータス {status} で終了しました: {problem}",
} as const;
