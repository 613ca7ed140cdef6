import { equalBytes, isAllZero } from "@sekisho/encoding";
import { parseCrl } from "@sekisho/encoding/x509";
import { encodeTcbVersion, type AttestationReport, type Product } from "@sekisho/evidence/sev-snp";
import { message, type Message } from "@sekisho/messages";
import { createAmdChainCache, type AmdChainCache } from "../amd/chain-cache.ts";
import { chipIdMatches } from "../amd/chip-id.ts";
import { findChain, type FoundChain } from "../amd/find-chain.ts";
import { productOfName, type Signer } from "../amd/names.ts";
import type { AmdKeyServer } from "./amd-key-server.ts";

/** Certificates and lists, DER: those given, and those fetched behind them. `problems` says what could not be had. */
export type CollectedEndorsements = {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly problems: readonly Message[];
};

/** Product lines whose version 2 reports don't name their processor, in the order in which they are tried. */
const unnamedProducts: readonly Product[] = ["Milan", "Genoa"];

/**
 * Asks the key service for what a report's appraisal needs and `given` lacks: its VCEK, the certificates above it, the
 * revocation list. The caller decides before whether the report is worth a question: nonce, binding and measurement
 * come first.
 */
export async function collectAmdEndorsements(input: {
  readonly server: AmdKeyServer;
  readonly report: AttestationReport;
  readonly given: { readonly certificates: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] };
  readonly cache?: AmdChainCache;
}): Promise<CollectedEndorsements> {
  const { server, report, given, cache = createAmdChainCache() } = input;
  const certificates = [...given.certificates];
  const crls = [...given.crls];
  const problems: Message[] = [];
  const signer: Signer = report.signingKey === "VLEK" ? "VLEK" : "VCEK";

  let chain = await findChain(report, certificates, cache);
  if (!leafFits(report, chain)) {
    const leaf = await fetchLeaf(server, report, signer);
    if (leaf.ok) certificates.push(...leaf.value);
    else problems.push(leaf.error);
    chain = await findChain(report, certificates, cache);
  }
  const product = report.product ?? productOf(chain);
  if (product === undefined) return { certificates, crls, problems };
  if (chain.intermediate === undefined || chain.root === undefined) {
    const above = await server.certificateChain(signer, product);
    if (above.ok) certificates.push(...above.value);
    else problems.push(above.error);
    chain = await findChain(report, certificates, cache);
  }
  if (!crls.some((der) => isListOf(der, chain))) {
    const list = await server.revocationList(signer, product);
    if (list.ok) crls.push(...list.value);
    else problems.push(list.error);
  }
  return { certificates, crls, problems };
}

function leafFits(report: AttestationReport, { leaf, signer }: FoundChain): boolean {
  const extensions = leaf?.entry.extensions();
  if (extensions?.ok !== true || signer !== report.signingKey) return false;
  const { tcb, hwId } = extensions.value;
  const rightTcb = equalBytes(encodeTcbVersion(tcb), encodeTcbVersion(report.reportedTcb));
  // A masked chip can't be looked up, so its certificate is taken as given.
  const rightChip =
    signer === "VLEK" || isAllZero(report.chipId) || chipIdMatches(report.chipId, hwId ?? new Uint8Array(0));
  return rightTcb && rightChip;
}

async function fetchLeaf(server: AmdKeyServer, report: AttestationReport, signer: Signer) {
  if (signer === "VLEK") return lacking(message("endorsements.fetch.vlek"));
  if (isAllZero(report.chipId)) return lacking(message("endorsements.fetch.masked"));
  const { product, chipId, reportedTcb } = report;
  if (product === undefined && report.version > 2) return lacking(message("endorsements.fetch.unknown-processor"));
  const candidates = product === undefined ? unnamedProducts : [product];
  let last: Message | undefined;
  for (const candidate of candidates) {
    const answer = await server.vcek(candidate, chipId, reportedTcb);
    if (answer.ok || !answer.notFound) return answer;
    last = answer.error;
  }
  return lacking(last ?? message("endorsements.fetch.unknown-processor"));
}

function lacking(error: Message): { readonly ok: false; readonly error: Message } {
  return { ok: false, error };
}

function productOf({ leaf }: FoundChain): Product | undefined {
  const extensions = leaf?.entry.extensions();
  return extensions?.ok === true ? productOfName(extensions.value.productName) : undefined;
}

function isListOf(der: Uint8Array, { root }: FoundChain): boolean {
  const crl = parseCrl(der);
  return crl.ok && root !== undefined && equalBytes(crl.value.issuer.der, root.certificate.subject.der);
}
