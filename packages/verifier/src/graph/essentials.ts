import type { Check } from "@sekisho/evidence";
import { recorderOf, type ChainKind } from "./parts.ts";
import type { TrustNodeId } from "./types.ts";

/**
 * What must have been looked at, and have passed, before a link is said to hold: of each list one check. A link without it is
 * unknown, whatever else was looked at.
 */
export function essentialsOf(id: TrustNodeId, machine: ChainKind): readonly RegExp[] {
  const recorded = recorderOf(machine) !== undefined;
  const launch = /^sev-snp\.(?:policy\.)?measurement(?:$|\.)/;
  const registers = recorded || machine.technology === "tdx";
  /** Of a boot that is known as a whole, or of this part where another one differs. */
  const started = (component: string): RegExp =>
    registers ? new RegExp(`^measured-boot\\.(?:known|${component})$`) : launch;
  switch (id) {
    case "silicon-root":
      return [/^(?:sev-snp|tdx)\.chain\.root$/];
    case "intermediate":
      return [/\.chain\.intermediate$/, /\.chain\.signatures$/];
    case "chip-key":
      return [/\.chain\.leaf$/, /^sev-snp\.certificate\.key$|^tdx\.pck\.key$/];
    case "quoting-enclave":
      return [/^tdx\.qe-report$/, /^tdx\.qe-binding$/, /^tdx\.qe-identity\.enclave$/];
    case "tcb":
      return [/^sev-snp\.certificate\.tcb$|^tdx\.tcb$/];
    case "report":
      return [/^(?:sev-snp|tdx)\.signature$/];
    case "svsm":
      return [/^tpm\.quote\.signature$/, /^svsm\.report-data$/, /^vtpm\.svsm\.manifest$/];
    case "vtpm":
      return [/^tpm\.quote\.signature$/];
    case "firmware":
      return firmwareEssentials(machine, launch);
    case "boot-loader":
      return [started("boot-loader|shim")];
    case "kernel":
      return [started("kernel|uki-section")];
    case "initrd":
      return [started("initrd")];
    case "command-line":
      return [started("command-line"), registers ? /^measured-boot\.(?:machine|command-line)$/ : launch];
    case "disk-header":
      return [/^request\.header$/];
    case "guest-key":
      return [recorded ? /^tpm\.quote\.extra-data$/ : /^request\.binding$|^(?:sev-snp|tdx)\.report-data$/];
  }
}

function firmwareEssentials({ technology }: ChainKind, launch: RegExp): readonly RegExp[] {
  if (technology === "tpm") return [/^measured-boot\.(?:known|firmware)$/];
  return technology === "tdx" ? [/^tdx\.(?:policy\.)?mr-td$/] : [launch];
}

/** Whether everything essential of a link is among these checks and has passed. */
export function isShown(essentials: readonly RegExp[], checks: readonly Check[]): boolean {
  return essentials.every((pattern) => checks.some(({ id, status }) => status === "pass" && pattern.test(id)));
}
