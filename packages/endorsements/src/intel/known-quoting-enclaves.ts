import { toHex } from "@sekisho/encoding";
import type { EnclaveReport } from "@sekisho/evidence/dcap";
import type { Technology } from "./result.ts";

/**
 * MRSIGNER and ISVPRODID of Intel's quoting enclaves, as its identity documents have named them from 2020 to 2026 (QE and TD_QE
 * of PCS). Security versions move on and stay with the documents; these did not.
 */
const known = {
  sgx: { mrSigner: "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", isvProdId: 1 },
  tdx: { mrSigner: "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", isvProdId: 2 },
} as const;

/** Bit 1 of ATTRIBUTES: whoever debugs an enclave has its keys. */
const debug = 0x2n;

/**
 * Which fields say that this is not Intel's quoting enclave for the technology; none where it is.
 *
 * A host can have any enclave of its own certified by the platform's PCK, so without this a quote proves nothing.
 */
export function unlikeKnown(technology: Technology, report: EnclaveReport): readonly string[] {
  const { mrSigner, isvProdId } = known[technology];
  const agrees: readonly (readonly [string, boolean])[] = [
    ["MRSIGNER", toHex(report.mrSigner) === mrSigner],
    ["ISVPRODID", report.isvProdId === isvProdId],
    ["ATTRIBUTES", (report.attributes.flags & debug) === 0n],
  ];
  return agrees.filter(([, same]) => !same).map(([name]) => name);
}
