import { message, type Message } from "@sekisho/messages";
import type { LogActor, LogEntry } from "@sekisho/release/log";
import type { Status } from "../../parts/status-mark.tsx";

/** How the page calls machines and those who act. */
export type Names = {
  readonly machine: (id: string) => string;
  readonly actor: (actor: LogActor) => string;
};

/** What an entry tells, in one sentence. */
export function sentenceOf(entry: LogEntry, names: Names): Message {
  const actor = names.actor(entry.actor);
  const machine = "machineId" in entry ? names.machine(entry.machineId) : "";
  const number = "number" in entry ? entry.number : 0;
  const values = { actor, machine, number };
  switch (entry.kind) {
    case "verdict":
      return message(`console.receipts.tells.verdict.${entry.outcome}`, values);
    case "approval":
      return message("console.receipts.tells.approval", values);
    case "entered":
      return message("console.receipts.tells.entered", values);
    case "release":
      return message(`console.receipts.tells.release.${entry.grant === null ? entry.mode : "grant"}`, values);
    case "refusal":
      return message(`console.receipts.tells.refusal.${entry.cause}`, values);
    case "allowance":
      return message("console.receipts.tells.allowance", values);
    case "strangers":
      return message("console.receipts.tells.strangers", {
        count: entry.count,
        first: entry.firstNumber,
        last: entry.lastNumber,
      });
    case "machine":
      return message(`console.receipts.tells.machine.${entry.action}`, { actor, machine: entry.machineName });
    case "policy":
      return message(`console.receipts.tells.policy.${entry.after === null ? "default" : "changed"}`, values);
    case "account":
      return message(`console.receipts.tells.account.${entry.action}`, { actor, name: entry.name });
    case "token":
      return message(`console.receipts.tells.token.${entry.action}`, { actor, name: entry.name });
    case "grant":
      return message(`console.receipts.tells.grant.${entry.action}`, values);
    case "webhook":
      return message(`console.receipts.tells.webhook.${entry.action}`, { actor, name: entry.host });
  }
}

/** The mark that an entry has in a list. */
export function markOf(entry: LogEntry): Status {
  switch (entry.kind) {
    case "verdict":
      return entry.outcome === "accepted" ? "pass" : "fail";
    case "approval":
    case "entered":
    case "allowance":
    case "release":
      return "pass";
    case "refusal":
      return entry.cause === "expired" || entry.cause === "machine-removed" ? "unknown" : "fail";
    case "strangers":
      return "fail";
    default:
      return "absent";
  }
}
