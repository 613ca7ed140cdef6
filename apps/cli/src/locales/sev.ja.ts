/** `sekisho sev` の文章。 */
export const sevJa = {
  "cli.sev.exists": "{path} はすでにあります。--out か --name を変えてください。セッションは起動ごとに作るものです。",
  "cli.sev.unwritable": "{path} に書き込めません ({reason})。",
  "cli.sev.platform-order":
    "{path} の証明書を続けて読むことができません。ARK の署名がないまま終わるファイルは最後に指定してください。",
  "cli.sev.no-session":
    "このプラットフォームのセッションは作れません。PDH が P-384 の鍵でないか、曲線上の点ではありません。",
  "cli.sev.session.made":
    "1 回の起動のためのセッションを作りました。{keys} にその鍵があります。保管し、誰にも見せないでください。ホストには残りの 2 つのファイルを渡します。\n  {certificate}  (QEMU: dh-cert-file、libvirt: <dhCert>)\n  {session}  (QEMU: session-file、libvirt: <session>)\n起動ポリシー: {policy}。cbitpos と reduced-phys-bits は query-sev-capabilities の値を加えてください。",
  "cli.sev.launch": "起動",
  "cli.sev.launch-info.missing":
    "{option} を指定するか、ホストの情報 ({words}) が入ったファイルを --launch-info で指定してください。「sekisho sev secret」では、「sekisho sev verify」が書き出したファイルを --verdict で指定することもできます。",
  "cli.sev.machine.technology":
    "{path} は技術が {technology} のマシンです。`sekisho sev` は直接起動する sev と sev-es のマシンのためのものです。",
  "cli.sev.known.missing": "{option} または --machine を指定してください。",
  "cli.sev.verdict.malformed": "{path} は `sekisho sev verify` の判定ファイルではありません。",
  "cli.sev.verdict.foreign": "{path} はこの鍵で作られたものではありません。別のセッションのものか、改変されています。",
  "cli.sev.secret.nothing": "封印するものがありません。--key か --disk-passphrase を指定してください。",
  "cli.sev.secret.empty": "{path} は空です。",
  "cli.sev.secret.no-area":
    "ファームウェア {path} には起動シークレットを置く場所がありません。OVMF の AmdSev ビルドにはあります。",
  "cli.sev.secret.too-large": "秘密は {length} バイトですが、ファームウェアには {size} バイトしか入りません。",
  "cli.sev.secret.made":
    "パケットを作りました。開けるのはこの起動だけです。ホストには両方のファイルを渡します。\n  {header}\n  {payload}\nQEMU では sev-inject-launch-secret（引数は --json で表示）、libvirt では次のとおりです。",
  "cli.sev.kernel.no":
    "ゲストのカーネルは起動シークレットを読めません。CONFIG_EFI_SECRET がないか、initrd にモジュールがありません。Debian のカーネルにはありません（12、13、sid を確認）。使えるカーネル: {kernels}。",
  "cli.sev.kernel.unknown":
    "ゲストのカーネルが起動シークレットを読めるか (CONFIG_EFI_SECRET) 分かりません。設定ファイル (/boot/config-VERSION) を --kernel-config で指定してください。使えるカーネル: {kernels}。",
} as const;
