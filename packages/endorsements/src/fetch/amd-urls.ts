import { toHex } from "@sekisho/encoding";
import type { Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import type { Signer } from "../amd/names.ts";

/** AMD's key distribution service (KDS). */
export const amdKeyServiceUrl = "https://kdsintf.amd.com";

/** Turin's hwID is the first eight bytes of CHIP_ID. */
const turinHwIdLength = 8;

/**
 * Where the VCEK certificate of a chip at a TCB is, below the service's address (VCEK Certificate and KDS Interface
 * Specification 57230, chapter 4).
 *
 * @param chipId CHIP_ID of the report, 64 bytes
 */
export function vcekPath(product: Product, chipId: Uint8Array, tcb: TcbVersion): string {
  const hwId = toHex(product === "Turin" ? chipId.subarray(0, turinHwIdLength) : chipId);
  const query = new URLSearchParams();
  if (tcb.fmc !== undefined) query.set("fmcSPL", String(tcb.fmc));
  query.set("blSPL", String(tcb.bootLoader));
  query.set("teeSPL", String(tcb.tee));
  query.set("snpSPL", String(tcb.snp));
  query.set("ucodeSPL", String(tcb.microcode));
  return `/vcek/v1/${product}/${hwId}?${query.toString()}`;
}

/** Where ASK and ARK (for a VCEK) or ASVK and ARK (for a VLEK) are, as PEM. */
export function certificateChainPath(signer: Signer, product: Product): string {
  return `/${signer.toLowerCase()}/v1/${product}/cert_chain`;
}

/** Where the ARK's revocation list is, as DER. */
export function revocationListPath(signer: Signer, product: Product): string {
  return `/${signer.toLowerCase()}/v1/${product}/crl`;
}
