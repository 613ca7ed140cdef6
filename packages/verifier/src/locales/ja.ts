import type { CatalogueTexts } from "@sekisho/messages";
import type { en } from "./en.ts";

export const ja: CatalogueTexts<keyof typeof en> = {
  "verifier.request.no-evidence": "リクエスト {number} には検証できる証拠がありません。",
  "verifier.request.machine.pass": "証拠は手元のマシンのものです。",
  "verifier.request.machine.fail": "証拠は手元の machine.json とは別のマシンのものです。",
  "verifier.request.gate-key.pass": "ゲストは手元の machine.json が示すゲートを信頼しています。",
  "verifier.request.gate-key.fail": "ゲストは手元の machine.json とは別のゲートを信頼しています。",
  "verifier.request.boots.pass": "手元の machine.json の参照値は、どれもコマンドラインでこのマシンを名指ししています。",
  "verifier.request.boots.fail":
    "手元の machine.json に、コマンドラインでこのマシンを名指し（sekisho.machine=…）していない参照値があります。同じイメージの別のマシンが通ってしまいます。sekisho image build が書き出したファイルを使ってください。",
  "verifier.request.header.pass": "ディスクの LUKS2 ヘッダーは手元の machine.json と一致します。",
  "verifier.request.header.fail":
    "ディスクの LUKS2 ヘッダーが手元の machine.json と異なります。キースロットを変更した場合は sekisho machine header --machine で更新してください。そうでなければディスクがすり替えられています。",
  "verifier.request.kind.pass": "証拠の種類はこのマシンのものと一致しています。",
  "verifier.request.binding.pass": "レポートはこのリクエストのために作られたものです。",
  "verifier.request.binding.fail":
    "レポートはこのリクエストのために作られたものではありません（REPORT_DATA が binding と異なります）。",

  "verifier.endorsements.newChips":
    "プロセッサー {chip} の問い合わせは見送りました。マシン {machineId} の証拠が新しいプロセッサーを次々に挙げているためです。{seconds} 秒後に再び問い合わせられます。",
  "verifier.endorsements.newPlatforms":
    "FMSPC {fmspc} のプラットフォームの問い合わせは見送りました。マシン {machineId} の証拠が新しい種類のプラットフォームを次々に挙げているためです。{seconds} 秒後に再び問い合わせられます。",
  "verifier.memory.unprotected":
    "このマシンは機密 VM ではないため、メモリは保護されません。何が起動したかは TPM が示しますが、マシンの運用者はメモリとディスク鍵を読み取れます。",
};
