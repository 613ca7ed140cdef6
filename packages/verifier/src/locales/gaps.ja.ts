import type { CatalogueTexts } from "@sekisho/messages";
import type { gapsEn } from "./gaps.en.ts";

/** 判定だけでは埋まらない点。何か、なぜ問題か、どうすればよいか。 */
export const gapsJa: CatalogueTexts<keyof typeof gapsEn> = {
  "verifier.gap.lab-root.title": "ラボのプロセッサーです",
  "verifier.gap.lab-root.why":
    "machine.json が、チップメーカーのものではないルート鍵を信頼しています。その鍵を持つ人はどんな内容のレポートでも作れるため、何も保護されません。",
  "verifier.gap.lab-root.remedy":
    "関所を試すだけなら問題ありません。本番では、ラボのルートなしでマシンを作り直し、本物の機密 VM で動かしてください。",
  "verifier.gap.no-confidential-vm.title": "機密 VM ではありません",
  "verifier.gap.no-confidential-vm.why":
    "何が起動したかは TPM から分かりますが、メモリはマシンの運用者から保護されません。ディスク鍵もメモリから読み取れます。",
  "verifier.gap.no-confidential-vm.remedy":
    "その運用者に見られてもよいデータだけを扱うか、SEV-SNP か TDX のプランに移してください。",
  "verifier.gap.vtpm-outside.title": "TPM はクラウド側にあります",
  "verifier.gap.vtpm-outside.why":
    "起動の記録が機密 VM の外に置かれています。その TPM を持つクラウドは、実際にはなかった起動の記録を作れます。",
  "verifier.gap.vtpm-outside.remedy":
    "直接起動、または機密 VM の内側の vTPM（SVSM）を使えるクラウドでは、それを使ってください。使えない場合、何が起動したかについてはクラウドを信用することになります。",
  "verifier.gap.unmeasured-svsm.title": "起動を記録しているのが何者か分かりません",
  "verifier.gap.unmeasured-svsm.why":
    "起動ダイジェストに SVSM が含まれているか確認できません。SVSM の代わりに動くものがあれば、どんな記録でも作れます。",
  "verifier.gap.unmeasured-svsm.remedy":
    "SVSM を含む既知の起動を machine.json の measuredLaunches に加え、ポリシーに measured-boot.unmeasured-svsm: refuse を指定してください。",
  "verifier.gap.milan.title": "Milan の鍵は読み出されるおそれがあります",
  "verifier.gap.milan.why":
    "この世代のプロセッサーの署名鍵をソフトウェアで取り出す方法が報告されています（arXiv 2605.12990）。そうなると、どのバージョンを示す Milan のレポートも偽造できます。",
  "verifier.gap.milan.remedy":
    "Genoa か Turin のプランを選び、ポリシーに milan: refuse を指定してください。それまでは、既知のプロセッサー（chip-ids）だけに限定してください。",
  "verifier.gap.vlek.title": "署名鍵がチップ固有ではなく、クラウド事業者のものです",
  "verifier.gap.vlek.why":
    "この鍵（VLEK）は、クラウド事業者が自社のどのプロセッサーにも入れられます。どのプロセッサーで動いているか分からず、一つから鍵が漏れればすべてを偽れます。",
  "verifier.gap.vlek.remedy":
    "事業者が選ばせてくれるなら、チップ固有の鍵（VCEK）で署名されたレポートを使ってください。ポリシーの signer.csp-id で事業者を限定できます。",
  "verifier.gap.no-crl.title": "鍵の失効を確認していません",
  "verifier.gap.no-crl.why": "チップメーカーの失効リストがないため、漏れたと分かっている鍵でも合格してしまいます。",
  "verifier.gap.no-crl.remedy":
    "ゲートがチップメーカーのサービスに接続できるようにするか、裏書きのバンドルを取り込んでください。ポリシーに crl: required を指定すると、リストがないときは拒否します。",
  "verifier.gap.no-collateral.title": "このプラットフォームについて Intel の情報がありません",
  "verifier.gap.no-collateral.why": "Intel の文書がないため、既知の脆弱性があるか、失効していないかが分かりません。",
  "verifier.gap.no-collateral.remedy":
    "ゲートが Intel のサービスに接続できるようにするか、裏書きのバンドルを取り込んでください。ポリシーに collateral: required を指定すると、文書がないときは拒否します。",
  "verifier.gap.tcb-not-judged.title": "プロセッサーのファームウェアの古さを問うていません",
  "verifier.gap.tcb-not-judged.why":
    "ポリシーに下限がないか、このプロセッサー用の下限がありません。既知の脆弱性があるファームウェアでも合格します。",
  "verifier.gap.tcb-not-judged.remedy":
    "ポリシーに下限を指定してください。SEV-SNP では tcb.reported: published、TDX では tcb.statuses です。組み込みのポリシーには両方が含まれています。",
  "verifier.gap.unrebuildable-firmware.title": "クラウドのファームウェアは再現ビルドできません",
  "verifier.gap.unrebuildable-firmware.why":
    "マシンで最初に動くプログラムはクラウド事業者が作ったもので、分かるのはダイジェストだけです。ソースコードと照らして動作を確かめることは、外部の誰にもできません。",
  "verifier.gap.unrebuildable-firmware.remedy":
    "ダイジェストを固定し、変わったときは内容を確認してから受け入れてください。自分で用意したファームウェアを起動できるクラウドなら、この問題はありません。",
  "verifier.gap.weak-firmware.title": "ダイジェストは合っていますが、弱点のあるファームウェアです",
  "verifier.gap.weak-firmware.why":
    "既知の弱点があるバージョンです。自分で選んだものには違いありませんが、起動すべきでないものを起動するおそれがあります。",
  "verifier.gap.weak-firmware.remedy":
    "新しいファームウェアでマシンを作り直し、ポリシーに weak-firmware: refuse を指定してください。",
  "verifier.gap.learned-registers.title": "起動の一部は、計算ではなく学習した値です",
  "verifier.gap.learned-registers.why":
    "ファームウェアが自分自身について記録する値は事前に計算できないため、最初の起動から取り込みました。その起動がすでに改ざんされていたなら、改ざんされた状態が正しいものとして扱われます。",
  "verifier.gap.learned-registers.remedy":
    "自分で起動し、内容を確認した起動だけを学習させてください。同じ構成の別のマシンの値と比べるのも有効です。",
  "verifier.gap.registers-left-out.title": "ポリシーは起動の一部しか見ていません",
  "verifier.gap.registers-left-out.why":
    "ポリシーが一部の PCR だけを挙げています。挙げられていない PCR に記録されるものは、変わっても気付けません。",
  "verifier.gap.registers-left-out.remedy":
    "ポリシーから measured-boot.pcrs を消してください。必要な PCR がすべて対象になります。",
  "verifier.gap.secure-boot-off.title": "Secure Boot が無効です",
  "verifier.gap.secure-boot-off.why":
    "ディスクにあるものは何でも起動します。別のものが起動すれば記録に残り、鍵は拒否されますが、動くこと自体は止められません。",
  "verifier.gap.secure-boot-off.remedy":
    "自作のカーネルを使うのでなければ、マシンを作るときに Secure Boot を有効にしてください。",
  "verifier.gap.any-chip.title": "本物であれば、どのプロセッサーでも合格します",
  "verifier.gap.any-chip.why":
    "マシンを見分けているのは起動したものであり、動いている場所ではありません。ディスクとイメージを写し取った人が、器具を使える手元のプロセッサーで起動することもできます。",
  "verifier.gap.any-chip.remedy":
    "自分のプロセッサーがどれかをクラウドから教えてもらえるなら、ポリシーで限定してください（SEV-SNP では chip-ids、TDX では platform-instance-ids）。",
  "verifier.gap.masked-chip.title": "どのプロセッサーか、クラウドが伏せています",
  "verifier.gap.masked-chip.why": "レポートにチップの識別子がないため、既知のプロセッサーに限定できません。",
  "verifier.gap.masked-chip.remedy":
    "レポートに CHIP_ID を載せる（MASK_CHIP_ID を無効にする）よう、事業者に求めてください。",
  "verifier.gap.no-boot-identity.title": "TDX には起動の番号がありません",
  "verifier.gap.no-boot-identity.why":
    "クォートからは、どの起動かを区別できません（SEV-SNP では REPORT_ID で区別できます）。一回の起動に鍵を一度しか渡さないことは、initrd を出る前にレジスターを拡張するエージェントが担っています。",
  "verifier.gap.no-boot-identity.remedy":
    "対応は不要です。そのレジスター（RTMR 3）が拡張されていないことを、ポリシーが常に求めています。",
  "verifier.gap.tpm-revocation.title": "TPM の証明書の失効を確認していません",
  "verifier.gap.tpm-revocation.why": "メーカーが証明書を失効させた TPM でも合格します。",
  "verifier.gap.tpm-revocation.remedy":
    "メーカーのルートではなく、TPM 自身の鍵を machine.json の endorsementKeys に固定してください。",
  "verifier.gap.physical-access.title": "サーバーに直接触れる相手は防げません",
  "verifier.gap.physical-access.why":
    "サーバーを開け、メモリに装置を取り付けられる人は、現在のプロセッサーの保護を破れます（Battering RAM、TEE.fail、WireTap）。レポートには現れません。",
  "verifier.gap.physical-access.remedy":
    "誰がサーバーに触れられ、どう監視されているかを事業者に確認してください。事業者のソフトウェアや、遠隔で作業する担当者に対しては、保護が有効です。",
};
