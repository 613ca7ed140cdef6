import { helpApprovalsJa } from "./help-approvals.ja.ts";
import { helpEvidenceJa } from "./help-evidence.ja.ts";
import { helpGateJa } from "./help-gate.ja.ts";
import { helpMachinesJa } from "./help-machines.ja.ts";
import { helpPeopleJa } from "./help-people.ja.ts";
import { helpReceiptJa } from "./help-receipt.ja.ts";
import { helpWebhooksJa } from "./help-webhooks.ja.ts";

/** `--help` の文言。英語の原文（各コマンドのソースにある）→ 日本語。 */
export const helpJa: Readonly<Record<string, string>> = {
  "Usage:": "使い方:",
  "Arguments:": "引数:",
  "Options:": "オプション:",
  "Commands:": "コマンド:",
  "display help for command": "ヘルプを表示",
  "print one JSON object": "JSON オブジェクトをひとつ出力",

  "Attest a confidential VM from outside the cloud, and only then hand in the key of its encrypted disk.":
    "機密 VM をクラウドの外側から検証し、確かめられたときにだけ、暗号化ディスクの鍵を渡します。",
  "language of messages: en or ja (default: from LANG)": "メッセージの言語: en または ja（既定: LANG に従う）",

  ...helpApprovalsJa,
  ...helpEvidenceJa,
  ...helpMachinesJa,
  ...helpGateJa,
  ...helpPeopleJa,
  ...helpReceiptJa,
  ...helpWebhooksJa,
};
