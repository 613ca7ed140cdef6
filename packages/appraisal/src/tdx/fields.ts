import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { TdReport } from "@sekisho/evidence/tdx";
import { message } from "@sekisho/messages";
import {
  allowedBitsCheck,
  bitChecks,
  knownBits,
  unknownBitsCheck,
  type AttributeRules,
  type BitTable,
} from "../dcap/bits.ts";
import type { TdxPolicy } from "../policy/tdx-schema.ts";
import { decided, oneOfCheck, unanswered } from "../outcome.ts";

type BitName = Exclude<keyof NonNullable<TdxPolicy["attributes"]>, "unknown-bits">;

/** TDATTRIBUTES (TDX module 1.5 ABI; Linux, asm/shared/tdx.h). Any bit of TUD, DEBUG among them, leaves a TD unprotected. */
const table: BitTable<BitName> = {
  debug: ["TUD", 0xffn],
  lass: ["LASS", 1n << 27n],
  "sept-ve-disable": ["SEPT_VE_DISABLE", 1n << 28n],
  migratable: ["MIGRATABLE", 1n << 29n],
  pks: ["PKS", 1n << 30n],
  kl: ["KL", 1n << 31n],
  perfmon: ["PERFMON", 1n << 63n],
};

const attributes: AttributeRules<BitName> = {
  id: "tdx.policy",
  table,
  text: (name, state) => message(`tdx.attributes.${name}.${state}`),
};

/** The attributes that a TD was made with. Those of TUD (debug) are always looked at. */
export function attributeChecks(demands: TdxPolicy["attributes"], { tdAttributes }: TdReport): readonly Check[] {
  const checks = bitChecks(attributes, demands ?? {}, tdAttributes);
  if (demands?.["unknown-bits"] !== false) return checks;
  return [...checks, unknownBitsCheck(attributes.id, knownBits(table), tdAttributes)];
}

/** Whether the TD was made with exactly the attributes that its owner chose: they are no part of MRTD. */
export function expectedAttributesCheck(expected: bigint, { tdAttributes }: TdReport): Check {
  const holds = tdAttributes === expected;
  const side = (value: bigint): string => `0x${value.toString(16)}`;
  const detail = message(`tdx.expected-attributes.${holds ? "equal" : "differs"}`);
  return decided("tdx.attributes", holds, { expected: side(expected), actual: side(tdAttributes) }, detail);
}

/** Whether REPORTDATA is what the caller computed: the binding, or what a person typed. */
export function tdReportDataCheck(
  id: string,
  expected: Uint8Array,
  { reportData }: Pick<TdReport, "reportData">,
): Check {
  const sides = { expected: toHex(expected), actual: toHex(reportData) };
  const holds = sides.expected === sides.actual;
  return decided(id, holds, sides, message(holds ? "tdx.report-data.equal" : "tdx.report-data.differs"));
}

/** The fields that a policy compares with values or minimums of its own. */
export function fieldChecks(
  policy: TdxPolicy,
  report: TdReport,
  mrServiceTd: Uint8Array | undefined,
): readonly Check[] {
  const checks: Check[] = [];
  const oneOf = (id: OneOf, field: string, actual: Uint8Array | undefined): void => {
    const accepted = policy[id];
    if (accepted === undefined) return;
    if (actual !== undefined) checks.push(oneOfCheck(`tdx.policy.${id}`, field, accepted, actual));
    else
      checks.push(unanswered(`tdx.policy.${id}`, accepted.join(" | "), message("tdx.field.not-reported", { field })));
  };
  oneOf("report-data", "REPORTDATA", report.reportData);
  oneOf("mr-config-id", "MRCONFIGID", report.mrConfigId);
  oneOf("mr-owner", "MROWNER", report.mrOwner);
  oneOf("mr-owner-config", "MROWNERCONFIG", report.mrOwnerConfig);
  oneOf("mr-seam", "MRSEAM", report.mrSeam);
  oneOf("mr-signer-seam", "MRSIGNERSEAM", report.mrSignerSeam);
  oneOf("mr-service-td", "MRSERVICETD", mrServiceTd);
  if (policy.xfam !== undefined) {
    checks.push(allowedBitsCheck("tdx.policy.xfam", "XFAM", policy.xfam["allowed-bits"], report.xfam));
  }
  if (policy["tee-tcb-svn"] !== undefined) checks.push(teeTcbSvnCheck(policy["tee-tcb-svn"].minimum, report));
  return checks;
}

type OneOf =
  | "report-data"
  | "mr-config-id"
  | "mr-owner"
  | "mr-owner-config"
  | "mr-seam"
  | "mr-signer-seam"
  | "mr-service-td";

/** Byte by byte: each is the security version of another component. */
function teeTcbSvnCheck(minimum: string, { teeTcbSvn }: TdReport): Check {
  const actual = toHex(teeTcbSvn);
  const floor = minimum.toLowerCase();
  const holds = Array.from(teeTcbSvn).every((_, index) => byteAt(actual, index) >= byteAt(floor, index));
  const detail = message(holds ? "policy.field.high-enough" : "policy.field.too-low", { field: "TEE_TCB_SVN" });
  return decided("tdx.policy.tee-tcb-svn", holds, { expected: `≥ ${floor}`, actual }, detail);
}

/** Two digits of the same case compare as their values do. */
function byteAt(digits: string, index: number): string {
  return digits.slice(2 * index, 2 * index + 2);
}
