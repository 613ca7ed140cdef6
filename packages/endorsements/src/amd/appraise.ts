import type { PublicKey } from "@sekisho/encoding/crypto";
import type { Certificate } from "@sekisho/encoding/x509";
import type { Check } from "@sekisho/evidence";
import { authenticateReport, type AttestationReport, type Product } from "@sekisho/evidence/sev-snp";
import { chipIdCheck, keyCheck, productCheck, signerCheck, tcbCheck, type Certified } from "./certificate-checks.ts";
import { createAmdChainCache, type AmdChainCache } from "./chain-cache.ts";
import { authorityCheck, completeChain, datesCheck, namesCheck, rootCheck, signatureCheck } from "./chain-checks.ts";
import { findChain, type FoundChain } from "./find-chain.ts";
import { productOfName, type Signer } from "./names.ts";
import { presenceChecks } from "./presence-checks.ts";
import { check, notLookedAt } from "./result.ts";
import { revocationCheck } from "./revocation.ts";

/** A report, and everything it is judged by. */
export type AmdEndorsementInput = {
  readonly report: AttestationReport;
  /** DER, in any order; those that don't belong to the chain are passed over. */
  readonly certificates: readonly Uint8Array[];
  /** DER; those of other roots are passed over. */
  readonly crls: readonly Uint8Array[];
  /** The moment that certificates and lists must be valid at. */
  readonly at: Date;
  /** SHA-256 over the SubjectPublicKeyInfo of roots trusted besides AMD's, hexadecimal: the lab's, where a policy names it. */
  readonly additionalRoots: readonly string[];
  /** Makes the next report of the same chip cheap; keep one for a process. */
  readonly cache?: AmdChainCache;
};

/** The certificates that were found; to show them, not to trust them. */
export type AmdChain = {
  readonly leaf: Certificate | undefined;
  readonly intermediate: Certificate | undefined;
  readonly root: Certificate | undefined;
};

/** What came of it. Only `checks` says whether to believe the rest. */
export type AmdEndorsements = {
  /** `sev-snp.signature` (the report's own), `sev-snp.chain.…` and `sev-snp.certificate.…`, always all of them. */
  readonly checks: readonly Check[];
  /** The P-384 key of the VCEK or VLEK found. The report's signature under it has been checked already. */
  readonly signingKey: PublicKey | undefined;
  readonly chain: AmdChain;
  /** By the endorsement certificate. */
  readonly product: Product | undefined;
  readonly signer: Signer | undefined;
  /** The cloud provider that a VLEK names. */
  readonly cspId: string | undefined;
};

/**
 * Judges whether a report is signed by a genuine AMD processor: finds the chain VCEK or VLEK, ASK or ASVK, ARK; checks its
 * signatures, names, authority, dates and revocation and the root's pin; holds the certificate's fields against the report;
 * and checks the report's own signature. It looks at nothing that a policy decides.
 *
 * A missing certificate is `unknown` and refuses; a missing revocation list is `unknown` and does not.
 */
export async function appraiseAmdEndorsements(input: AmdEndorsementInput): Promise<AmdEndorsements> {
  const { report, certificates, crls, at, additionalRoots, cache = createAmdChainCache() } = input;
  const found = await findChain(report, certificates, cache);
  const complete = completeChain(found);
  const key = await found.leaf?.entry.key();
  const signingKey = key?.curve === "P-384" ? key : undefined;
  const certified = certifiedFields(found);
  const product = certified && productOfName(certified.extensions.productName);
  const authentic = signingKey === undefined ? undefined : await authenticateReport(report, signingKey);
  const checks = [
    reportSignatureCheck(authentic),
    ...presenceChecks(report, found),
    await rootCheck(found.root, product, additionalRoots),
    await signatureCheck(complete),
    namesCheck(complete, product),
    authorityCheck(complete),
    datesCheck(complete, at),
    await revocationCheck(complete, crls, at, cache),
    ...malformedExtensions(found),
    signerCheck(report, found.signer),
    keyCheck(found.leaf !== undefined, key),
    productCheck(report, certified),
    tcbCheck(report, certified),
    chipIdCheck(report, certified),
  ];
  const chain = {
    leaf: found.leaf?.certificate,
    intermediate: found.intermediate?.certificate,
    root: found.root?.certificate,
  };
  return { checks, signingKey, chain, product, signer: found.signer, cspId: certified?.extensions.cspId };
}

function reportSignatureCheck(authentic: boolean | undefined): Check {
  const id = "sev-snp.signature";
  if (authentic === undefined) return check(id, notLookedAt);
  const status = authentic ? "pass" : "fail";
  return check(id, { status, detail: `endorsements.amd.report-signature.${status}` });
}

function certifiedFields({ leaf, signer }: FoundChain): Certified | undefined {
  const extensions = leaf?.entry.extensions();
  return extensions?.ok === true && signer !== undefined ? { signer, extensions: extensions.value } : undefined;
}

function malformedExtensions({ leaf }: FoundChain): readonly Check[] {
  const extensions = leaf?.entry.extensions();
  if (extensions === undefined || extensions.ok) return [];
  const { field, offset, expected, actual } = extensions.error;
  const detail = "endorsements.amd.extensions.malformed";
  return [
    check("sev-snp.certificate.extensions", { status: "fail", expected, actual, detail, values: { field, offset } }),
  ];
}
