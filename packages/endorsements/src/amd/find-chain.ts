import { equalBytes, type Malformed } from "@sekisho/encoding";
import { encodeTcbVersion, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { linksOf, pickIssuer, type Link as AnyLink } from "../certificates/links.ts";
import type { AmdChainCache, CertificateEntry } from "./chain-cache.ts";
import { chipIdMatches } from "./chip-id.ts";
import { signerOfCommonName, type Signer } from "./names.ts";

/** A certificate that could be parsed, with its cache entry. */
export type Link = AnyLink<CertificateEntry>;

/** The certificates that could stand above each other, so far as they were given. Nothing is verified. */
export type FoundChain = {
  readonly signer: Signer | undefined;
  readonly leaf: Link | undefined;
  readonly intermediate: Link | undefined;
  readonly root: Link | undefined;
  /** Inputs that are no certificate. */
  readonly unreadable: readonly Malformed[];
};

/** Picks the report's endorsement certificate and those above it out of `certificates`, which may hold others too. */
export async function findChain(
  report: AttestationReport,
  certificates: readonly Uint8Array[],
  cache: AmdChainCache,
): Promise<FoundChain> {
  const { links, unreadable } = linksOf(certificates, cache);
  const leaf = pickLeaf(report, links);
  const intermediate = leaf && (await pickIssuer(leaf, links));
  const root = intermediate && (await pickIssuer(intermediate, links));
  return { signer: signerOfCommonName(leaf?.certificate.subject.commonName), leaf, intermediate, root, unreadable };
}

function pickLeaf(report: AttestationReport, links: readonly Link[]): Link | undefined {
  const leaves = links.filter(({ certificate }) => signerOfCommonName(certificate.subject.commonName) !== undefined);
  if (leaves.length < 2) return leaves[0];
  const ranked = leaves.map((link) => ({ link, rank: rankLeaf(report, link) }));
  return ranked.reduce((best, next) => (next.rank > best.rank ? next : best)).link;
}

/** How well a certificate fits the report, so that a bundle for many chips can be given whole. */
function rankLeaf(report: AttestationReport, { certificate, entry }: Link): number {
  const rightKind = signerOfCommonName(certificate.subject.commonName) === report.signingKey;
  const extensions = entry.extensions();
  if (!extensions.ok) return rightKind ? 4 : 0;
  const { hwId, tcb } = extensions.value;
  const rightChip = hwId !== undefined && chipIdMatches(report.chipId, hwId);
  const rightTcb = equalBytes(encodeTcbVersion(tcb), encodeTcbVersion(report.reportedTcb));
  return (rightKind ? 4 : 0) + (rightChip ? 2 : 0) + (rightTcb ? 1 : 0);
}
