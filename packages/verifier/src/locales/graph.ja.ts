import type { CatalogueTexts } from "@sekisho/messages";
import type { graphEn } from "./graph.en.ts";

/** 信頼の連鎖の各部分の説明と結果。 */
export const graphJa: CatalogueTexts<keyof typeof graphEn> = {
  "verifier.edge.certifies": "証明",
  "verifier.edge.signs": "署名",
  "verifier.edge.makes": "作成",
  "verifier.edge.measures": "計測",
  "verifier.edge.starts": "起動",
  "verifier.edge.binds": "裏付け",

  "verifier.node.silicon-root.title": "{vendor} のルート鍵",
  "verifier.node.silicon-root.meaning":
    "{vendor} が自社のプロセッサーを保証する出発点となる鍵です。指紋が関所に組み込まれているため、誰も別の鍵にすり替えられません。",
  "verifier.node.silicon-root.pass": "証明書チェーンは {vendor} 自身のルート鍵から始まっています。",
  "verifier.node.silicon-root.lab":
    "証明書チェーンは、machine.json が指定するラボのルート鍵から始まっています。関所を試すためのもので、何も保護しません。",
  "verifier.node.intermediate.title": "{vendor} の署名鍵",
  "verifier.node.intermediate.meaning":
    "{vendor} のルート鍵は厳重に保管されています。個々のプロセッサーの証明書は、ルート鍵に証明されたこの鍵が発行します。",
  "verifier.node.intermediate.pass": "証明書はルート鍵まで正しくつながっています。",
  "verifier.node.chip-key.title": "チップの鍵",
  "verifier.node.chip-key.meaning":
    "このマシンが動いているプロセッサーの鍵です。チップの外には出ないため、この鍵の署名があれば、クラウドのソフトウェアではなくチップ自身が作ったものだと分かります。",
  "verifier.node.chip-key.pass": "{vendor} が、まさにこのプロセッサーの鍵として証明しています。",
  "verifier.node.chip-key.vlek":
    "{vendor} がクラウド事業者に渡した鍵（VLEK）です。その事業者のどのプロセッサーでも使えるため、個々のチップは区別できません。",
  "verifier.node.quoting-enclave.title": "Quoting Enclave",
  "verifier.node.quoting-enclave.meaning":
    "同じプロセッサーの保護領域で動く {vendor} の小さなプログラムです。プロセッサーのレポートを外部で検証できるように署名します。",
  "verifier.node.quoting-enclave.pass": "{vendor} のプログラムであり、チップの鍵が裏付けています。",
  "verifier.node.tcb.title": "プロセッサーのファームウェア",
  "verifier.node.tcb.meaning":
    "保護を実際に担う、プロセッサー内部のプログラムです。古いバージョンには、保護を破る方法が知られています。",
  "verifier.node.tcb.pass": "動作中のバージョンは、ポリシーの条件に反していません。",
  "verifier.node.report.title": "アテステーションレポート",
  "verifier.node.report.meaning":
    "このマシンが何から起動し、どう保護され、何のためにレポートが求められたのかを、プロセッサー自身が述べたものです。",
  "verifier.node.report.pass":
    "プロセッサーが署名しています。マシンのメモリがクラウドから保護されていることも確認できました。",
  "verifier.node.report.absent":
    "このマシンは機密 VM ではありません。裏付けとなるプロセッサーがなく、マシンの運用者はメモリを読み取れます。",
  "verifier.node.svsm.title": "vTPM（SVSM）",
  "verifier.node.svsm.meaning":
    "起動の記録です。一度書かれたものは取り消せません。機密 VM の内側の、OS からも手の届かない場所にあります。",
  "verifier.node.svsm.pass": "レポートが裏付けており、この起動の記録に署名しています。",
  "verifier.node.vtpm.title": "TPM",
  "verifier.node.vtpm.meaning":
    "起動の記録です。マシンの中からは取り消せません。どこまで信用できるかは、誰が管理しているかで決まります。",
  "verifier.node.vtpm.pass": "このマシンの TPM であり、この起動の記録に署名しています。",
  "verifier.node.firmware.title": "ファームウェア",
  "verifier.node.firmware.meaning":
    "マシンで最初に動くプログラムです。ほかのすべてを起動し、起動するものを確認または記録します。",
  "verifier.node.firmware.pass": "既知のものです: {name}",
  "verifier.node.boot-loader.title": "ブートローダー",
  "verifier.node.boot-loader.meaning": "ファームウェアがディスクから起動するプログラムで、カーネルを起動します。",
  "verifier.node.boot-loader.pass": "既知の起動のものです: {name}",
  "verifier.node.kernel.title": "カーネル",
  "verifier.node.kernel.meaning": "OS の中心です。マシンの中のすべてを見ることができます。",
  "verifier.node.kernel.pass": "既知のものです: {name}",
  "verifier.node.initrd.title": "initrd",
  "verifier.node.initrd.meaning":
    "カーネルが最初に起動する小さなシステムです。関所のエージェントはここで鍵を求め、ディスクを開きます。",
  "verifier.node.initrd.pass": "既知の起動のものです: {name}",
  "verifier.node.command-line.title": "コマンドライン",
  "verifier.node.command-line.meaning":
    "カーネルに渡される起動時の指定です。init=/bin/sh のような一語だけで、マシンを他人に明け渡すことになります。",
  "verifier.node.command-line.pass": "既知の起動のものです: {name}",
  "verifier.node.disk-header.title": "ディスクのヘッダー",
  "verifier.node.disk-header.meaning":
    "暗号化ディスクの先頭部分（LUKS2）で、ディスクの施錠方法を定めています。別のヘッダーにすり替えられると、自分のものではないディスクを開かされるおそれがあります。",
  "verifier.node.disk-header.pass": "このマシンに登録されているものと一致します。",
  "verifier.node.guest-key.title": "ゲストの鍵",
  "verifier.node.guest-key.meaning":
    "マシンが今回の起動のためだけに作った鍵です。この鍵で封印したものは、このマシンでしか開けません。",
  "verifier.node.guest-key.pass":
    "レポートはまさにこの鍵のために作られています。封印したものを開けるのは、このマシンだけです。",

  "verifier.node.stands-on-nothing":
    "これ自体に問題は見つかっていませんが、手前の部分が成り立たないため、裏付けるものがありません。",
  "verifier.node.not-demanded": "ポリシーが求めていないため、この点は分かっていません。",
  "verifier.node.not-fetched":
    "チップメーカーへの問い合わせは行っていません。その前に、別の理由で証拠が拒否されたためです。",
  "verifier.node.maybe-this":
    "異なるのはこれかもしれませんし、起動したほかの部分かもしれません。起動ダイジェストは全体を一つにまとめた値で、どの既知の値とも一致しません。",
  "verifier.node.not-looked-at": "この点は調べていません。先に証拠が拒否されたためです。",
};
