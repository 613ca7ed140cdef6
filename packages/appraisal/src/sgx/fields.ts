import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { EnclaveReport } from "@sekisho/evidence/sgx";
import { message } from "@sekisho/messages";
import {
  allowedBitsCheck,
  bitChecks,
  knownBits,
  unknownBitsCheck,
  type AttributeRules,
  type BitTable,
} from "../dcap/bits.ts";
import type { SgxPolicy } from "../policy/sgx-schema.ts";
import { atLeastCheck, decided, oneOfCheck } from "../outcome.ts";

type BitName = Exclude<keyof NonNullable<SgxPolicy["attributes"]>, "unknown-bits">;

/** ATTRIBUTES.FLAGS (Intel SDM, volume 3D, table 36-3). */
const table: BitTable<BitName> = {
  debug: ["DEBUG", 1n << 1n],
  mode64: ["MODE64BIT", 1n << 2n],
  "provision-key": ["PROVISIONKEY", 1n << 4n],
  "einittoken-key": ["EINITTOKEN_KEY", 1n << 5n],
  cet: ["CET", 1n << 6n],
  kss: ["KSS", 1n << 7n],
  "aex-notify": ["AEXNOTIFY", 1n << 10n],
};
/** INIT: set in every report, since only an initialised enclave can ask for one. */
const initialised = 1n;

const attributes: AttributeRules<BitName> = {
  id: "sgx.policy",
  table,
  text: (name, state) => message(`sgx.attributes.${name}.${state}`),
};

/** The attributes of the enclave. DEBUG is always looked at. */
export function attributeChecks(demands: SgxPolicy["attributes"], report: EnclaveReport): readonly Check[] {
  const { flags } = report.attributes;
  const checks = bitChecks(attributes, demands ?? {}, flags);
  if (demands?.["unknown-bits"] !== false) return checks;
  return [...checks, unknownBitsCheck(attributes.id, knownBits(table) | initialised, flags)];
}

/** Whether REPORTDATA is what the caller computed, or what a person typed. */
export function enclaveReportDataCheck(id: string, expected: Uint8Array, { reportData }: EnclaveReport): Check {
  const sides = { expected: toHex(expected), actual: toHex(reportData) };
  const holds = sides.expected === sides.actual;
  return decided(id, holds, sides, message(holds ? "sgx.report-data.equal" : "sgx.report-data.differs"));
}

/** Whether MRENCLAVE is what the caller says. */
export function expectedMrEnclaveCheck(expected: Uint8Array, { mrEnclave }: EnclaveReport): Check {
  const sides = { expected: toHex(expected), actual: toHex(mrEnclave) };
  const holds = sides.expected === sides.actual;
  return decided("sgx.mr-enclave", holds, sides, message(`sgx.expected-mr-enclave.${holds ? "equal" : "differs"}`));
}

/** The fields that a policy compares with values or minimums of its own. */
export function fieldChecks(policy: SgxPolicy, report: EnclaveReport): readonly Check[] {
  const checks: Check[] = [];
  const oneOf = (id: string, field: string, accepted: readonly string[] | undefined, actual: Uint8Array): void => {
    if (accepted !== undefined) checks.push(oneOfCheck(`sgx.policy.${id}`, field, accepted, actual));
  };
  const atLeast = (
    id: string,
    field: string,
    demand: { readonly minimum: number } | undefined,
    actual: number,
  ): void => {
    if (demand !== undefined) checks.push(atLeastCheck(`sgx.policy.${id}`, field, demand.minimum, actual));
  };
  oneOf("mr-enclave", "MRENCLAVE", policy["mr-enclave"], report.mrEnclave);
  oneOf("mr-signer", "MRSIGNER", policy["mr-signer"], report.mrSigner);
  if (policy["isv-prod-id"] !== undefined) checks.push(productCheck(policy["isv-prod-id"], report));
  atLeast("isv-svn", "ISVSVN", policy["isv-svn"], report.isvSvn);
  oneOf("report-data", "REPORTDATA", policy["report-data"], report.reportData);
  oneOf("config-id", "CONFIGID", policy["config-id"], report.configId);
  atLeast("config-svn", "CONFIGSVN", policy["config-svn"], report.configSvn);
  oneOf("isv-ext-prod-id", "ISVEXTPRODID", policy["isv-ext-prod-id"], report.isvExtProdId);
  oneOf("isv-family-id", "ISVFAMILYID", policy["isv-family-id"], report.isvFamilyId);
  if (policy.xfrm !== undefined) {
    const allowed = policy.xfrm["allowed-bits"];
    checks.push(allowedBitsCheck("sgx.policy.xfrm", "XFRM", allowed, report.attributes.xfrm));
  }
  if (policy["misc-select"] !== undefined) {
    const allowed = policy["misc-select"]["allowed-bits"];
    checks.push(allowedBitsCheck("sgx.policy.misc-select", "MISCSELECT", allowed, BigInt(report.miscSelect)));
  }
  return checks;
}

function productCheck(accepted: readonly number[], { isvProdId }: EnclaveReport): Check {
  const holds = accepted.includes(isvProdId);
  const detail = message(holds ? "policy.field.accepted" : "policy.field.differs", { field: "ISVPRODID" });
  return decided("sgx.policy.isv-prod-id", holds, { expected: accepted.join(" | "), actual: `${isvProdId}` }, detail);
}
