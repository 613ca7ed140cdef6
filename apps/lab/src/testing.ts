import { fileURLToPath } from "node:url";
import { labAuthority, type LabAuthority } from "./ca/authority.ts";
import { intelAuthority, type IntelAuthority } from "./ca/intel/authority.ts";
import type { EnclaveIdentityOptions, TcbInfoOptions } from "./ca/intel/collateral.ts";
import type { Product } from "./ca/product.ts";
import { writeEnclaveQuote, writeTdQuote, type EnclaveQuoteChanges, type TdQuoteChanges } from "./tdx/testing.ts";

const authorities = new Map<string, Promise<LabAuthority>>();
const intelAuthorities = new Map<string, Promise<IntelAuthority>>();

/**
 * A lab authority for tests: its keys are made once and kept in `.cache/lab-ca`, as RSA-4096 takes seconds.
 *
 * @param name another name gives another root: for roots that nobody trusts
 */
export function testAuthority(product: Product = "Genoa", name = "trusted"): Promise<LabAuthority> {
  const key = `${name}/${product}`;
  const known = authorities.get(key) ?? labAuthority({ directory: directoryOf(name), product });
  authorities.set(key, known);
  return known;
}

/**
 * Intel's part of the lab's authority for tests.
 *
 * @param name another name gives another root: for roots that nobody trusts
 */
export function testIntelAuthority(name = "trusted"): Promise<IntelAuthority> {
  const known = intelAuthorities.get(name) ?? intelAuthority({ directory: directoryOf(name) });
  intelAuthorities.set(name, known);
  return known;
}

/** A genuine lab quote of a TD (MRTD 4d…, all else zero or usual), with any field changed. */
export async function labTdQuote(changes: TdQuoteChanges = {}): Promise<Uint8Array> {
  return writeTdQuote(changes.authority ?? (await testIntelAuthority()), changes);
}

/** A genuine lab quote of an SGX enclave (MRENCLAVE 11…, MRSIGNER 22…, ISVPRODID and ISVSVN 1), with any field changed. */
export async function labEnclaveQuote(changes: EnclaveQuoteChanges = {}): Promise<Uint8Array> {
  return writeEnclaveQuote(changes.authority ?? (await testIntelAuthority()), changes);
}

/** What Intel's service gives for the lab's usual platform: DER certificates and CRLs, and documents as JSON text. */
export async function labCollateral(
  technology: "sgx" | "tdx",
  changes: CollateralChanges = {},
): Promise<{ readonly certificates: Uint8Array[]; readonly crls: Uint8Array[]; readonly documents: string[] }> {
  const authority = changes.authority ?? (await testIntelAuthority());
  const crl = { revoked: changes.revoked ?? [] };
  return {
    certificates: [authority.tcbSigning.certificate, authority.platformCa.certificate, authority.root.certificate],
    crls: [authority.crl("root"), authority.crl("platform", crl), authority.crl("processor", crl)],
    documents: [
      authority.tcbInfo(technology, changes.tcbInfo),
      authority.enclaveIdentity(technology === "sgx" ? "qe" : "td-qe", changes.enclaveIdentity),
    ],
  };
}

type CollateralChanges = {
  readonly authority?: IntelAuthority;
  readonly tcbInfo?: TcbInfoOptions;
  readonly enclaveIdentity?: EnclaveIdentityOptions;
  /** Serial numbers of PCK certificates. */
  readonly revoked?: readonly bigint[];
};

function directoryOf(name: string): string {
  return fileURLToPath(new URL(`../../../.cache/lab-ca/${name}`, import.meta.url));
}
