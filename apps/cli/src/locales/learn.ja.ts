import type { CatalogueTexts } from "@sekisho/messages";
import type { learnEn } from "./learn.en.ts";

export const learnJa: CatalogueTexts<keyof typeof learnEn> = {
  "cli.learn.direct":
    "{name} の起動はどこにも記録されないので、学習するものはありません（起動ダイジェストはファイルから計算できます）。sekisho machine learn は、ディスクから起動するマシンと TD のためのものです。",
  "cli.learn.which-boot": "どの起動から学習するかを、--request 番号 か --evidence ファイル で指定してください。",
  "cli.learn.not-a-pcr":
    "--accept-different には {registers} のどれか一つの番号を指定します。{text} は指定できません。",
  "cli.learn.no-evidence": "リクエスト {number} には学習に使える証拠がありません。",
  "cli.learn.not-a-bundle": "{path} は Sekisho の証拠バンドルではありません: {reason}",
  "cli.learn.no-tpm": "{from} の証拠には TPM のものがないため、何が起動したかは分かりません。",
  "cli.learn.no-log": "{from} の証拠には TD のイベントログがないため、何が起動したかは分かりません。",
  "cli.learn.itself": "この起動自身（この検査のために既知とみなしたもの）",
  "cli.learn.what": "{name} の証拠 {from}（既知の起動との照合を除く）",
  "cli.learn.rejected": "何も学習しませんでした。証拠が条件を満たさないため、実際に起動したものとは限りません。",
  "cli.learn.as-predicted": "{register}: イメージからの予測どおり（{nearest}）",
  "cli.learn.as-learned": "{register}: 以前に学習したとおり（{nearest}）",
  "cli.learn.first-boot": "{register}: 最初の起動でしか分からない値:",
  "cli.learn.first-boot-again": "{register}: 最初の起動でしか分からない値。以前に学習したもの（{nearest}）とは異なる:",
  "cli.learn.differs": "{register}: イメージからの予測（{nearest}）と異なる。- が期待値、+ が実際:",
  "cli.learn.nothing": "なし",
  "cli.learn.pcrs": "学習の対象: {registers}。括弧内の名前はログにあるだけで、裏付けはありません。",
  "cli.learn.refused":
    "何も学習しませんでした。{registers} がイメージからの予測と異なるか、イメージから予測できるはずなのに予測がありません。用意した起動ではないおそれがあります。理由が分かっている場合は、--accept-different でその番号を指定してください。",
  "cli.learn.unreadable":
    "何も学習しませんでした。{registers} のコマンドラインはハッシュしか分からず、どのマシンを指すのか確かめられません。",
  "cli.learn.foreign":
    "何も学習しませんでした。コマンドラインが、このマシンだけを sekisho.machine= で名指ししていません: {commandLine}",
  "cli.learn.known": "学習するものはありません。この起動はすでに既知です。",
  "cli.learn.ask": "これは用意したとおりの起動ですか。今後、既知の起動としますか。",
  "cli.learn.yes": "はい",
  "cli.learn.no": "いいえ",
  "cli.learn.declined": "何も学習しませんでした。",
  "cli.learn.no-terminal":
    "確認のための端末がありません。上の比較を見て、正しければ --yes を付けてもう一度実行してください。",
  "cli.learn.too-many":
    "machine.json には既知の起動がすでに {limit} 件あります。正しくなくなったものを先に削除してください。",
  "cli.learn.learned":
    "この起動を {path} に既知の起動として書き込みました。鍵は引き渡しておらず、何も送信していません。次に sekisho machine reference-values {name} --add {path} でゲートに登録し、マシンを起動し直してください。",
};
