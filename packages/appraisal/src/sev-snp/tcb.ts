import type { Check } from "@sekisho/evidence";
import type { AttestationReport, Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import type { TcbDemand } from "../policy/tcb-schema.ts";
import { ownFloors, publishedFloors, type Component, type Cpuid, type Floor } from "../advisories/floors.ts";
import type { AdvisoryTable } from "../advisories/schema.ts";
import { decided, unanswered } from "../outcome.ts";

type Which = "reported" | "current" | "committed" | "launch";

const fields = {
  reported: ["REPORTED_TCB", "reportedTcb"],
  current: ["CURRENT_TCB", "currentTcb"],
  committed: ["COMMITTED_TCB", "committedTcb"],
  launch: ["LAUNCH_TCB", "launchTcb"],
} as const satisfies Record<Which, readonly [string, keyof AttestationReport]>;

/** Each component's name in AMD's ABI, and in the parsed report. */
export const tcbComponents = {
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
 * @param table what `published` means
 */
export function tcbChecks(
  demands: SevSnpPolicy["tcb"],
  report: AttestationReport,
  product: Product | undefined,
  table: AdvisoryTable,
): readonly Check[] {
  if (demands === undefined) return [];
  return (Object.keys(fields) as Which[]).flatMap((which) => {
    const demand = demands[which];
    return demand === undefined ? [] : versionChecks(which, demand, { report, product, table });
  });
}

type About = {
  readonly report: AttestationReport;
  readonly product: Product | undefined;
  readonly table: AdvisoryTable;
};

function versionChecks(which: Which, demand: TcbDemand, { report, product, table }: About): readonly Check[] {
  const id = `sev-snp.tcb.${which}`;
  const [field, key] = fields[which];
  if (product === undefined) return [unanswered(id, null, message("sev-snp.tcb.product-unknown", { field }))];
  const floors = floorsFor(demand, product, table);
  if (floors === undefined) return [unanswered(id, null, message("sev-snp.tcb.no-floor", { field, product }))];
  const others = floors.filter(({ component }) => component !== "microcode");
  return [
    ...others.map((floor) => componentCheck(`${id}.${floor.component}`, field, floor, report[key], table)),
    ...microcodeChecks(`${id}.microcode`, field, {
      floors,
      report,
      tcb: report[key],
      published: demand === "published",
      table,
    }),
  ];
}

function floorsFor(demand: TcbDemand, product: Product, table: AdvisoryTable): readonly Floor[] | undefined {
  if (demand === "published") return publishedFloors(product, table);
  const own = demand[product];
  return own === undefined ? undefined : ownFloors(own);
}

function componentCheck(id: string, field: string, floor: Floor, tcb: TcbVersion, table: AdvisoryTable): Check {
  const [name, key] = tcbComponents[floor.component];
  const actual = tcb[key];
  const expected = `${name} ≥ ${floor.minimum}`;
  if (actual === undefined) return unanswered(id, expected, message("sev-snp.tcb.no-component", { field, name }));
  const holds = actual >= floor.minimum;
  return decided(
    id,
    holds,
    { expected, actual: `${name} ${actual}` },
    floorMessage(holds, [field, name], floor, table),
  );
}

function floorMessage(
  holds: boolean,
  [field, name]: readonly [string, string],
  { advisory }: Floor,
  { collectedAt }: AdvisoryTable,
) {
  const values = { field, name };
  if (advisory === "") return message(holds ? "sev-snp.tcb.high-enough" : "sev-snp.tcb.too-low", values);
  const dated = { ...values, advisory, collectedAt };
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
    readonly table: AdvisoryTable;
  },
): readonly Check[] {
  const { floors, report, tcb, published, table } = about;
  const known = floors.filter(({ component }) => component === "microcode");
  if (known.length === 0) return [];
  const cpuid = cpuidOf(report);
  if (cpuid === undefined) return [unanswered(id, null, message("sev-snp.tcb.no-cpuid", { version: report.version }))];
  const fitting = known.filter((floor) => floor.cpuid !== undefined && cpuidText(floor.cpuid) === cpuidText(cpuid));
  if (fitting.length > 0) return fitting.map((floor) => componentCheck(id, field, floor, tcb, table));
  const detail = message("sev-snp.tcb.no-microcode-floor", { cpuid: cpuidText(cpuid) });
  return [unanswered(id, null, detail, !published)];
}

/** The processor that a report names; undefined in version 2. */
export function cpuidOf({ cpuidFamId, cpuidModId, cpuidStep }: AttestationReport): Cpuid | undefined {
  if (cpuidFamId === undefined || cpuidModId === undefined || cpuidStep === undefined) return undefined;
  return { family: cpuidFamId, model: cpuidModId, stepping: cpuidStep };
}

/** "19h/11h/1". */
export function cpuidText({ family, model, stepping }: Cpuid): string {
  return `${family.toString(16)}h/${model.toString(16)}h/${stepping}`;
}
