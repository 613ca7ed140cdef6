/** `sekisho image` と `sekisho machine export` の文言。 */
export const imageJa = {
  "cli.image.no-source": "何からビルドするかを指定してください（--suite trixie、または --from にフォルダーか tar）。",
  "cli.image.two-sources": "--suite と --from は同時に指定できません。どちらか一方を指定してください。",
  "cli.image.packages-from":
    "--packages は --suite でのみ使えます。--from の場合は、そのルートファイルシステムにパッケージをインストールしてください。",
  "cli.image.two-keys": "--key-file と --generate-key は同時に指定できません。どちらか一方を指定してください。",
  "cli.image.enter-generate":
    "enter モードでは人がパスフレーズを入力するため、鍵は生成しません。--generate-key を外すか、--mode auto か approve を指定してください。",
  "cli.image.no-ssh-key": "{path} に SSH の公開鍵がありません。.pub ファイルを指定してください。",
  "cli.image.interrupted": "中断しました。作成途中のものは片付けました。",
  "cli.image.agent": "ゲストエージェントをビルドしています",
  "cli.image.recovery":
    "回復キーは {path} にあります。印刷するか書き写してオフラインで保管し、ファイルは削除してください。このキーがあればゲートなしでディスクを開けます。",
  "cli.image.built": "マシン {name}（{id}）を {folder} に作成しました。",
  "cli.image.launch-digest": "起動ダイジェストの参照値：{digest}",
  "cli.image.predicted": "予測した起動：{name}（{registers}）",
  "cli.image.learn-first":
    "{name} の最初の起動はゲートに拒否されます。RTMR 0 はマシンの構成で決まり、どのファイルからも分からないためです。その起動を確認し、sekisho machine learn で学習してください。",
  "cli.image.disk-only":
    "{option} はディスクから起動するマシン用です。--boot grub または --boot uki を付けるか、{option} を外してください。",
  "cli.image.direct-only":
    "--technology {technology} は --boot {boot} と組み合わせられません。このゲストは直接起動します。--boot を省いてください。",
  "cli.image.vtpm-outside":
    "{provider} の TPM は機密 VM の中にあるもので、--technology tpm のマシンにはありません。--vtpm device または --vtpm google を指定してください。",
  "cli.image.endorsement-unused":
    "--vtpm {provider} では構成証明レポートが TPM を裏付けます。--endorsement-key と --endorsement-root を外してください。",
  "cli.image.signing-both":
    "署名には鍵と証明書の両方が必要です。--signing-key と --signing-certificate を両方指定してください。",
  "cli.image.signing-unused":
    "署名するのは Secure Boot を有効にした --boot uki だけです。--signing-key と --signing-certificate を外してください。",
  "cli.image.no-report":
    "--technology sev、sev-es、tpm のマシンには構成証明レポートがありません。--report-source を外してください。",
  "cli.image.signing-key":
    "このマシンのファームウェアが起動するものに署名する鍵は {path} にあります。この鍵を持つ人は別の起動にも署名できるため、マシンやホストに渡さないでください。",
  "cli.image.no-svsm":
    "SVSM が指定されていないため、起動ダイジェストの参照値はファームウェアだけのものです。vTPM を持つ SVSM もホストで計測されるので、その SVSM を --svsm で指定してビルドしてください。",
  "cli.image.needs-smm":
    "Debian の OVMF が Secure Boot を強制するには System Management Mode が必要ですが、機密 VM にはありません。このマシンはラボで起動できます。実機では、System Management Mode なしで Secure Boot を有効にしてビルドした OVMF を --firmware で指定してください。",
  "cli.image.changed": "{component}：{from} → {to}",
  "cli.image.would-change": "変更予定：{component}：{from} → {to}",
  "cli.image.current": "すべて最新です。変更はありません。",
  "cli.image.tell-gate":
    "{folder}/machine.json に、これまでの値と並べて新しい参照値を追加しました。次の起動の前にゲートへ登録してください：sekisho machine reference-values {name} --add {folder}/machine.json",
  "cli.passphrase.choose": "パスフレーズ",
  "cli.passphrase.again": "パスフレーズ（確認）",
  "cli.passphrase.differ": "2 つのパスフレーズが一致しません。もう一度実行してください。",
  "cli.passphrase.abandoned": "パスフレーズが入力されなかったため、何も行いませんでした。",
  "cli.passphrase.no-terminal": "パスフレーズを尋ねる端末がありません。ファイルで指定してください。",
  "cli.machine.exported":
    "バックアップを {output} に保存しました（{files}）。age に対応したどのプログラムでも、パスフレーズで開けます。",
  "cli.machine.import-what":
    "--verify か、復元先（--output フォルダー、--disk ファイル、または両方）のいずれかを指定してください。",
  "cli.machine.verified":
    "{name}（{id}）のバックアップは完全です。ヘッダーは登録済みのもので、次の鍵で開けます：{keys}",
  "cli.machine.imported": "{name}（{id}）のバックアップを検証し、復元しました。鍵：{keys}",
} as const;
