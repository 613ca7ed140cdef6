import type { consoleEn } from "./console.en.ts";

export const consoleJa: Readonly<Record<keyof typeof consoleEn, string>> = {
  "cli.console.opened": "ブラウザーでページが開きます。アドレスは一度だけ有効で、ページは Ctrl-C を押すまで使えます。",
  "cli.console.open-it":
    "このアドレスをブラウザーで開いてください。アドレスは一度だけ有効で、ページは Ctrl-C を押すまで使えます。",
  "cli.console.no-machine":
    "--machine がないため、ページはゲートの説明を表示するだけで、自分では判定できません。手元の machine.json を指定してください。",
  "cli.console.port": "--port {port}: 0 から 65535 までの数を指定してください",
  "cli.console.port-taken":
    "127.0.0.1 のポート {port} を使えません（{reason}）。別のポートを指定するか、--port を省いてください。",
  "cli.console.not-built":
    "ページがビルドされていません。'npm ci' でビルドされます（リポジトリでは 'node apps/console/build/main.ts'）。",
};
