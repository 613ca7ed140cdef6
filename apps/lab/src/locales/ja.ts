export const ja = {
  "lab.running":
    "{directory} ではすでにラボが動いています。sekisho lab down で止めるか、--directory で別の場所を指定してください。",
  "lab.directory.long":
    "パス {path} は Unix ソケットには長すぎます（{length} バイト、上限 107 バイト）。--directory で短いパスを指定してください。",
  "lab.directory.unusable":
    "ラボの状態を {directory} に保存できません（{reason}）。--directory で別の場所を指定してください。",
  "lab.port.busy": "127.0.0.1 のポート {port} は使用中です。--port で別のポートを指定するか、--port を省いてください。",
  "lab.tpm":
    "ソフトウェア TPM の swtpm を起動できませんでした: {reason}。swtpm をインストールしてください（Debian / Ubuntu では apt install swtpm）。",
  "lab.silent": "{directory} のラボから想定した応答がありません。ラボが動いていなければ {path} を削除してください。",
} as const;
