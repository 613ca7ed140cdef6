import type { Check } from "@sekisho/evidence";
import type { AttestationReport, Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import type { TcbDemand } from "../policy/tcb-schema.ts";
import {
  floorsCollectedAt,
  ownFloors,
  publishedFloors,
  type Component,
  type Cpuid,
  type Floor,
} from "../tcb/floors.ts";
import { decided, unanswered } from "./outcome.ts";

type Which = "reported" | "current" | "committed" | "launch";

const fields = {
  reported: ["REPORTED_TCB", "reportedTcb"],
  current: ["CURRENT_TCB", "currentTcb"],
  committed: ["COMMITTED_TCB", "committedTcb"],
  launch: ["LAUNCH_TCB", "launchTcb"],
} as const satisfies Record<Which, readonly [string, keyof AttestationReport]>;

const components = {
  fmc: ["FMC", "fmc"],
  bootloader: ["BOOT_LOADER", "bootLoader"],
  tee: ["TEE", "tee"],
  snp: ["SNP", "snp"],
  microcode: ["MICROCODE", "microcode"],
} as const satisfies Record<Component, readonly [string, keyof TcbVersion]>;

/**
 * The four TCB versions against the policy's floors.
 *
 * @param product the product line, from the certificates or from CPUID; undefined when neither tells it
 */
export function tcbChecks(
  demands: SevSnpPolicy["tcb"],
  report: AttestationReport,
  product: Product | undefined,
): readonly Check[] {
  if (demands === undefined) return [];
  return (Object.keys(fields) as Which[]).flatMap((which) => {
    const demand = demands[which];
    return demand === undefined ? [] : versionChecks(which, demand, report, product);
  });
}

function versionChecks(
  which: Which,
  demand: TcbDemand,
  report: AttestationReport,
  product: Product | undefined,
): readonly Check[] {
  const id = `sev-snp.tcb.${which}`;
  const [field, key] = fields[which];
  if (product === undefined) return [unanswered(id, null, message("sev-snp.tcb.product-unknown", { field }))];
  const floors = floorsFor(demand, product);
  if (floors === undefined) return [unanswered(id, null, message("sev-snp.tcb.no-floor", { field, product }))];
  const others = floors.filter(({ component }) => component !== "microcode");
  return [
    ...others.map((floor) => componentCheck(`${id}.${floor.component}`, field, floor, report[key])),
    ...microcodeChecks(`${id}.microcode`, field, {
      floors,
      report,
      tcb: report[key],
      published: demand === "published",
    }),
  ];
}

function floorsFor(demand: TcbDemand, product: Product): readonly Floor[] | undefined {
  if (demand === "published") return publishedFloors(product);
  const own = demand[product];
  return own === undefined ? undefined : ownFloors(own);
}

function componentCheck(id: string, field: string, floor: Floor, tcb: TcbVersion): Check {
  const [name, key] = components[floor.component];
  const actual = tcb[key];
  const expected = `${name} ≥ ${floor.minimum}`;
  if (actual === undefined) return unanswered(id, expected, message("sev-snp.tcb.no-component", { field, name }));
  const holds = actual >= floor.minimum;
  return decided(id, holds, { expected, actual: `${name} ${actual}` }, floorMessage(holds, field, name, floor));
}

function floorMessage(holds: boolean, field: string, name: string, { advisory }: Floor) {
  const values = { field, name };
  if (advisory === "") return message(holds ? "sev-snp.tcb.high-enough" : "sev-snp.tcb.too-low", values);
  const dated = { ...values, advisory, collectedAt: floorsCollectedAt };
  return message(holds ? "sev-snp.tcb.high-enough.published" : "sev-snp.tcb.too-low.published", dated);
}

/** Microcode numbers count per stepping, so only a floor for exactly this CPUID can be compared. */
function microcodeChecks(
  id: string,
  field: string,
  about: {
    readonly floors: readonly Floor[];
    readonly report: AttestationReport;
    readonly tcb: TcbVersion;
    readonly published: boolean;
  },
): readonly Check[] {
  const { floors, report, tcb, published } = about;
  const known = floors.filter(({ component }) => component === "microcode");
  if (known.length === 0) return [];
  const cpuid = cpuidOf(report);
  if (cpuid === undefined) return [unanswered(id, null, message("sev-snp.tcb.no-cpuid", { version: report.version }))];
  const fitting = known.filter((floor) => floor.cpuid !== undefined && cpuidText(floor.cpuid) === cpuidText(cpuid));
  if (fitting.length > 0) return fitting.map((floor) => componentCheck(id, field, floor, tcb));
  const detail = message("sev-snp.tcb.no-microcode-floor", { cpuid: cpuidText(cpuid) });
  return [unanswered(id, null, detail, !published)];
}

function cpuidOf({ cpuidFamId, cpuidModId, cpuidStep }: AttestationReport): Cpuid | undefined {
  if (cpuidFamId === undefined || cpuidModId === undefined || cpuidStep === undefined) return undefined;
  return { family: cpuidFamId, model: cpuidModId, stepping: cpuidStep };
}

function cpuidText({ family, model, stepping }: Cpuid): string {
  return `${family.toString(16)}h/${model.toString(16)}h/${stepping}`;
}
