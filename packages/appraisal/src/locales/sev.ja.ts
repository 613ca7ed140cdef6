/** SEV と SEV-ES の起動の検査結果。 */
export const sevJa = {
  "sev.guest-policy.debug.yes": "ホストがデバッグコマンドでゲストのメモリを読み書きできます。",
  "sev.guest-policy.debug.no": "ホストはゲストにデバッグコマンドを使えません。",
  "sev.guest-policy.key-sharing.yes": "ほかのゲストに同じメモリ鍵が与えられる可能性があります。",
  "sev.guest-policy.key-sharing.no": "ほかのゲストに同じメモリ鍵が与えられることはありません。",
  "sev.guest-policy.es.yes": "ゲストのレジスタも暗号化されます (SEV-ES)。",
  "sev.guest-policy.es.no": "ゲストのレジスタはホストから見えます。ES なしの SEV です。",
  "sev.guest-policy.send.yes": "ゲストを別のプラットフォームへ送ることができます。",
  "sev.guest-policy.send.no": "ゲストを別のプラットフォームへ送ることはできません。",
  "sev.guest-policy.domain.yes": "ゲストは同じ所有者のプラットフォームにしか送れません。",
  "sev.guest-policy.domain.no": "送ることが許されていれば、どの所有者のプラットフォームへも送れます。",
  "sev.guest-policy.sev.yes": "ゲストは SEV を備えたプラットフォームにしか送れません。",
  "sev.guest-policy.sev.no": "送ることが許されていれば、SEV のないプラットフォームへも送れます。",
  "sev.guest-policy.api.high-enough":
    "起動ポリシーは、十分に新しい API のプラットフォームだけにゲストの実行を許しています。",
  "sev.guest-policy.api.too-low": "起動ポリシーが、要求より古い API のプラットフォームにもゲストの実行を許しています。",
  "sev.guest-policy.unknown-bits.clear": "起動ポリシーの予約ビットはすべて 0 です。",
  "sev.guest-policy.unknown-bits.set": "起動ポリシーの予約ビットが立っており、何を許すのか誰にも分かりません。",
  "sev.expected-guest-policy.equal": "ゲストはこのマシンの起動ポリシーで起動されます。",
  "sev.expected-guest-policy.differs": "ゲストがこのマシンのものとは別の起動ポリシーで起動されます。",
  "sev.chip.known": "プロセッサはポリシーに挙げられたものです。",
  "sev.chip.unknown": "プロセッサはポリシーに挙げられたもののいずれでもありません。",
  "sev.chip.missing": "プロセッサを特定する CEK がプラットフォームの証明書にありません。",
  "sev.firmware.high-enough": "プラットフォームのファームウェアは十分に新しいものです。",
  "sev.firmware.too-low": "プラットフォームのファームウェアがポリシーの要求より古く、その後の修正が入っていません。",
  "sev.firmware.not-told": "プラットフォームのファームウェアのバージョンはまだ分かりません。起動の測定値で分かります。",
  "sev.measurement.known": "プラットフォームは既知の起動を測定しました: {name}。",
  "sev.measurement.demanded": "プラットフォームは、ポリシーに挙げられた起動ダイジェストを測定しました。",
  "sev.measurement.known-older-host":
    "プラットフォームは既知の起動 ({name}) を測定しました。ホストは Linux 6.10 より古く、セーブ領域に FPU の状態が入っていません。",
  "sev.measurement.not-demanded":
    "プラットフォームは既知の起動 ({name}) を測定しましたが、ポリシーに挙げられたものではありません。",
  "sev.measurement.unknown":
    "測定値はどの既知の起動のものでもありません。別のものが起動されたか、ファームウェアのバージョンがホストの申告と違うか、別の起動の測定値です。",
  "sev.measurement.unexplained":
    "測定値はどの既知の起動のものでもなく、既知のファイルによる {tried} 通りの起動でも説明できません。いずれかのファイルかコマンドラインが既知のものでないか、ファームウェアのバージョンがホストの申告と違うか、別の起動の測定値です。",
  "sev.measurement.no-reference-values": "測定値と比べる既知の起動がありません。",
} as const;
