import type { CatalogueTexts } from "@sekisho/messages";
import type { headlineEn } from "./headline.en.ts";

/** 仕様を知らない人にも分かる、判定を一文にしたもの。 */
export const headlineJa: CatalogueTexts<keyof typeof headlineEn> = {
  "verifier.headline.accepted":
    "{name} は本物の {vendor} プロセッサーの上で、クラウドからメモリを守られて動いています。用意したとおりのものだけが起動しました。",
  "verifier.headline.accepted.lab":
    "{name} では、用意したとおりのものだけが起動しました。ただしプロセッサーはソフトウェアによるラボのもので、試用のためのものです。何も保護しません。",
  "verifier.headline.accepted.tpm":
    "TPM の記録によれば、{name} では用意したとおりのものだけが起動しました。ただしメモリは、マシンの運用者から保護されません。",
  "verifier.headline.nothing-checked": "何も検査していないため、このマシンについては何も分かりません。",

  "verifier.headline.other-machine": "この証拠は、別のマシンのものです。",
  "verifier.headline.other-gate":
    "マシンが信頼しているのは、このゲートではありません。別のゲート用に作られたイメージです。",
  "verifier.headline.other-disk":
    "登録されたディスクではありません。ヘッダー（LUKS2）が書き換えられたか、ディスクがすり替えられています。",
  "verifier.headline.borrowed":
    "このレポートは別の相手のために作られたものです。鍵を求めているのは、レポートが示すマシンではありません。",

  "verifier.headline.forged": "レポートは本物ではありません。プロセッサーはこの内容に署名していません。",
  "verifier.headline.forged-certificates": "プロセッサーの証明書は本物ではありません。互いに正しくつながっていません。",
  "verifier.headline.foreign-root":
    "このプロセッサーが本物だと確認できません。証明書をたどった先のルート鍵が、チップメーカーのものではありません。偽のマシンのおそれがあります。",
  "verifier.headline.revoked": "このレポートの根拠となる鍵を、チップメーカーが失効させています。",
  "verifier.headline.revocation-unknown":
    "プロセッサーの鍵が失効していないか確認できません。チップメーカーの失効リストがありません。",
  "verifier.headline.revocation-forged": "失効リストが、このプロセッサーを証明した者のものではありません。",
  "verifier.headline.revocation-stale":
    "プロセッサーの鍵が失効していないか確認できません。チップメーカーの失効リストが期限切れです。",
  "verifier.headline.expired": "プロセッサーの証明書に、現時点で有効でないものがあります。",
  "verifier.headline.certificates-missing":
    "レポートが本物かどうか確認できません。このプロセッサーについてのチップメーカーの証明書などが足りません。",
  "verifier.headline.debug":
    "マシンがデバッグモードで起動されています。クラウドがメモリを読み取り、書き換えられる状態です。",
  "verifier.headline.other-settings": "クラウドが、指定とは異なる保護設定でマシンを起動しました。",
  "verifier.headline.tcb-hole": "プロセッサーのファームウェアが古く、既知の脆弱性（{advisory}）が修正されていません。",
  "verifier.headline.tcb-old": "プロセッサーのファームウェアが、ポリシーの求めるバージョンより古いものです。",
  "verifier.headline.tcb-status":
    "プロセッサーのファームウェアがポリシーの条件を満たしません。Intel の評価は {status} です。",
  "verifier.headline.tcb-unknown": "プロセッサーのファームウェアが十分に新しいか確認できません。",

  "verifier.headline.nothing-known": "このマシンの正しい起動がまだ一つも登録されていないため、照合できません。",
  "verifier.headline.several": "起動したもののうち、複数の部分が用意したものと異なります。",
  "verifier.headline.started-other":
    "用意したものとは別のものが起動されました。ファームウェア、カーネル、initrd、コマンドラインのいずれかが既知のものではありません。",
  "verifier.headline.file-exchanged":
    "用意したものとは別のものが起動されました。マシンの申告どおりなら、カーネル、initrd、ファームウェアのいずれかがすり替えられています。",
  "verifier.headline.kernel-claimed":
    "用意したものとは別のものが起動されました。マシンはカーネルを {claimed} と申告していますが、既知のものは {known} です。",
  "verifier.headline.boot-other": "既知の起動ではありません。用意したものとは別のものが起動されています。",
  "verifier.headline.command-line-claimed":
    "用意したものとは別のものが起動されました。カーネルのコマンドラインも異なります: {words}",
  "verifier.headline.command-line": "カーネルのコマンドラインが、用意したものと異なります。",
  "verifier.headline.command-line.adds": "カーネルのコマンドラインが変更され、{added} が追加されています。",
  "verifier.headline.command-line.drops": "カーネルのコマンドラインが変更され、{removed} が消えています。",
  "verifier.headline.command-line.changes":
    "カーネルのコマンドラインが変更され、{added} が追加され、{removed} が消えています。",
  "verifier.headline.command-line.moves":
    "カーネルのコマンドラインが変更されています。語は同じですが、{moved} の位置が異なります。",
  "verifier.headline.command-line.spaces": "カーネルのコマンドラインが変更されています（空白だけの違いです）。",
  "verifier.headline.kernel": "カーネルが用意したものと異なります。",
  "verifier.headline.kernel-version": "別のカーネルが起動されました。{expected} のはずが {actual} です。",
  "verifier.headline.kernel-image": "カーネルイメージ（UKI）が、用意したものと異なります。",
  "verifier.headline.initrd": "initrd が、用意したものと異なります。鍵を求める小さなシステムがすり替えられています。",
  "verifier.headline.firmware": "VM のファームウェアが、登録されたものではありません。",
  "verifier.headline.boot-loader": "ブートローダーが、用意したものと異なります。",
  "verifier.headline.boot-loader-input": "ブートローダーに渡されたコマンドかファイルが、用意したものと異なります。",
  "verifier.headline.secure-boot-off": "Secure Boot が無効でした。誰も署名していないプログラムも起動できる状態です。",
  "verifier.headline.secure-boot-keys": "Secure Boot がプログラムの起動を許すための鍵が、既知のものと異なります。",
  "verifier.headline.unmeasured":
    "クラウドが、カーネル、initrd、コマンドラインを確認させない方法でマシンを起動しました。何でも起動できた状態です。",
  "verifier.headline.vcpus": "クラウドが割り当てた仮想 CPU の数が異なります。{expected} のはずが {actual} です。",
  "verifier.headline.vcpu-type": "クラウドが割り当てた仮想 CPU の種類が異なります。{expected} のはずが {actual} です。",
  "verifier.headline.other-form": "クラウドが、指定とは異なる構成でマシンを起動しました。",
  "verifier.headline.never-seen":
    "この起動には、初めて見る部分があります（{registers}）。マシンの最初の起動であれば、内容を確認して学習させてください。そうでなければ、何者かに変更されています。",
  "verifier.headline.image-of-another":
    "別のマシンとして起動されています。コマンドラインにあるマシンの ID が、このマシンのものではありません。",
  "verifier.headline.initrd-left":
    "鍵の要求が遅すぎます。起動の途中ではなく、動き出したシステムから求められました。中にいる誰が求めたのか分かりません。",

  "verifier.headline.untrue-log": "起動ログは正しくありません。起動中に記録された値と合いません。",
  "verifier.headline.forged-quote": "TPM の記録は本物ではありません。TPM はこの内容に署名していません。",
  "verifier.headline.unmeasured-svsm":
    "起動の記録を管理するプログラム（SVSM）が既知のものではないため、記録を信用できません。",
  "verifier.headline.foreign-tpm": "起動を記録した TPM が、このマシンのものだと確認できません。",
};
