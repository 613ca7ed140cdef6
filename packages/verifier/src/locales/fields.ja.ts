import type { CatalogueTexts } from "@sekisho/messages";
import type { fieldsEn } from "./fields.en.ts";

/** レポートとクォートの各フィールドの意味。 */
export const fieldsJa: CatalogueTexts<keyof typeof fieldsEn> = {
  "verifier.field.sev-snp.version": "レポートの形式のバージョンです（{version}）。",
  "verifier.field.sev-snp.guest-svn": "起動対象に所有者が付けたバージョンです。関所では使いません。",
  "verifier.field.sev-snp.policy":
    "マシンに許される動作です。クラウドによるデバッグは禁止されています。設定されているもの: {bits}",
  "verifier.field.sev-snp.policy.debug":
    "マシンに許される動作です。クラウドによるデバッグが許可されており、メモリを読み取られます。設定されているもの: {bits}",
  "verifier.field.sev-snp.family-id": "イメージの系列に所有者が付けた名前です（ID ブロック）。",
  "verifier.field.sev-snp.image-id": "イメージに所有者が付けた名前です（ID ブロック）。",
  "verifier.field.sev-snp.vmpl": "レポートは特権レベル {vmpl} から要求されました（0 が最も高い特権です）。",
  "verifier.field.sev-snp.vmpl.host": "レポートを要求したのは、マシンではなくホストです。",
  "verifier.field.sev-snp.signature-algo": "ECDSA（P-384、SHA-384）で署名されています。",
  "verifier.field.sev-snp.signature-algo.none": "既知の方式では署名されていません。",
  "verifier.field.sev-snp.current-tcb": "現在動作しているプロセッサーのファームウェアのバージョン: {levels}",
  "verifier.field.sev-snp.platform-info": "サーバーの設定です。設定されているもの: {bits}",
  "verifier.field.sev-snp.signing-key.vcek": "チップ固有の鍵（VCEK）で署名されています。",
  "verifier.field.sev-snp.signing-key.vlek": "クラウド事業者の鍵（VLEK）で署名されています。",
  "verifier.field.sev-snp.signing-key.none": "どの鍵でも署名されていません。",
  "verifier.field.sev-snp.report-data":
    "要求時にマシンが選んだ 64 バイトです。関所では、マシン、ゲート、ノンス、ゲスト鍵、ディスクをまとめたハッシュを入れ、レポートをこのリクエストに結び付けます。",
  "verifier.field.sev-snp.measurement":
    "起動ダイジェストです。マシンが何から起動したかを、プロセッサー自身が一つのハッシュにまとめたものです。",
  "verifier.field.sev-snp.host-data": "起動時にクラウドが選んだ 32 バイトです。",
  "verifier.field.sev-snp.id-key": "所有者の ID ブロックに署名した鍵のハッシュです。",
  "verifier.field.sev-snp.id-key.none": "ゼロなので、ID ブロックなしで起動されています。",
  "verifier.field.sev-snp.author-key": "ID ブロックの鍵を証明した鍵のハッシュです。",
  "verifier.field.sev-snp.author-key.none": "ゼロなので、そのような鍵は使われていません。",
  "verifier.field.sev-snp.report-id": "今回の起動のレポートすべてに共通で、ほかの起動とは異なる値です。",
  "verifier.field.sev-snp.report-id-ma":
    "マシンを移動できるマイグレーションエージェントの同様の値です。エージェントがなければ ff… になります。",
  "verifier.field.sev-snp.cpuid": "プロセッサー: {product}",
  "verifier.field.sev-snp.cpuid.unknown": "関所の知らないプロセッサーです。",
  "verifier.field.sev-snp.cpuid-step": "プロセッサーのステッピングです。",
  "verifier.field.sev-snp.reported-tcb": "署名鍵の前提となるバージョン: {levels}",
  "verifier.field.sev-snp.chip-id": "プロセッサーの識別子です。",
  "verifier.field.sev-snp.chip-id.masked": "ゼロなので、どのプロセッサーかはクラウドによって伏せられています。",
  "verifier.field.sev-snp.committed-tcb": "クラウドがこれより古いものに戻せないバージョン: {levels}",
  "verifier.field.sev-snp.current-version": "動作中の SEV ファームウェアのバージョンの一部です（{version}）。",
  "verifier.field.sev-snp.committed-version":
    "クラウドがこれより古いものに戻せない SEV ファームウェアのバージョンの一部です（{version}）。",
  "verifier.field.sev-snp.launch-tcb": "マシンの起動時に動作していたバージョン: {levels}",
  "verifier.field.sev-snp.launch-mit-vector": "起動時に修正済みだった脆弱性です（1 ビットに 1 件）。",
  "verifier.field.sev-snp.current-mit-vector": "現在修正済みの脆弱性です（1 ビットに 1 件）。",
  "verifier.field.sev-snp.signature": "ここより前のすべてに対する、プロセッサーの署名です（R と S）。",

  "verifier.field.tdx.version": "クォートの形式のバージョンです（{version}）。",
  "verifier.field.tdx.attestation-key-type": "クォートに署名する鍵の種類です。2 は ECDSA（P-256）です。",
  "verifier.field.tdx.tee-type": "クォートの対象です。0x81 は TDX の Trust Domain です。",
  "verifier.field.tdx.qe-vendor-id": "Quoting Enclave の製造元です。",
  "verifier.field.tdx.user-data": "Quoting Enclave のデータです。Intel のものは自身の識別子を入れます。",
  "verifier.field.tdx.body-type": "続く内容の種類です。2 は TDX 1.0、3 は TDX 1.5 の TD です。",
  "verifier.field.tdx.tee-tcb-svn": "TDX モジュールとその土台のバージョンです（1 バイトごと）。",
  "verifier.field.tdx.mr-seam": "クラウドを締め出す TDX モジュールのハッシュです。",
  "verifier.field.tdx.mr-signer-seam": "TDX モジュールの署名者です。ゼロは Intel を表します。",
  "verifier.field.tdx.mr-signer-seam.other": "TDX モジュールの署名者です。Intel ではありません。",
  "verifier.field.tdx.td-attributes": "マシンに許される動作です。クラウドによるデバッグは禁止されています。",
  "verifier.field.tdx.td-attributes.debug":
    "マシンに許される動作です。クラウドによるデバッグが許可されており、メモリを読み取られます。",
  "verifier.field.tdx.xfam": "マシンが使えるプロセッサーの拡張機能です。",
  "verifier.field.tdx.mr-td":
    "起動ダイジェストです。マシンのファームウェアを、プロセッサー自身が一つのハッシュにまとめたものです。",
  "verifier.field.tdx.owner-chosen": "起動時に渡された値です。関所では使いません。",
  "verifier.field.tdx.rtmr-0": "ファームウェアの設定と Secure Boot について、ファームウェアが記録したものです。",
  "verifier.field.tdx.rtmr-1": "カーネルまたはブートローダーについて、ファームウェアが記録したものです。",
  "verifier.field.tdx.rtmr-2": "コマンドラインと initrd について、カーネルの実行前に記録されたものです。",
  "verifier.field.tdx.rtmr-3": "ゼロなので、マシンは要求の時点でまだ initrd の中にいました。",
  "verifier.field.tdx.rtmr-3.extended": "ゼロではないので、マシンは要求の時点ですでに initrd を出ていました。",
  "verifier.field.tdx.report-data":
    "要求時にマシンが選んだ 64 バイトです。関所では、マシン、ゲート、ノンス、ゲスト鍵、ディスクをまとめたハッシュを入れ、クォートをこのリクエストに結び付けます。",
  "verifier.field.tdx.tee-tcb-svn-2": "再起動なしの更新後に、現在動作している TDX モジュールのバージョンです。",
  "verifier.field.tdx.mr-service-td": "この TD に結び付けられたサービス TD のハッシュです。なければゼロです。",
  "verifier.field.tdx.signature": "ここより前のすべてに対する署名です。",
  "verifier.field.tdx.attestation-key": "クォートに署名した鍵です。Quoting Enclave が作ったものです。",
  "verifier.field.tdx.qe-report": "Quoting Enclave、つまりクォートに署名した鍵について、プロセッサーが述べたものです。",
  "verifier.field.tdx.qe-report-signature": "それに対するチップの鍵の署名です。",
  "verifier.field.tdx.certification-data": "チップの鍵から Intel に至る証明書です。",
};
