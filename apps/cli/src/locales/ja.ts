export const ja = {
  "cli.file.missing": "ファイル {path} が見つかりません。パスを確認して、もう一度実行してください。",
  "cli.file.empty": "{path} は空です。作成の手順を確認するか、別のファイルを指定してください。",
  "cli.file.directory": "{path} はフォルダーです。その中のファイルを指定してください。",
  "cli.file.unreadable": "{path} を読み込めません（{reason}）。アクセス権を確認して、もう一度実行してください。",
  "cli.lab.starting": "{directory} でラボを起動します。初回は鍵の生成に数秒かかります。",
  "cli.lab.running":
    "ラボが動いています（AMD {product} 系のセキュアプロセッサーと Intel TDX のプラットフォームをソフトウェアで再現したものです）。",
  "cli.lab.keyServer": "鍵サーバー: {keyServer}（AMD KDS と Intel PCS のインターフェースに準拠）",
  "cli.lab.root": "AMD 側のルート: {rootDigest}（公開鍵の SHA-256）",
  "cli.lab.intelRoot": "Intel 側のルート: {intelRootDigest}",
  "cli.lab.untrusted":
    "これらのルートを信頼する既定のポリシーはありません。使う技術のルートを additionalRoots に明記したマシンだけがラボを信用します。本物の秘密情報を預けないでください。",
  "cli.lab.stopped": "ラボを停止しました。鍵は残るので、次回も同じルートで起動します。",
  "cli.lab.absent": "{directory} で動いているラボはありません。sekisho lab up で起動できます。",
  "cli.lab.notStarted": "ラボを起動できませんでした。理由は {log} を見てください。",
  "cli.lab.machine": "マシン {name} が動いています（QEMU、プロセス {pid}）。以下はそのコンソールです。",
  "cli.lab.machine.root":
    "machine.json にラボのルートがないため、ゲートは拒否します。--additional-root {rootDigest} を付けてイメージを作り直してください。",
  "cli.lab.machine.changed": "指定どおり、ホストがマシンを改変します。このマシンは拒否されるはずです。",
  "cli.lab.machine.ended": "マシン {name} が終了しました。",
  "cli.lab.machine.failed": "QEMU がエラーで終了しました: {problem}",
} as const;
