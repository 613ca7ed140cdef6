export const ja = {
  "image.tool.absent":
    "プログラム {tool} がインストールされていません。インストールしてから（sudo apt install {package}）、もう一度実行してください。",
  "image.tool.failed": "プログラム {tool} がステータス {status} で失敗しました：{text}",
  "image.memory-folder.absent":
    "{folder} がメモリ上のファイルシステムではないため、鍵を安全に cryptsetup に渡せません。tmpfs をマウントしてから、もう一度実行してください。",
  "image.namespace.refused":
    "このマシンでは一般ユーザーがユーザー名前空間を作れません（{text}）。uidmap をインストールして /etc/subuid と /etc/subgid に範囲を設定するか、root で実行してください。",
  "image.source.missing": "ファイルまたはフォルダー {path} が見つかりません。--from に指定したパスを確認してください。",
  "image.source.kind": "{path} はフォルダーでも tar ファイルでもありません。--from にはいずれかを指定してください。",
  "image.archive.unreadable": "{path} を tar ファイルとして展開できません：{text}",
  "image.tree.lacks":
    "このルートファイルシステムからはまだマシンを作れません。{packages} が不足しています。ルートファイルシステム内にインストールしてから（apt install {packages}）、もう一度ビルドしてください。",
  "image.keyring.absent":
    "Debian のアーカイブ鍵が {path} にありません。インストールしてから（sudo apt install debian-archive-keyring）、もう一度実行してください。",
  "image.initrd.failed": "initramfs-tools が initrd を作成できませんでした：{text}",
  "image.append.characters":
    "カーネルコマンドラインへの追加部分に、印字可能な ASCII 以外の文字が含まれています。取り除いてください。",
  "image.append.long":
    "カーネルコマンドラインが {length} 文字になります。カーネルが受け付けるのは {longest} 文字までです。--append を短くしてください。",
  "image.output.taken":
    "{path} がすでに存在します。イメージは上書きされません。別のフォルダーを指定するか、既存のものを移動してください。",
  "image.file.missing": "ファイル {path} が見つかりません。パスを確認して、もう一度実行してください。",
  "image.file.malformed": "{path} の内容が正しくありません：{reason}",
  "image.firmware.no-hashes":
    "ファームウェア {path} はカーネル・initrd・コマンドラインを検査しません（SEV ハッシュテーブルがありません）。OVMF の AmdSev ビルド（パッケージ ovmf-amdsev）を使用してください。",
  "image.firmware.unavailable":
    "ファームウェア OVMF.amdsev.fd を {mirror} から取得できません（{reason}）。--firmware でファイルを指定するか、ネットワークに接続してもう一度実行してください。",
  "image.firmware.no-package": "apt がパッケージ {package} をダウンロードしませんでした。",
  "image.backup.locked": "{path} はこのパスフレーズでは開けません。または、内容が変更されています。",
  "image.backup.malformed": "{path} にはマシンの完全なバックアップが入っていません：{reason}",
  "image.backup.header-differs":
    "{path} の LUKS2 ヘッダーが machine.json に記載されたものと異なります（期待値 {expected}、実際 {actual}）。",
  "image.backup.key-dead": "バックアップ内の鍵 {key} では、同梱のヘッダーのどのキースロットも開けません。",
  "image.backup.other-machine": "バックアップはマシン {backup} のもので、{path} はマシン {found} のものです。",
  "image.passphrase.empty": "パスフレーズが空です。推測されにくいものを設定してください。",
  "image.key.length":
    "{path} のディスク鍵は {length} バイトです。32～4096 バイトでなければなりません。--generate-key で作成できます。",
  "image.step.suite": "{suite} のルートファイルシステムを構築しています",
  "image.step.read": "{path} を読み込んでいます",
  "image.step.unpack": "ルートファイルシステムを展開しています",
  "image.step.firmware": "ファームウェアを取得しています",
  "image.step.initrd": "カーネル {version} 用の initrd を作成しています",
  "image.step.filesystem": "ファイルシステムを作成しています",
  "image.step.encrypt": "ディスクを暗号化しています",
  "image.step.measure": "起動ダイジェストの参照値を計算しています",
  "image.step.done": "完了しました",
} as const;
