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
  "image.kernel.secret":
    "カーネル {version} は起動時に注入される鍵を読めません。ドライバー efi_secret (CONFIG_EFI_SECRET) がありません。Debian のカーネルにはありません。このドライバーがあるカーネルのルートファイルシステムを使ってください: {kernels}。",
  "image.kernel.register":
    "ルートファイルシステムのカーネルは {version} です。TD には、initrd を離れる前に RTMR 3 を拡張できる Linux {wanted} 以降が必要です。新しいスイート（--suite sid）か、そのカーネルを含むツリー（--from）を使ってください。",
  "image.output.taken":
    "{path} がすでに存在します。イメージは上書きされません。別のフォルダーを指定するか、既存のものを移動してください。",
  "image.file.missing": "ファイル {path} が見つかりません。パスを確認して、もう一度実行してください。",
  "image.file.not-json":
    "{path} は JSON ではないため、ここで指定すべきファイルではありません。パスを確認してください。",
  "image.file.malformed": "{path} の内容が正しくありません：{reason}",
  "image.firmware.no-hashes":
    "ファームウェア {path} はカーネル・initrd・コマンドラインを検査しません（SEV ハッシュテーブルがありません）。OVMF の AmdSev ビルド（パッケージ ovmf-amdsev）を使用してください。",
  "image.packages.unavailable":
    "パッケージ {packages} を {mirror} から取得できません（{reason}）。ネットワークに接続してもう一度実行してください。ファームウェアは --firmware でファイルとしても指定できます。",
  "image.packages.no-file":
    "パッケージ {packages} にファイル {path} がありません。Sekisho の知っている内容と異なるため、別のスイートまたはミラーを指定してください。",
  "image.variables.foreign-keys":
    "変数ストア {path} には別の所有者の Secure Boot 鍵が登録されているため、新しい鍵で署名しても起動できません。登録済みの鍵を --signing-key と --signing-certificate で指定するか、鍵のない変数ストアを指定してください。",
  "image.refresh.no-room":
    "新しい起動ファイルには {needed} MiB 必要ですが、パーティションは {available} MiB です。新しいイメージを作成してください。",
  "image.signing-key.mismatch":
    "{path} の鍵は {certificatePath} の証明書のものではありません。対応する組を指定してください。",
  "image.append.grub":
    "GRUB は {word} をそのままカーネルに渡せません。--append には英数字と _.,:=/@%+- だけを使うか、GRUB を使わない起動（--boot uki）を選んでください。",
  "image.backup.locked": "{path} はこのパスフレーズでは開けません。または、内容が変更されています。",
  "image.backup.malformed": "{path} にはマシンの完全なバックアップが入っていません：{reason}",
  "image.backup.header-differs":
    "{path} の LUKS2 ヘッダーが machine.json に記載されたものと異なります（期待値 {expected}、実際 {actual}）。",
  "image.backup.key-dead": "バックアップ内の鍵 {key} では、同梱のヘッダーのどのキースロットも開けません。",
  "image.backup.other-machine": "バックアップはマシン {backup} のもので、{path} はマシン {found} のものです。",
  "image.passphrase.empty": "パスフレーズが空です。推測されにくいものを設定してください。",
  "image.key.length":
    "{path} のディスク鍵は {length} バイトです。32～4096 バイトでなければなりません。--generate-key で作成できます。",
  "image.inspect.table":
    "{path} のパーティションテーブルを読み取れません（{field}：期待値 {expected}、実際 {actual}）。GPT を持つ raw 形式のディスクイメージを指定してください。",
  "image.inspect.esp":
    "{path} には FAT の EFI システムパーティションが {count} 個あります。ちょうど 1 個必要です。パーティションの種類を確認してください（sfdisk --list）。",
  "image.inspect.path":
    "{path} という名前には、ディスクイメージ内で検索できない文字が含まれています。ファイル名を変更してください。",
  "image.inspect.ext4": "{path} の ext4 ファイルシステムを読み取れません：{text}",
  "image.inspect.file":
    "{disk} の EFI システムパーティションに {path} がありません。イメージの起動方法（--boot）を確認してください。",
  "image.inspect.uki":
    "どの統合カーネルイメージが起動するか判断できません（EFI/Linux に {count} 個、loader/entries に {entries} 個）。1 個だけ残すか、loader.conf の default で指定してください。",
  "image.inspect.variables":
    "OVMF の変数ストアではありません（{field}：期待値 {expected}、実際 {actual}）。VM が起動時に使う OVMF_VARS….fd を指定してください。",
  "image.inspect.secure-boot-off":
    "Secure Boot が指定されていますが、この変数ストアではファームウェアが検証を強制しません。鍵を登録するか、別の変数ストアを使ってください。",
  "image.inspect.secure-boot-on":
    "Secure Boot なしが指定されていますが、この変数ストアではファームウェアが検証を強制します。鍵のない変数ストアを使ってください。",
  "image.inspect.no-secure-boot":
    "変数ストアには鍵が登録されていますが、このファームウェアは Secure Boot なしでビルドされています。対応するビルド（OVMF_CODE_4M.secboot.fd）を使ってください。",
  "image.step.suite": "{suite} のルートファイルシステムを構築しています",
  "image.step.read": "{path} を読み込んでいます",
  "image.step.unpack": "ルートファイルシステムを展開しています",
  "image.step.firmware": "ファームウェアを取得しています",
  "image.step.initrd": "カーネル {version} 用の initrd を作成しています",
  "image.step.filesystem": "ファイルシステムを作成しています",
  "image.step.encrypt": "ディスクを暗号化しています",
  "image.step.measure": "参照値を計算しています",
  "image.step.done": "完了しました",
} as const;
