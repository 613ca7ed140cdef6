export const endorsementsJa = {
  "cli.endorsements.for-what":
    "バンドルの対象を指定してください。証拠なら --for、AMD の製品系列またはチップなら --chip、Intel のプラットフォームの種類なら --fmspc です。",
  "cli.endorsements.unendorsed":
    "{path} には、CPU ベンダーが裏書きするレポートもクォートもありません。Azure の TDX マシンでは、レポートと組になるクォートを指定してください。",
  "cli.endorsements.not-an-fmspc":
    "{text} は FMSPC ではありません。FMSPC は 16 進数 12 桁です。クォートの FMSPC は 'sekisho verify --json' で確認できます。",
  "cli.endorsements.not-a-chip":
    "{text} は Milan、Genoa、Turin のいずれでもなく、AMD のインターフェースの VCEK 証明書のアドレス（…/vcek/v1/Genoa/HWID?blSPL=…。'snphost show vcek-url' が出力する形式）でもありません。",
  "cli.endorsements.asking": "{all} 件中 {number} 件目を問い合わせ中",
  "cli.endorsements.not-a-bundle":
    "{path} はバンドルではありません。'sekisho endorsements bundle' が書き出したファイルを指定してください。",
  "cli.endorsements.nothing-kept":
    "{path} には 'sekisho endorsements import' やゲートが保存したものがありません。別のフォルダーかバンドルを指定してください。Intel の文書のファイルは 'sekisho verify --collateral' で読み込めます。",
  "cli.endorsements.empty": "{path} は空です。どのサーバーからも何も得られませんでした。",
  "cli.endorsements.good":
    "{path}: {count} 件、{gathered} に収集。ベンダーの署名した有効期間では {until} まで有効（あと {days} 日）",
  "cli.endorsements.over": "{path}: {count} 件、{gathered} に収集。うち {over} 件は期限切れか、まだ有効ではありません",
  "cli.endorsements.trust":
    "バンドルに入っているというだけで信頼されるものはありません。証拠の検証では、ベンダーのルートまで必ずチェーンを確かめます。",
  "cli.endorsements.kind.vcek": "チップの証明書",
  "cli.endorsements.kind.certificate-chain": "証明書チェーン",
  "cli.endorsements.kind.revocation-list": "失効リスト",
  "cli.endorsements.kind.tcb-info": "TCB info",
  "cli.endorsements.kind.qe-identity": "Quoting Enclave の identity",
  "cli.endorsements.kind.pck-list": "PCK 証明書の失効リスト",
  "cli.endorsements.kind.root-list": "ルートの失効リスト",
  "cli.endorsements.unwritable": "{path} に書き込めません: {reason}。",
  "cli.endorsements.imported":
    "{count} 件を {folder} に取り込みました。すでにあるもののほうが新しい {older} 件は取り込んでいません。",
  "cli.endorsements.other-root": "（ルート {root} につながっており、ベンダーのルートではありません）",
  "cli.endorsements.no-root": "（このバンドルの中では、署名がどのルートにもつながりません）",
  "cli.endorsements.foreign":
    "ベンダーのものではないルートにつながる {count} 件は取り込みませんでした: {names}。ラボのバンドルなら、そのルートを --root で指定してください（'sekisho endorsements show' で確認できます）。",
  "cli.endorsements.unproven":
    "このバンドルの中で署名がどのルートにもつながらない {count} 件は取り込みませんでした: {names}。",
  "cli.endorsements.imported-over": "{name} は {until} に期限が切れています。保存しますが、使われません。",
} as const;
