import { createHash } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import { writeCryptoAgileLog } from "@sekisho/evidence/boot-log/testing";
import { quotedPcrs } from "@sekisho/release";
import type { MeasuredBoot } from "@sekisho/reference-values";

const sha256Algorithm = 0x000b;
const separator = 4;
const initialProgramLoader = 13;
const spokenFor = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];

/** What a TPM recorded of a boot: the firmware's log, the PCRs it replays to, and the value that makes it a known one. */
export type RecordedBoot = {
  readonly firmwareLog: Uint8Array;
  /** PCR 0 to 15 of the SHA-256 bank, one after the other. */
  readonly pcrs: Uint8Array;
  readonly known: MeasuredBoot;
};

type Step = {
  readonly pcr: number;
  readonly component: string;
  readonly name: string;
  readonly type: number;
  readonly measured: Uint8Array;
  readonly data: Uint8Array;
};

/**
 * A boot of few events: the firmware's separators, GRUB's commands, and the kernel's command line.
 *
 * @param later what extends PCRs besides, as the agent does before it leaves the initrd
 */
export function recordedBoot(commandLine: string, later: readonly number[] = []): RecordedBoot {
  const zero = new Uint8Array(4);
  const steps: Step[] = [0, 1, 2, 3, 4, 5, 6, 7].map((pcr) => ({
    pcr,
    component: "separator",
    name: "EV_SEPARATOR",
    type: separator,
    measured: zero,
    data: zero,
  }));
  steps.push(grub("grub-command", "grub_cmd: ", "set default=0"));
  steps.push(grub("command-line", "kernel_cmdline: ", commandLine));
  for (const pcr of later) steps.push({ ...grub("grub-command", "grub_cmd: ", "later"), pcr });
  const values = new Map<number, Uint8Array>();
  for (const { pcr, measured } of steps)
    values.set(pcr, sha256(values.get(pcr) ?? new Uint8Array(32), sha256(measured)));
  const events = steps.map(({ pcr: register, type, measured, data }) => ({
    register,
    type,
    digests: [[sha256Algorithm, sha256(measured)]] as const,
    data,
  }));
  return {
    firmwareLog: writeCryptoAgileLog([[sha256Algorithm, 32]], events),
    pcrs: Buffer.concat(quotedPcrs.map((pcr) => values.get(pcr) ?? new Uint8Array(32))),
    known: {
      name: "kernel 6.12",
      addedAt: "2026-11-23T00:00:00.000Z",
      origin: "predicted",
      pcrs: spokenFor,
      events: steps
        .filter(({ pcr }) => spokenFor.includes(pcr))
        .map(({ pcr, component, name, measured }) => ({ pcr, component, name, digest: hex(sha256(measured)) })),
    },
  };
}

function grub(component: string, prefix: string, text: string): Step {
  const data = toUtf8(`${prefix}${text}\0`);
  return { pcr: 8, component, name: text, type: initialProgramLoader, measured: toUtf8(text), data };
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
