import type { Check } from "@sekisho/evidence";
import { partsOf, recorderOf, type ChainKind } from "./parts.ts";
import { partsOfBoot, partsOfComponents } from "./boot-parts.ts";
import type { TrustNodeId } from "./types.ts";

type Links = readonly TrustNodeId[];
type Rule = readonly [RegExp, Links | ((check: Check, machine: ChainKind) => Links)];

const tpm = (_: Check, machine: ChainKind): Links => [recorderOf(machine) ?? "report"];

/** By the identifiers of checks, the first that fits. */
const rules: readonly Rule[] = [
  [/^request\.header$/, ["disk-header"]],
  [/^request\.boots$/, ["command-line"]],
  [/^request\.kind$/, ({ detail }, machine) => (/vtpm/i.test(detail.id) ? tpmOf(machine) : ["report"])],
  [/^request\./, ["guest-key"]],
  [/^(?:sev-snp|tdx)\.chain\.root$|^sev-snp\.policy\.roots$/, ["silicon-root"]],
  [/^(?:sev-snp|tdx)\.(?:chain\.leaf$|endorsements$)|^tdx\.pck\./, ["chip-key"]],
  [/^(?:sev-snp|tdx)\.chain\./, ["intermediate"]],
  [/^sev-snp\.certificate\.tcb$|^sev-snp\.(?:tcb|firmware|mitigations|platform)\./, ["tcb"]],
  [/^tdx\.(?:tcb$|tdx-module$|tcb-info\.|policy\.(?:tcb(?:$|\.)|mr-seam$|mr-signer-seam$|tee-tcb-svn$))/, ["tcb"]],
  [/^sev-snp\.certificate\.|^sev-snp\.milan$/, ["chip-key"]],
  [/^sev-snp\.policy\.(?:signer|csp-id|chip-ids|products)$/, ["chip-key"]],
  [/^tdx\.policy\.(?:fmspcs|platform-instance-ids)$/, ["chip-key"]],
  [/^tdx\.qe-/, ["quoting-enclave"]],
  [/^svsm\.report-data$/, ["svsm", "guest-key"]],
  [/^(?:sev-snp|tdx|vtpm)\.report-data$/, ["guest-key"]],
  [/^sev-snp\.(?:policy\.)?measurement$/, (check, machine) => launchParts(check, machine)],
  [/^sev-snp\.policy\.measurement\./, ({ id }) => partsOfLaunch(lastWord(id))],
  [/^tdx\.(?:policy\.)?mr-td$|^sev-snp\.weak-firmware$/, ["firmware"]],
  [/^tdx\.policy\.rtmrs\.3$|^tdx\.event-log\.rtmr-3$|^measured-boot\.initrd-left$/, ["guest-key"]],
  [/^tdx\.policy\.rtmrs\.|^tdx\.event-log\.rtmr-/, ({ id }) => partsOfBoot("rtmr", [Number(id.at(-1))])],
  [/^measured-boot\.machine$/, ["command-line"]],
  [/^measured-boot\.policy\.secure-boot$/, ["firmware"]],
  [/^measured-boot\.(?:policy\.provider|log|separators)$/, tpm],
  [/^measured-boot\.known(?:\.differs)?$/, (check) => knownBootParts(check)],
  [/^measured-boot\./, ({ id }) => partsOfComponents([id.slice(id.indexOf(".") + 1)])],
  [/^tpm\.memory$/, ["report"]],
  [/^tpm\.quote\.extra-data$/, (_, machine) => [...tpmOf(machine), "guest-key"]],
  [/^(?:tpm|vtpm|svsm)\./, tpm],
];

/**
 * Which links of a machine's chain of trust a check is about. There is always one: what nothing else fits is said of the
 * report.
 */
export function linksOf(check: Check, machine: ChainKind): Links {
  const rule = rules.find(([pattern]) => pattern.test(check.id))?.[1] ?? [];
  const links = typeof rule === "function" ? rule(check, machine) : rule;
  const parts = partsOf(machine);
  const there = [...new Set(links.flatMap((link) => standIn(link, parts)))];
  return there.length > 0 ? there : ["report"];
}

function tpmOf(machine: ChainKind): Links {
  return [recorderOf(machine) ?? "report"];
}

/** Where a machine has no such link, the one that does its work. */
function standIn(link: TrustNodeId, parts: readonly TrustNodeId[]): Links {
  if (parts.includes(link)) return [link];
  if (link === "svsm" && parts.includes("vtpm")) return ["vtpm"];
  return link === "boot-loader" ? ["kernel"] : [];
}

function lastWord(id: string): string {
  return id.slice(id.lastIndexOf(".") + 1);
}

/** Of a direct boot the launch digest covers every file; of one from disk the firmware alone, and the SVSM. */
function launchParts(check: Check, machine: ChainKind): Links {
  const recorder = recorderOf(machine);
  if (recorder !== undefined) return recorder === "svsm" ? ["svsm", "firmware"] : ["firmware"];
  if (check.status === "pass") return ["firmware", "kernel", "initrd", "command-line"];
  return unexplainedLaunch(check);
}

/** An unknown digest, by what was found out about it: a part, several that checks of their own show, or nothing. */
function unexplainedLaunch({ detail: { id, values } }: Check): Links {
  if (id === "explain.several") return partsOfNames(values["components"]).flatMap(partsOfLaunch);
  if (id.startsWith("explain.command-line")) return ["command-line"];
  const part = /^explain\.(kernel|initrd|firmware|kernel-hashes)$/.exec(id)?.[1];
  if (part !== undefined) return partsOfLaunch(part);
  if (id === "explain.nothing.kernel-claimed") return ["kernel"];
  if (id === "explain.nothing.command-line-claimed") return ["command-line"];
  return ["report"];
}

function partsOfLaunch(component: string): Links {
  switch (component) {
    case "kernel":
    case "initrd":
    case "command-line":
    case "firmware":
      return [component];
    case "kernel-hashes":
      return ["firmware"];
    default:
      return ["report"];
  }
}

/** A boot that is not known: by the components in which it differs, else by the registers that nobody speaks for. */
function knownBootParts({ status, expected, actual, detail }: Check): Links {
  if (status === "pass") return registerParts(expected);
  if (detail.id === "known-boot.differs") return partsOfComponents(partsOfNames(actual));
  return registerParts(String(detail.values["registers"] ?? expected ?? ""));
}

/** Of "PCR 0, 4, 9" or "RTMR 1, 2". */
function registerParts(text: string | null): Links {
  const numbers = Array.from((text ?? "").matchAll(/\d+/g), ([digits]) => Number(digits));
  return partsOfBoot(text?.startsWith("RTMR") === true ? "rtmr" : "pcr", numbers);
}

function partsOfNames(list: string | number | null | undefined): readonly string[] {
  return String(list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
