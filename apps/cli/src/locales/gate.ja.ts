import type { CatalogueTexts } from "@sekisho/messages";
import type { gateEn } from "./gate.en.ts";

export const gateJa: CatalogueTexts<keyof typeof gateEn> = {
  "cli.gate.initialised":
    "ゲートの鍵を {directory} に作成しました。その中の gate.json を sekisho image build に渡してください。ゲストは {url} に接続します。administrator-token は安全な場所へ移してください。これだけでネットワーク越しにゲートを管理できます。",
  "cli.gate.offline-empty":
    "ベンダーには問い合わせず、{folder} への取り込みもまだです。証明書の付いていない証拠は拒否されます。'sekisho endorsements --help' を参照してください。",
  "cli.gate.offline":
    "ベンダーには問い合わせません。{folder} に取り込み済みの裏書きは {count} 件（うち期限切れ {over} 件）で、最も早い期限は {until} です。",
  "cli.gate.serving": "ゲートは {url} で応答しています。管理用ソケットは {socket} です。",
  "cli.gate.stopping": "停止します。処理中のリクエストを終えるまでお待ちください。",
  "cli.gate.unreachable":
    "ゲート {where} に接続できません（{reason}）。sekisho gate serve で起動していますか。別のゲートは --data、--socket、--gate で指定できます。",
  "cli.gate.not-pinned":
    "{where} の TLS 鍵が gate.json と異なります。期待値は {expected}、実際は {actual} です。何も送信していません。gate.json が古いか、接続先が本来のゲートではありません。",
  "cli.gate.strange-answer": "{where} がゲートのものではない応答（ステータス {status}）を返しました。{reason}",
  "cli.gate.token-without-gate":
    "--token-file は離れたゲート用です。そのゲートの gate.json を --gate で指定してください。",
  "cli.gate.gate-without-token":
    "離れたゲートには管理者トークンが必要です。--token-file でファイルを指定してください。",
  "cli.gate.socket-or-gate": "ゲートは --socket か --gate のどちらか一方で指定してください。",
  "cli.gate.token-broken": "{path} の内容はトークンではありません。表示可能な文字だけの 1 行である必要があります。",

  "cli.machine.added": "マシン {name}（{id}）を登録しました。引き渡しモード: {mode}、ポリシー: {policy}",
  "cli.machine.shown":
    "{name}（{id}）: 引き渡しモード {mode}、ポリシー {policy}、LUKS2 ヘッダー {headerDigest}、既知の正しい起動構成 {boots} 件:",
  "cli.machine.removed": "マシン {name}（{id}）の登録と、ゲートが預かっていた鍵を削除しました。",
  "cli.machine.header": "{name} の LUKS2 ヘッダーを {headerDigest} に更新しました。以前のヘッダーは今後拒否されます。",
  "cli.machine.header-what":
    "--digest か --disk のどちらか一方を指定してください。--machine は --disk と一緒に使い、読み取った値を手元のファイルにも書き込みます。",
  "cli.machine.measured-boot": "{name}（{registers}、{origin}）",
  "cli.machine.reference-values": "マシン {name} の既知の正しい起動構成は {boots} 件になりました。",
  "cli.machine.reference-values-what": "変更内容を --add MACHINE.json か --remove DIGEST で指定してください。",
  "cli.machine.other": "{path} は別のマシンのファイルです。期待値は {expected}、実際は {actual} です。",
  "cli.machine.none": "登録されているマシンはありません。sekisho machine add machine.json で登録できます。",
  "cli.machine.policy": "ポリシー {path} を使用できません。{problems}",

  "cli.requests.none": "待機中のリクエストはありません。終了したものは sekisho requests --all で確認できます。",
  "cli.requests.allowed": "リクエスト {number} の VM に、もう一度だけ鍵を渡せるようにしました。",
  "cli.requests.state.activating": "TPM の応答待ち",
  "cli.requests.state.waiting": "入力待ち",
  "cli.requests.state.decided": "新しい証拠の待機中",
  "cli.requests.state.released": "引き渡し済み",
  "cli.requests.state.refused": "拒否",
  "cli.requests.state.denied": "担当者が拒否",
  "cli.requests.state.expired": "期限切れ",
  "cli.deny.denied": "リクエスト {number} を拒否しました。",

  "cli.enter.what": "{name} のリクエスト {number}（この端末での検証結果）",
  "cli.enter.not-waiting":
    "リクエスト {number} はパスフレーズの入力待ちではありません（{state}）。入力待ちのものは sekisho requests で確認できます。",
  "cli.enter.rejected": "証拠が条件を満たさないため、パスフレーズの入力を求めませんでした。何も送信していません。",
  "cli.enter.prompt": "ディスクのパスフレーズ（このゲスト宛てに封印され、ゲートには読めません）:",
  "cli.enter.empty": "パスフレーズが空です。何も送信していません。",
  "cli.enter.abandoned": "中止しました。何も送信していません。",
  "cli.enter.no-terminal": "入力用の端末がありません。--passphrase-file でファイルを指定してください（- で標準入力）。",
  "cli.enter.decided": "封印して渡しました。ゲストが新しい証拠を送り次第、数秒以内に届きます。",
  "cli.enter.released": "封印して渡し、リクエスト {number} のゲストに引き渡しました。",
};
