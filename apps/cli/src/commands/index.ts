import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Adds one command to the program. Each command has a file of its own in this folder. */
export type RegisterCommand = (program: Command, context: Context) => void;

/** A command's first word, and how to get at it: what a call does not use is not loaded. */
type CommandEntry = { readonly name: string; readonly load: () => Promise<RegisterCommand> };

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly CommandEntry[] = [
  { name: "verify", load: async () => (await import("./verify.ts")).registerVerify },
  { name: "advisories", load: async () => (await import("./advisories.ts")).registerAdvisories },
  { name: "endorsements", load: async () => (await import("./endorsements.ts")).registerEndorsements },
  { name: "measure", load: async () => (await import("./measure.ts")).registerMeasure },
  { name: "sev", load: async () => (await import("./sev.ts")).registerSev },
  { name: "boot-log", load: async () => (await import("./boot-log.ts")).registerBootLog },
  { name: "launch", load: async () => (await import("./launch.ts")).registerLaunch },
  { name: "lab", load: async () => (await import("./lab.ts")).registerLab },
  { name: "image", load: async () => (await import("./image.ts")).registerImage },
  { name: "gate", load: async () => (await import("./gate.ts")).registerGate },
  { name: "gate", load: async () => (await import("./gate-root-key.ts")).registerGateRootKey },
  { name: "account", load: async () => (await import("./account.ts")).registerAccount },
  { name: "token", load: async () => (await import("./token.ts")).registerToken },
  { name: "machine", load: async () => (await import("./machine.ts")).registerMachine },
  { name: "machine", load: async () => (await import("./machine-export.ts")).registerMachineExport },
  { name: "machine", load: async () => (await import("./machine-learn.ts")).registerMachineLearn },
  { name: "policy", load: async () => (await import("./policy.ts")).registerPolicy },
  { name: "webhook", load: async () => (await import("./webhook.ts")).registerWebhook },
  { name: "requests", load: async () => (await import("./requests.ts")).registerRequests },
  { name: "enter", load: async () => (await import("./enter.ts")).registerEnter },
  { name: "approve", load: async () => (await import("./approve.ts")).registerApprove },
  { name: "grants", load: async () => (await import("./grants.ts")).registerGrants },
  { name: "console", load: async () => (await import("./console.ts")).registerConsole },
  { name: "deny", load: async () => (await import("./deny.ts")).registerDeny },
  { name: "receipt", load: async () => (await import("./receipt.ts")).registerReceipt },
  { name: "audit", load: async () => (await import("./audit.ts")).registerAudit },
];
