import { equalBytes } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { isValidAt, nameOf, pickIssuer } from "../certificates/links.ts";
import { judgeLists } from "../certificates/revocation.ts";
import { dateText } from "../date-text.ts";
import { check, type Finding } from "../finding.ts";
import { authorityFault, brokenSignature, datesFault, rootName } from "./chain-checks.ts";
import type { CrlEntry, DocumentEntry, IntelChainCache } from "./chain-cache.ts";
import type { CollateralDocument, Validity } from "./collateral.ts";
import type { CompleteChain, FoundChain, Link } from "./find-chain.ts";
import { revokedFinding } from "./revocation.ts";
import { withoutDocument } from "./result.ts";

/** What documents are judged by. */
export type DocumentContext = {
  readonly found: FoundChain;
  /** The quote's own chain: documents must end in the same root key. */
  readonly chain: CompleteChain | undefined;
  readonly lists: readonly CrlEntry[];
  readonly at: Date;
  readonly cache: IntelChainCache;
};

/** Checks of one kind of document, and its content where it is genuine and valid. */
export type JudgedDocument<Document extends CollateralDocument> = {
  readonly checks: readonly Check[];
  readonly genuine: Document["content"] | undefined;
};

const signerName = "Intel SGX TCB Signing";
/** Intel's own names, in every language. */
const documentNames = { "tcb-info": "TCB info", "enclave-identity": "QE identity" } as const;

/**
 * Judges the documents of one kind that are about this platform: the one that is valid at `at`, of the highest
 * tcbEvaluationDataNumber and the latest date, by its signature, its signer's chain and its dates.
 *
 * @param id the first two parts of the checks' identifiers: "tdx.tcb-info"
 * @param missing what to say when there is none
 */
export async function judgeDocuments<Document extends CollateralDocument>(
  id: string,
  candidates: readonly Document[],
  missing: () => Finding,
  context: DocumentContext,
): Promise<JudgedDocument<Document>> {
  const document = pickDocument(candidates, context.at);
  if (document === undefined) {
    const unseen = ["chain", "signature", "dates"].map((topic) => check(`${id}.${topic}`, withoutDocument));
    return { checks: [check(`${id}.found`, missing()), ...unseen], genuine: undefined };
  }
  const entry = context.cache.document(document);
  const signer = await pickSigner(document, entry, context);
  const [chain, signature] = [await signerFinding(signer, context), await signatureFinding(entry, signer)];
  const dates = datesFinding(document.content, context.at);
  const { tcbEvaluationDataNumber: number, issueDate } = document.content;
  const values = { number, date: dateText(issueDate) };
  const named = (finding: Finding): Finding => ({
    ...finding,
    values: { ...finding.values, document: documentNames[document.kind] },
  });
  const genuine = [chain, signature, dates].every(({ status }) => status === "pass");
  return {
    checks: [
      check(`${id}.found`, named({ status: "pass", detail: "endorsements.intel.document.found", values })),
      check(`${id}.chain`, named(chain)),
      check(`${id}.signature`, named(signature)),
      check(`${id}.dates`, named(dates)),
    ],
    genuine: genuine ? document.content : undefined,
  };
}

function pickDocument<Document extends CollateralDocument>(
  candidates: readonly Document[],
  at: Date,
): Document | undefined {
  const rank = ({ content }: Document): readonly number[] => [
    isCurrent(content, at) ? 1 : 0,
    content.tcbEvaluationDataNumber,
    content.issueDate.getTime(),
  ];
  return [...candidates].sort((left, right) => compare(rank(right), rank(left)))[0];
}

function compare(left: readonly number[], right: readonly number[]): number {
  return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function isCurrent({ issueDate, nextUpdate }: Validity, at: Date): boolean {
  return issueDate <= at && at <= nextUpdate;
}

/**
 * The signer that came with the document, or any that was given; where several have its name, one that signed: Intel has
 * certified the same key again, so one that is valid at `at` where there is one.
 */
async function pickSigner(
  document: CollateralDocument,
  entry: DocumentEntry,
  { found, at }: DocumentContext,
): Promise<Link | undefined> {
  const named = found.links.filter(({ certificate }) => certificate.subject.commonName === signerName);
  const own = named.filter(({ certificate: { der } }) => document.issuerChain.some((other) => equalBytes(der, other)));
  const candidates = (own.length > 0 ? own : named).sort(
    (left, right) => Number(isValidAt(right.certificate, at)) - Number(isValidAt(left.certificate, at)),
  );
  if (candidates.length < 2) return candidates[0];
  for (const candidate of candidates) {
    if (await entry.isSignedBy(candidate.entry)) return candidate;
  }
  return candidates[0];
}

async function signatureFinding(entry: DocumentEntry, signer: Link | undefined): Promise<Finding> {
  if (signer === undefined) return signerMissing;
  const genuine = await entry.isSignedBy(signer.entry);
  const status = genuine ? "pass" : "fail";
  return { status, detail: `endorsements.intel.document.signature.${status}` };
}

/** Without its signer a document says nothing, for or against the evidence; a policy that asks for it refuses. */
const signerMissing: Finding = {
  status: "unknown",
  optional: true,
  expected: signerName,
  detail: "endorsements.intel.certificate.missing",
  values: { name: signerName },
};

async function signerFinding(signer: Link | undefined, context: DocumentContext): Promise<Finding> {
  const { found, chain, lists, at } = context;
  if (signer === undefined) return signerMissing;
  if (chain === undefined) return withoutDocument;
  const root = await pickIssuer(signer, found.links);
  if (root === undefined) return { ...signerMissing, expected: rootName, values: { name: rootName } };
  const links = [signer, root];
  const fault =
    (await foreignRoot(root, chain)) ??
    (await brokenSignature(links)) ??
    authorityFault(links) ??
    datesFault(links, at) ??
    (await revokedSigner(signer, root, lists, at));
  return fault ?? { status: "pass", actual: nameOf(signer), detail: "endorsements.intel.document.signer.genuine" };
}

/** The quote's root is pinned; a document of another root, though trusted too, must not speak for its platforms. */
async function foreignRoot(root: Link, chain: CompleteChain): Promise<Finding | undefined> {
  const [actual, expected] = await Promise.all([root.entry.keyDigest(), chain.root.entry.keyDigest()]);
  if (actual === expected) return undefined;
  return { status: "fail", expected, actual, detail: "endorsements.intel.document.signer.foreign-root" };
}

async function revokedSigner(
  signer: Link,
  root: Link,
  lists: readonly CrlEntry[],
  at: Date,
): Promise<Finding | undefined> {
  const verdict = await judgeLists(root, [signer], lists, at);
  return verdict.kind === "revoked" ? revokedFinding(verdict) : undefined;
}

function datesFinding(content: Validity, at: Date): Finding {
  const actual = `${dateText(content.issueDate)} – ${dateText(content.nextUpdate)}`;
  const shown = { expected: dateText(at), actual };
  if (isCurrent(content, at)) return { status: "pass", ...shown, detail: "endorsements.intel.document.dates.pass" };
  const when = at < content.issueDate ? "early" : "fail";
  return { status: "fail", ...shown, detail: `endorsements.intel.document.dates.${when}` };
}
