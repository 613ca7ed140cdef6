import type { Luks2Header } from "@sekisho/evidence/luks2";
import { message } from "@sekisho/messages";
import type { AgentConfiguration } from "./configuration.ts";
import { converse, type Result } from "./converse.ts";
import { inspectDisk } from "./inspect-disk.ts";
import { launchedKey } from "./launched-key.ts";
import type { Outcome } from "./outcome.ts";
import type { AgentPorts, Answered } from "./ports.ts";

/** How often a person may mistype the passphrase before the machine restarts. */
const passphraseAttempts = 3;

/**
 * The agent: looks at the disk, proves to the gate what this guest is, gets the key, leaves the initrd behind in the TPM or
 * the TD's register, opens the disk, wipes the key.
 *
 * It never throws for anything that the host, the network or the gate does. The disk is open if and only if the outcome is
 * `opened`; how it ends is also said on the console.
 */
export async function runAgent(ports: AgentPorts, configuration: AgentConfiguration): Promise<Outcome> {
  const outcome = await attend(ports, configuration);
  sayOutcome(ports, outcome);
  return outcome;
}

async function attend(ports: AgentPorts, configuration: AgentConfiguration): Promise<Outcome> {
  const { guest } = configuration;
  let asked: Asked | undefined;
  let left: Left;
  try {
    asked = await askGate(ports, configuration);
  } finally {
    // Whatever happened: nobody who comes after this may pass for the initrd. Without that, no disk is opened.
    left = await leaveInitrd(ports);
  }
  if (!("header" in asked)) return asked;
  const { header, result } = asked;
  if (result.kind === "key") {
    if (left.ok) return openWith(ports, header, result.secret);
    result.secret.fill(0);
    return { kind: "not-opened", reason: left.reason };
  }
  if (left.ok && guest.allowPassphrasePrompt && gateCouldNotBeHad(result)) return prompt(ports, header, result);
  return result;
}

type Asked = { readonly header: Luks2Header; readonly result: Result } | Extract<Outcome, { kind: "disk-refused" }>;
type Left = Answered<undefined>;

/** Before the disk is opened, so that a TPM or TD that doesn't comply leaves nothing to close again. */
async function leaveInitrd({ vtpm, trustDomain, say }: AgentPorts): Promise<Left> {
  const left = await vtpm?.leave();
  if (left?.ok === false) say(message("guest.tpm.notLeft"));
  const extended = await trustDomain?.leave();
  if (extended?.ok === false) say(message("guest.tdx.notLeft"));
  return [left, extended].find((each) => each?.ok === false) ?? { ok: true, value: undefined };
}

async function askGate(ports: AgentPorts, configuration: AgentConfiguration): Promise<Asked> {
  const { guest, memoryKiB, machineId } = configuration;
  // First of all, so that the secret is out of the guest's memory whatever the disk is like.
  const taken = await ports.launchSecret?.take();
  if (taken === undefined) ports.say(message("guest.start", { machine: machineId, gate: guest.gate.url }));
  else ports.say(message("guest.secret.start", { machine: machineId }));
  const inspection = await inspectDisk(ports.openDisk, guest.disk.device, memoryKiB);
  if (!inspection.ok) {
    for (const { id, expected, actual } of inspection.failed) {
      ports.say(message("guest.disk.check", { check: id, expected: expected ?? "", actual: actual ?? "" }));
    }
    if (taken?.ok === true) taken.value.key.fill(0);
    return { kind: "disk-refused", reasons: inspection.reasons };
  }
  const { header } = inspection;
  if (taken !== undefined) return { header, result: launchedKey(taken, header.headerDigest) };
  return { header, result: await converse(ports, configuration, header) };
}

function gateCouldNotBeHad(result: Result): boolean {
  return result.kind === "gate-unavailable" || result.kind === "gate-not-pinned";
}

/** Opens the disk and wipes the key, whatever happens. */
async function openWith({ opener }: AgentPorts, header: Luks2Header, secret: Uint8Array): Promise<Outcome> {
  try {
    const opened = await opener.open(header.headerBytes, secret);
    if (opened.kind === "opened") return opened;
    if (opened.kind === "failed") return { kind: "not-opened", reason: opened.reason };
    return { kind: "not-opened", reason: message("guest.open.keyRejected") };
  } finally {
    secret.fill(0);
  }
}

async function prompt(
  ports: AgentPorts,
  header: Luks2Header,
  otherwise: Exclude<Result, { readonly kind: "key" }>,
): Promise<Outcome> {
  if (ports.askPassphrase === undefined) return otherwise;
  ports.say(message("guest.prompt.why"));
  let outcome: Outcome = otherwise;
  for (let attempt = 0; attempt < passphraseAttempts && outcome.kind !== "opened"; attempt++) {
    const typed = await ports.askPassphrase();
    if (typed === undefined) return outcome;
    outcome = await openWith(ports, header, typed);
    if (outcome.kind === "not-opened") ports.say(outcome.reason);
  }
  return outcome;
}

function sayOutcome({ say }: AgentPorts, outcome: Outcome): void {
  switch (outcome.kind) {
    case "opened":
      return say(message("guest.opened"));
    case "refused":
      return say(message("guest.refused", { number: outcome.number }));
    case "gate-not-pinned":
      return say(message("guest.ended.gateNotPinned"));
    case "gate-unavailable":
      return say(message("guest.ended.gateUnavailable"));
    case "disk-refused":
      outcome.reasons.forEach(say);
      return say(message("guest.ended.diskRefused"));
    case "release-refused":
      say(outcome.reason);
      return say(message("guest.ended.releaseRefused"));
    case "misconfigured":
    case "no-report":
    case "not-opened":
      say(outcome.reason);
      return say(message("guest.ended.closed"));
  }
}
