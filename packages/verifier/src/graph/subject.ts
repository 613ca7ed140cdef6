import type { Verdict } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import type { MessageValues } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import type { TrustNodeId, TrustSubject } from "./types.ts";

/** Whom the verdict is about, as far as sentences about it need to know. */
export function subjectOf({ checks }: Pick<Verdict, "checks">, { name, technology }: Machine): TrustSubject {
  return { name, technology, lab: isLab(checks) };
}

/** Whether the chain ends in a root that is no chip maker's, but one that the machine's owner named. */
export function isLab(checks: readonly Check[]): boolean {
  return checks.some(({ id, detail }) => id.endsWith(".chain.root") && detail.id.endsWith(".root.additional"));
}

/** Who made the processor. */
export function vendorOf({ technology }: Pick<Machine, "technology">): { readonly vendor: string } {
  return { vendor: technology === "tdx" ? "Intel" : "AMD" };
}

/** Which of a link's sentences about having passed fits. */
export function passOf(id: TrustNodeId, checks: readonly Check[]): "pass" | "lab" | "vlek" {
  if (id === "silicon-root" && isLab(checks)) return "lab";
  const vlek = checks.some(({ detail }) => detail.id === "endorsements.amd.chip-id.vlek");
  return id === "chip-key" && vlek ? "vlek" : "pass";
}

/** What the sentence about a link that has passed names: its version, or the known boot that it belongs to. */
export function knownNames(id: TrustNodeId, checks: readonly Check[], machine: Machine): MessageValues {
  const known = checks.find(({ detail, status }) => status === "pass" && knownId.test(detail.id));
  const name = known?.detail.values["name"] ?? known?.detail.values["names"];
  if (name === undefined) return { name: machine.name };
  return { name: versionIn(id, String(name), machine) ?? name };
}

const knownId = /^(?:sev-snp\.measurement\.known|tdx\.mr-td\.known|known-boot\.(?:pass|same)|explain\.same\..+)$/;

function versionIn(id: TrustNodeId, name: string, machine: Machine): string | undefined {
  const value = machine.referenceValues.find((one) => one.name === name);
  if (id === "kernel") return nonEmpty(value?.kernel.version);
  if (id !== "firmware") return undefined;
  return nonEmpty(value?.firmware.version);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
