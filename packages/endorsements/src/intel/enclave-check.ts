import { concatBytes, equalBytes, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { EnclaveReport, Quote } from "@sekisho/evidence/dcap";
import { check } from "../finding.ts";
import type { EnclaveIdentity } from "./collateral.ts";
import { unlikeKnown } from "./known-quoting-enclaves.ts";

/**
 * Whether the quoting enclave is the one that Intel's document describes. Without a document it must be one that Sekisho knows
 * as Intel's: the only check of a quote that no policy lets go, though what it is worth then stays open.
 */
export function enclaveCheck({ technology, qeReport }: Quote, identity: EnclaveIdentity | undefined): Check {
  const id = `${technology}.qe-identity.enclave`;
  const { report } = qeReport;
  if (identity === undefined) {
    const fields = unlikeKnown(technology, report).join(", ");
    const actual = toHex(report.mrSigner);
    return fields === ""
      ? check(id, { status: "pass", actual, detail: "endorsements.intel.enclave.known" })
      : check(id, { status: "unknown", actual, detail: "endorsements.intel.enclave.unknown", values: { fields } });
  }
  const different = differences(report, identity);
  const shown = { expected: toHex(identity.mrSigner), actual: toHex(report.mrSigner) };
  if (different.length === 0) return check(id, { status: "pass", ...shown, detail: "endorsements.intel.enclave.pass" });
  const values = { fields: different.join(", ") };
  return check(id, { status: "fail", ...shown, detail: "endorsements.intel.enclave.fail", values });
}

function differences(report: EnclaveReport, identity: EnclaveIdentity): readonly string[] {
  const miscSelect = littleEndian(BigInt(report.miscSelect)).subarray(0, 4);
  const { flags, xfrm } = report.attributes;
  const attributes = concatBytes(littleEndian(flags), littleEndian(xfrm));
  const agrees: readonly (readonly [string, boolean])[] = [
    ["MRSIGNER", equalBytes(report.mrSigner, identity.mrSigner)],
    ["ISVPRODID", report.isvProdId === identity.isvProdId],
    ["MISCSELECT", equalUnder(identity.miscSelectMask, miscSelect, identity.miscSelect)],
    ["ATTRIBUTES", equalUnder(identity.attributesMask, attributes, identity.attributes)],
  ];
  return agrees.filter(([, same]) => !same).map(([name]) => name);
}

/** The 8 bytes of a number, least significant first. */
export function littleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** Whether two byte strings agree in the bits that the mask has set. */
export function equalUnder(mask: Uint8Array, left: Uint8Array, right: Uint8Array): boolean {
  return mask.every((bits, index) => (((left[index] ?? 0) ^ (right[index] ?? 0)) & bits) === 0);
}
