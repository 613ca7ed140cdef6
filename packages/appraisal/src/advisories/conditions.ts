import type { AttestationReport, TcbVersion } from "@sekisho/evidence/sev-snp";
import { message, type Message } from "@sekisho/messages";
import { platformBits } from "../sev-snp/platform.ts";
import { cpuidOf, cpuidText, tcbComponents } from "../sev-snp/tcb.ts";
import type { ExposureStatus } from "./exposure.ts";
import type { Condition } from "./schema.ts";

/** What a report shows of one condition. */
export type Finding = { readonly status: ExposureStatus; readonly reason: Message };

type Of<Kind extends Condition["kind"]> = Extract<Condition, { readonly kind: Kind }>;

/** Holds a condition of the table against a report. */
export function judgeCondition(condition: Condition, report: AttestationReport): Finding {
  switch (condition.kind) {
    case "tcb":
      return judgeTcb(condition.component, condition.minimum, report);
    case "microcode":
      return judgeMicrocode(condition, report);
    case "platform":
      return judgePlatform(condition, report);
    case "mitigation":
      return judgeMitigation(condition, report);
    case "never":
      return { status: "exposed", reason: message("advisories.never") };
  }
}

/** Both must have it: the version that the key proves, and the one under which the guest was launched. */
function judgeTcb(component: keyof typeof tcbComponents, minimum: number, report: AttestationReport): Finding {
  const [name, key] = tcbComponents[component];
  const sides: readonly (readonly [string, TcbVersion])[] = [
    ["REPORTED_TCB", report.reportedTcb],
    ["LAUNCH_TCB", report.launchTcb],
  ];
  for (const [field, tcb] of sides) {
    const actual = tcb[key];
    if (actual === undefined) return { status: "unknown", reason: message("advisories.no-component", { field, name }) };
    const values = { field, name, minimum, actual };
    if (actual < minimum) return { status: "exposed", reason: message("advisories.tcb.low", values) };
  }
  const actual = report.reportedTcb[key] ?? 0;
  return { status: "fixed", reason: message("advisories.tcb.high", { field: "REPORTED_TCB", name, minimum, actual }) };
}

function judgeMicrocode({ floors }: Of<"microcode">, report: AttestationReport): Finding {
  const cpuid = cpuidOf(report);
  if (cpuid === undefined) {
    return { status: "unknown", reason: message("advisories.no-cpuid", { version: report.version }) };
  }
  const text = cpuidText(cpuid);
  const floor = floors.find((candidate) => cpuidText(candidate.cpuid) === text);
  if (floor === undefined) return { status: "unknown", reason: message("advisories.no-stepping", { cpuid: text }) };
  return judgeTcb("microcode", floor.minimum, report);
}

function judgePlatform({ bit, value }: Of<"platform">, { platformInfo, version }: AttestationReport): Finding {
  const [name, field, reportedSince] = platformBits[bit];
  const actual = platformInfo[field];
  const values = { name, value: actual ? 1 : 0 };
  if (!actual && version < reportedSince) {
    return { status: "unknown", reason: message("advisories.bit-not-reported", { name, version }) };
  }
  return actual === value
    ? { status: "fixed", reason: message("advisories.bit-right", values) }
    : { status: "exposed", reason: message("advisories.bit-wrong", values) };
}

function judgeMitigation({ bit }: Of<"mitigation">, report: AttestationReport): Finding {
  const { launchMitVector, currentMitVector, version } = report;
  if (launchMitVector === undefined || currentMitVector === undefined) {
    return { status: "unknown", reason: message("advisories.no-mitigation-vectors", { version }) };
  }
  const both = launchMitVector & currentMitVector;
  return ((both >> BigInt(bit)) & 1n) === 1n
    ? { status: "fixed", reason: message("advisories.mitigation-there", { bit }) }
    : { status: "exposed", reason: message("advisories.mitigation-missing", { bit }) };
}
