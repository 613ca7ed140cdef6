import type { CatalogueTexts } from "@sekisho/messages";
import type { bootsEn } from "./boots.en.ts";

export const bootsJa: CatalogueTexts<keyof typeof bootsEn> = {
  "boot.change.technology": "技術 {before} → {after}",
  "boot.change.kernel": "カーネル {before} → {after}",
  "boot.change.kernelFile": "カーネル {after}（同じ版の別ファイル）",
  "boot.change.initrd": "initrd が変わった",
  "boot.change.commandLine": "コマンドライン: 追加 {added}、削除 {removed}",
  "boot.change.commandLineAdded": "コマンドライン: 追加 {added}",
  "boot.change.commandLineRemoved": "コマンドライン: 削除 {removed}",
  "boot.change.commandLineOrder": "コマンドライン: 語は同じで順序が異なる",
  "boot.change.firmware": "ファームウェア {before} → {after}",
  "boot.change.firmwareFile": "ファームウェア {after}（同じ版の別ファイル）",
  "boot.change.tcbRaised": "TCB の上昇: {part} {before} → {after}",
  "boot.change.tcbLowered": "TCB の低下: {part} {before} → {after}",
  "boot.change.platformFirmware": "セキュアプロセッサーのファームウェア {before} → {after}",
  "boot.change.chip": "別のプロセッサーで起動",
  "boot.change.launchDigest": "起動ダイジェスト {before} → {after}",
  "boot.change.registers": "{kind} {numbers} の値が変わった",
  "boot.change.header": "LUKS2 ヘッダーが変わった（キースロットの変更）",
  "boot.change.policy": "判定に使ったポリシー: {before} → {after}",
};
