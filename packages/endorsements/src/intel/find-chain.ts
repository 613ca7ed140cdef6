import type { Malformed } from "@sekisho/encoding";
import { authenticateQuote } from "@sekisho/evidence/dcap";
import { linksOf, pickIssuer, type Link as AnyLink } from "../certificates/links.ts";
import type { CertificateEntry, IntelChainCache } from "./chain-cache.ts";
import type { IntelEndorsementInput } from "./endorsements.ts";

/** A certificate that could be parsed, with its cache entry. */
export type Link = AnyLink<CertificateEntry>;

/** The certificates that could stand above each other, so far as they were given. Nothing is verified. */
export type FoundChain = {
  readonly leaf: Link | undefined;
  readonly intermediate: Link | undefined;
  readonly root: Link | undefined;
  /** All that could be read: signers of documents are among them. */
  readonly links: readonly Link[];
  /** Inputs that are no certificate. */
  readonly unreadable: readonly Malformed[];
};

/** A chain of which nothing is missing. */
export type CompleteChain = { readonly leaf: Link; readonly intermediate: Link; readonly root: Link };

export const pckName = "Intel SGX PCK Certificate";

/** Picks the quote's PCK certificate and those above it out of everything that was given. */
export async function findChain(input: IntelEndorsementInput, cache: IntelChainCache): Promise<FoundChain> {
  const { quote, certificates, collateral } = input;
  const { certificationData } = quote;
  const own = linksOf(certificationData.kind === "pck-chain" ? certificationData.certificates : [], cache);
  const issuers = collateral.documents.flatMap(({ issuerChain }) => issuerChain);
  const given = linksOf([...certificates, ...collateral.certificates, ...issuers], cache);
  const links = [...new Map([...own.links, ...given.links].map((link) => [link.entry, link])).values()];
  const leaf = own.links.find(isPck) ?? (await pickPck(input, given.links.filter(isPck)));
  const intermediate = leaf && (await pickIssuer(leaf, links));
  const root = intermediate && (await pickIssuer(intermediate, links));
  return { leaf, intermediate, root, links, unreadable: [...own.unreadable, ...given.unreadable] };
}

/** The chain if nothing of it is missing. */
export function completeChain({ leaf, intermediate, root }: FoundChain): CompleteChain | undefined {
  if (leaf === undefined || intermediate === undefined || root === undefined) return undefined;
  return { leaf, intermediate, root };
}

function isPck({ certificate }: Link): boolean {
  return certificate.subject.commonName === pckName;
}

/** A quote without certificates has the one whose key signed its QE report. */
async function pickPck({ quote }: IntelEndorsementInput, candidates: readonly Link[]): Promise<Link | undefined> {
  if (candidates.length < 2) return candidates[0];
  for (const candidate of candidates) {
    const key = await candidate.entry.key();
    if (key !== undefined && (await authenticateQuote(quote, key)).qeReportSignature) return candidate;
  }
  return candidates[0];
}
