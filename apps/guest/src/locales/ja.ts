export const ja = {
  "guest.start": "マシン {machine}（ゲート: {gate}）",
  "guest.opened": "ディスクを開きました。鍵は消去済みです。",
  "guest.waiting": "証拠は合格しました。ゲートが鍵を渡すのを待っています。",
  "guest.refused":
    "ゲートに拒否されました（番号 {number}）。理由を確認できるのはゲートの所有者だけです（`sekisho requests`）。",
  "guest.gate.unreachable": "ゲートを待っています。接続できません（{reason}）。{seconds} 秒後に再試行します。",
  "guest.gate.notPinned":
    "ゲートのアドレスで応答した相手は、登録されたゲートではありません（TLS 鍵 {actual}）。何も送信していません。{seconds} 秒後に再試行します。",
  "guest.gate.problem": "ゲートを待っています。応答は {status} {error} でした。{seconds} 秒後に再試行します。",
  "guest.gate.unreadable": "ゲートを待っています。応答を解釈できません。{seconds} 秒後に再試行します。",
  "guest.gate.requestForgotten": "ゲートにこのリクエストの記録がありません。最初からやり直します。",
  "guest.gate.keyNotPinned": "ゲートの署名鍵 {actual} は、このイメージに登録されていません。",
  "guest.disk.missing": "ディスク {device} を読み込めません（{reason}）。",
  "guest.disk.empty": "ディスク {device} は空です。暗号化されたルートファイルシステムが必要です。",
  "guest.disk.luks1": "ディスク {device} は LUKS1 で暗号化されています。Sekisho が開くのは LUKS2 だけです。",
  "guest.disk.ext":
    "ディスク {device} には暗号化されていない ext ファイルシステムがあります。LUKS2 で暗号化されていなければなりません。",
  "guest.disk.xfs":
    "ディスク {device} には暗号化されていない XFS ファイルシステムがあります。LUKS2 で暗号化されていなければなりません。",
  "guest.disk.lvm": "ディスク {device} には LVM ボリュームがあります。LUKS2 で暗号化されていなければなりません。",
  "guest.disk.md":
    "ディスク {device} はソフトウェア RAID の構成ディスクです。LUKS2 で暗号化されていなければなりません。",
  "guest.disk.gpt":
    "ディスク {device} にはパーティションテーブルがあります。LUKS2 で暗号化されていなければなりません。",
  "guest.disk.unknown": "ディスク {device} に LUKS2 ヘッダーがありません。",
  "guest.disk.check": "LUKS2 ヘッダー: {check}: 期待値は {expected}、実際は {actual}。",
  "guest.release.keyNotPinned": "鍵の引き渡しに使われた署名鍵 {actual} は、このイメージに登録されていません。",
  "guest.release.signature": "渡されたデータの署名が正しくありません。",
  "guest.release.machine": "渡された鍵はマシン {actual} 宛てで、{expected} 宛てではありません。",
  "guest.release.request": "渡された鍵はリクエスト {actual} に対するもので、{expected} に対するものではありません。",
  "guest.release.binding": "渡された鍵は、このゲストがこのリクエストで作成していない証拠に対するものです。",
  "guest.release.header":
    "渡された鍵はヘッダーのダイジェストが {expected} のディスク用ですが、このディスクでは {actual} です。",
  "guest.release.sealed": "渡された鍵は、このゲストの鍵で封印されていません。",
  "guest.release.credential": "渡された鍵は、このマシンの TPM で封印されていません。",
  "guest.release.credentialMissing": "このマシンには TPM がありますが、渡された鍵は TPM で封印されていません。",
  "guest.release.credentialUnexpected":
    "渡された鍵は TPM で封印されていますが、このマシンは TPM なしで設定されています。",
  "guest.activation.unexpected": "ゲートが TPM による証明を求めていますが、このマシンは TPM なしで設定されています。",
  "guest.activation.foreign": "ゲートが証明を求めている TPM は、このマシンのものではありません。",
  "guest.open.keyRejected": "この鍵で開けるキースロットがディスクにありません。",
  "guest.open.folder": "{folder} はメモリ上にないため、ヘッダーを安全に置けません。",
  "guest.open.failed": "cryptsetup を実行できません（{reason}）。",
  "guest.open.status": "cryptsetup が終了コード {status} で終了しました: {line}",
  "guest.prompt.why":
    "ゲートに接続できません。このイメージではここでパスフレーズを入力できます。ただし、このコンソールはホストから見えます。ホストを信頼できる場合にだけ入力し、後でパスフレーズを変更してください。",
  "guest.prompt.passphrase": "パスフレーズ: ",
  "guest.tsm.missing":
    "{folder} がありません（カーネル {kernelVersion}）。Sekisho には Linux 6.7 以降と、configfs のマウント、モジュール tsm および {module} が必要です。",
  "guest.tsm.noProvider":
    "レポートを提供するドライバーがありません（{folder} で {reason}）。機密 VM で動作しているか、モジュール {module} が読み込まれているかを確認してください。",
  "guest.tsm.provider": "レポートの提供元は {actual} ですが、このイメージは {expected} 用に設定されています。",
  "guest.tsm.failed": "セキュアプロセッサーのドライバーからレポートを取得できません（{reason}）。",
  "guest.tsm.generation": "レポートのエントリーが 3 回続けて他のプログラムに変更されました。",
  "guest.port.silent": "ラボのレポートポート {path} が応答しません。",
  "guest.port.error": "ラボのレポートポート {path} の応答は {reason} でした。",
  "guest.port.failed": "ラボのレポートポート {path} を使えません（{reason}）。",
  "guest.reports.none": "このマシンにはレポートの取得元が設定されていませんが、この起動方式では必要です。",
  "guest.secret.start": "マシン {machine}。所有者が起動時に鍵を渡します。",
  "guest.secret.missing":
    "起動時にディスク鍵が渡されていません ({folder} で {reason})。所有者による注入と、CONFIG_EFI_SECRET（モジュール efi_secret）のあるカーネルが必要です。",
  "guest.secret.notWiped": "注入された秘密 {path} を消去できない ({reason}) ため、使用しません。",
  "guest.secret.header":
    "注入された鍵は、ヘッダーのダイジェストが {expected} のディスク用です。このディスクは {actual} です。",
  "guest.tpm.connection": "TPM {path} を使えません（{reason}）。",
  "guest.tpm.refused": "TPM が {command} を拒否しました（{code}）。",
  "guest.tpm.malformed":
    "{command} に対する TPM の応答を解釈できません。オフセット {offset} の {field} の期待値は {expected}、実際は {actual} です。",
  "guest.tpm.closed": "{command} の実行中に TPM {path} との接続が切れました。",
  "guest.tpm.notLeft": "PCR 15 を拡張できなかったため、ディスクを開くことはできません。",
  "guest.tdx.notLeft": "RTMR 3 を拡張できなかったため、ディスクを開くことはできません。",
  "guest.tdx.noRegister":
    "{path} がありません（カーネル {kernelVersion}）。TD から RTMR 3 を拡張できるのは、モジュール tdx-guest を読み込んだ Linux 6.16 以降です。",
  "guest.tdx.register": "{path} を通じて RTMR 3 を拡張できません（{reason}）。",
  "guest.tdx.vtpm":
    "このイメージは TD と TPM の両方を使う設定になっています。TD の起動は TD 自身のレジスターに記録されます。",
  "guest.log.missing":
    "ファームウェアのログ {path} がありません。securityfs がマウントされているか、ファームウェアが TPM を認識しているかを確認してください。",
  "guest.log.failed": "ログ {path} を読み込めません（{reason}）。",
  "guest.log.tooLong": "ログ {path} が {limit} バイトを超えています。",
  "guest.log.changing": "クォートの作成中に、起動の計測値が変わり続けました。",
  "guest.azure.stale": "Azure のパラバイザーから、このゲストの証拠に対するレポートを取得できませんでした。",
  "guest.azure.tdx":
    "これは Azure の TD です。Sekisho はまだ Azure の TD に鍵を渡せません（クォートを Azure のパラバイザー経由で取得する必要があります）。",
  "guest.azure.hardware": "Azure のレポートは SEV-SNP のものではありません。",
  "guest.commandLine.count":
    "カーネルのコマンドラインには sekisho.machine=UUID がちょうど 1 つ必要ですが、{count} 個あります。",
  "guest.commandLine.machine":
    "カーネルのコマンドラインのマシン識別子は小文字の UUID でなければなりませんが、{actual} となっています。",
  "guest.configuration": "guest.json を使えません。{field} の期待値は {expected} です。",
  "guest.configuration.missing": "{path} を読み込めません（{reason}）。",
  "guest.usage": "不明な引数です: {word}。使い方: sekisho-guest [--self-test | --version | --configuration ファイル]",
  "guest.crashed": "エージェントで予期しないエラーが発生しました（{reason}）。ディスクは開きません。",
  "guest.ended.closed": "ディスクは開きません。",
  "guest.ended.diskRefused": "ディスクを開かず、ゲートにも問い合わせません。",
  "guest.ended.releaseRefused": "渡された鍵は使いません。ディスクは開きません。",
  "guest.ended.gateNotPinned":
    "登録されたゲートは応答せず、そのアドレスでは別の相手だけが応答しました。ディスクは開きません。",
  "guest.ended.gateUnavailable": "ゲートに接続できません。ディスクは開きません。",
  "guest.selfTest.passed": "自己診断に合格しました: {names}",
  "guest.selfTest.failed": "自己診断に失敗しました: {name}",
} as const;
