/** `sekisho verify` と判定結果の表示。 */
export const verifyJa = {
  "cli.file.too-large":
    "{path} は {limit} バイトを超えており、このコマンドが読むファイルではありません。パスを確認してください。",
  "cli.verify.not-hex":
    "{option} には {length} バイト（16 進数ちょうど {digits} 桁）を指定し、もう一度実行してください。",
  "cli.verify.not-a-moment":
    "--at にはタイムゾーン付きの ISO 8601 の日時（2026-11-23T09:00:00Z）か日付を指定してください。{text} は読み取れません。",
  "cli.verify.not-a-url":
    "{option} には https:// または http:// で始まるアドレスを指定してください。{url} は使えません。",
  "cli.verify.policy.not-text":
    "{path} はポリシーではありません。ポリシーは YAML のテキストです。--policy に別のファイルを指定してください。",
  "cli.verify.policy": "ポリシー {path} は使えません。{problem}",
  "cli.verify.policy.several": "ポリシー {path} は使えません。{problem}（問題はほかに {more} 件あります）",
  "cli.verify.certificates.none":
    "{path} には証明書（PEM または DER）がありません。--cert に別のファイルを指定してください。",
  "cli.verify.certificates.other": "{path} は証明書ではなく失効リストです。--crl で指定してください。",
  "cli.verify.crls.none":
    "{path} には失効リスト（PEM または DER）がありません。--crl に別のファイルを指定してください。",
  "cli.verify.crls.other": "{path} は失効リストではなく証明書です。--cert で指定してください。",
  "cli.verify.collateral-unknown":
    "{path} には証明書も失効リスト（PEM または DER）も Intel のコラテラル（JSON）もありません。別のファイルかフォルダーを指定してください。",
  "cli.verify.skipped": "{path} は証明書でも失効リストでもコラテラルでもないため、読み飛ばしました。",
  "cli.verify.unknown-evidence":
    "{path} は Sekisho の知る証拠ではありません。対応しているのは AMD SEV-SNP レポート（証明書テーブル付きも可）、Intel TDX と SGX のクォート、Azure HCL レポート、Sekisho の証拠バンドルです。",
  "cli.verify.no-quote":
    "{path} はクォートではありません。--quote には HCL レポートに対応する TDX クォートを指定してください。",
  "cli.verify.no-tdx-quote": "{path} は SGX エンクレーブのクォートです。--quote には TD のクォートを指定してください。",
  "cli.verify.quote-unused":
    "--quote は、TD の Azure HCL レポートと共にだけ使います。クォート自体を判定するには、証拠として指定してください。",
  "cli.verify.boot-log":
    "{path} は起動ログです。署名がないため、単独では判定できません。内容は 'sekisho boot-log' で表示できます。TD のログは、クォートと一緒に --event-log で指定してください。",
  "cli.verify.no-event-log":
    "{path} は TD のイベントログ（CCEL）として読めません。{field}（オフセット {offset}）: 期待値は {expected}、実際は {actual}。--event-log に別のファイルを指定してください。",
  "cli.verify.event-log-unused": "--event-log は TD の証拠と共にだけ使います。外してください。",
  "cli.verify.empty-bundle": "{path} は証拠バンドルですが、レポートも TPM の証拠も含まないため、判定できません。",
  "cli.verify.bundle.machine.pass": "バンドルは machine.json のマシンのものです。",
  "cli.verify.bundle.machine.fail": "バンドルは machine.json とは別のマシンのものです。",
  "cli.verify.bundle.header.pass": "ディスクの LUKS2 ヘッダーは machine.json のものと一致します。",
  "cli.verify.bundle.header.fail": "ディスクの LUKS2 ヘッダーが machine.json のものと異なります。",
  "cli.verify.bundle.vtpm.missing": "ディスクから起動するマシンですが、バンドルに TPM の証拠がありません。",
  "cli.verify.bundle.report.missing": "機密 VM のはずですが、証拠にその種類のレポートやクォートがありません。",
  "cli.verify.memory": "証拠は TPM によるものだけです。このマシンのメモリーは保護されていません。",
  "cli.verify.receipt": "{path} は鍵の引き渡しのレシートです。sekisho receipt verify で検証してください。",
  "cli.verify.other-json":
    "{path} は JSON ですが、Sekisho の証拠バンドルではありません。Intel の文書や 'sekisho endorsements bundle' の出力は --collateral で、machine.json は --machine で指定してください。",
  "cli.verify.not-a-bundle": "{path} は JSON ですが、Sekisho の証拠バンドルではありません（{field}: {reason}）。",
  "cli.verify.some-unreadable":
    "{all} 個のファイルのうち {unreadable} 個を読めませんでした。それぞれの理由は上に示したとおりです。",
  "cli.report.accepted": "{what}: 合格",
  "cli.report.rejected": "{what}: 不合格",
  "cli.report.refusing": "不合格の理由:",
  "cli.report.unknown": "確認できなかった項目、注意が必要な項目（ポリシーは要求していません）:",
  "cli.report.passed": "確認した項目:",
  "cli.report.expected": "期待値: {value}",
  "cli.report.actual": "実際:   {value}",
} as const;
