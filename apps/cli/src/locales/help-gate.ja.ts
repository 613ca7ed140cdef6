/** 関所（gate、machine、requests、enter など）の `--help` の文言。 */
export const helpGateJa: Readonly<Record<string, string>> = {
  "root certificates of security keys and TPMs that may hold approvers' passkeys":
    "承認者のパスキーを保持できるセキュリティキーや TPM のルート証明書",
  "the checkpoint: appraises guests and releases disk keys": "関所: ゲストを判定し、ディスク鍵を引き渡す",
  "make keys and gate.json, without starting": "鍵と gate.json を作る（起動はしない）",
  "the data directory, made if needed": "データフォルダー（なければ作る）",
  "where guests are listened to (default: 0.0.0.0:8443)": "ゲストを待ち受けるアドレス（既定: 0.0.0.0:8443）",
  "how guests reach the gate (default: from --listen and this machine's name)":
    "ゲストから見たゲートの URL（既定: --listen とこのマシンの名前から）",
  "run the gate until it is stopped; the first start makes its keys": "ゲートを止められるまで動かす。初回は鍵を作る",
  "the administrator's Unix socket (default: in the data directory)":
    "管理用 Unix ソケット（既定: データフォルダーの中）",
  "AMD's key server, or one like it (default: AMD's own)": "AMD の鍵サーバー、または同等のもの（既定: AMD）",
  "Intel's PCS, a PCCS, or one like it (default: Intel's own)": "Intel の PCS、PCCS、または同等のもの（既定: Intel）",
  "where their answers are kept (default: in the data directory)":
    "それらの応答を保存する場所（既定: データフォルダーの中）",
  "ask no service: what `sekisho endorsements import` brought must do":
    "サーバーに問い合わせず、`sekisho endorsements import` で取り込んだものだけを使う",
  "what is logged, as JSON lines, to standard error": "標準エラーに JSON 行で記録する内容",
  "print gate.json: what images and people need to know of this gate":
    "gate.json（イメージと利用者がこのゲートについて知るべきこと）を出力する",
  "the data directory": "データフォルダー",

  "the machines that a gate knows": "ゲートに登録されたマシン",
  "register a machine; in the modes auto and approve with the disk key that the gate is to hold":
    "マシンを登録する。auto と approve のモードではゲートに預けるディスク鍵も渡す",
  "what image build wrote": "image build が書き出したファイル",
  "data directory of a gate on this machine": "このマシンにあるゲートのデータフォルダー",
  "its administrator's socket (default: in the data directory)": "その管理用ソケット（既定: データフォルダーの中）",
  "a gate elsewhere: reached over TLS, by the keys in this file": "離れたゲート: このファイルの鍵で確かめ、TLS で接続",
  "the administrator's token, with --gate": "管理者トークン（--gate と一緒に指定）",
  "a policy in YAML (default: the built-in policy `strict`)": "YAML のポリシー（既定: 組み込みポリシー strict）",
  "the disk key, only in the modes auto and approve": "ディスク鍵（auto と approve のモードのみ）",
  "all machines, by name": "すべてのマシンを名前順に表示する",
  "one machine": "マシンをひとつ表示する",
  "its identifier or name": "ID または名前",
  "forget a machine, and the key that the gate holds for it": "マシンの登録と、ゲートが預かる鍵を削除する",
  "register the LUKS2 header after a change of key slots; the one before is refused from then on":
    "キースロットの変更後に LUKS2 ヘッダーを登録する。以前のヘッダーは以後拒否される",
  "SHA-256 over every byte before the data segment": "データセグメントより前の全バイトの SHA-256",
  "compute it from this disk, or from a file that holds the header":
    "このディスク、またはヘッダーの入ったファイルから計算",
  "with --disk: put it into this file too, which sekisho enter goes by":
    "--disk と一緒に: sekisho enter が頼りにするこのファイルにも書き込む",
  "add the known good boots of a refreshed image, or remove an old one":
    "更新したイメージの参照値を追加する、または古いものを削除する",
  "what image refresh wrote": "image refresh が書き出したファイル",
  "the digest, as machine show lists it, of a boot that is no longer good":
    "もう正しいとしない起動のダイジェスト（machine show が表示するもの）",
  "back up a machine's LUKS2 header and keys into one file under a passphrase (age format)":
    "マシンの LUKS2 ヘッダーと鍵を、パスフレーズで保護したひとつのファイル（age 形式）に保存する",
  "disk and keys lie beside it": "ディスクと鍵は同じ場所に置く",
  "its first line (default: asked for on the terminal)": "その 1 行目（既定: 端末で尋ねる）",
  "the backup to write": "書き出すバックアップ",
  "verify a backup, and restore it": "バックアップを検証し、復元する",
  "what machine export wrote": "machine export が書き出したファイル",
  "write nothing: only look whether it can be restored": "何も書かず、復元できるかどうかだけを確かめる",
  "restore machine.json and keys into this folder": "machine.json と鍵をこのフォルダーに復元",
  "overwrite this disk's LUKS2 header with the backup's": "このディスクの LUKS2 ヘッダーをバックアップのもので上書き",

  "take what only a first boot tells (PCR 0 and 1; of a TD RTMR 0) into machine.json, after a look; no key is released":
    "最初の起動でしか分からない値（PCR 0 と 1、TD では RTMR 0）を、確認のうえ machine.json に学習する。鍵は引き渡さない",
  "the file, or its folder": "ファイルまたはそのフォルダー",
  "the boot whose evidence the gate stored with this request": "ゲートがこのリクエストとともに保存した証拠の起動",
  "the boot of this evidence bundle": "この証拠バンドルの起動",
  "learn this PCR (of a TD: RTMR) although it differs from the prediction; can be given again":
    "予測と異なっていてもこの PCR（TD では RTMR）を学習。繰り返し指定できる",
  "don't ask: somebody has looked at the comparison": "尋ねない（比較結果を人が確認済み）",

  "the guests that ask a gate for their keys": "ゲートに鍵を求めているゲストのリクエスト",
  "requests, the newest first": "リクエストを新しい順に表示する",
  "those that have ended too": "終了したものも表示",
  "go on, and print each request whenever it changes": "続けて、リクエストの状態が変わるたびに表示",
  "one request with its verdict": "リクエストひとつとその判定を表示する",
  "its number or identifier": "番号または ID",
  "let the same boot of a VM have its key once more": "VM の同じ起動に、もう一度だけ鍵の引き渡しを許可する",
  "verify a guest's evidence on this device, then seal the disk's passphrase to that very guest":
    "ゲストの証拠をこの端末で検証し、ディスクのパスフレーズをそのゲスト宛てに封印する",
  "your own copy: what the evidence is held against": "手元のコピー。証拠をこれと照合する",
  "your own policy in YAML (default: the built-in policy `strict`)":
    "手元の YAML のポリシー（既定: 組み込みポリシー strict）",
  "revocation lists of your own, PEM or DER; can be given again":
    "手元の失効リスト（PEM または DER）。繰り返し指定できる",
  "get the newest lists and documents from the vendor, without asking the gate":
    "最新の失効リストや文書を、ゲートを介さずベンダーから取得",
  "its first line; - for standard input (default: asked for on the terminal)":
    "その 1 行目。- なら標準入力（既定: 端末で尋ねる）",
  "refuse a request; the guest learns only its number": "リクエストを拒否する。ゲストには番号しか伝わらない",
  "why, for the people who look at it later": "理由（後で見る人のため）",

  "the page on which a person decides, served to this device alone and judging by your own files":
    "人が判断するためのページを、この端末だけに配信する。手元のファイルだけで判定する",
  "your own copy: what the evidence is held against; can be given again":
    "手元の写し: 証拠をこれと突き合わせる。繰り返し指定できる",
  "on 127.0.0.1 (default: any that is free)": "127.0.0.1 のポート（既定: 空いているもの）",
  "print the address, and open no browser": "アドレスを表示するだけで、ブラウザーを開かない",
};
