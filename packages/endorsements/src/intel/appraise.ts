import type { Check } from "@sekisho/evidence";
import { check } from "../finding.ts";
import {
  authorityCheck,
  datesCheck,
  keyCheck,
  namesCheck,
  presenceChecks,
  rootCheck,
  signatureCheck,
} from "./chain-checks.ts";
import { createIntelChainCache } from "./chain-cache.ts";
import type { EnclaveIdentityDocument, IntelCollateral, TcbInfoDocument } from "./collateral.ts";
import { judgeDocuments } from "./document-checks.ts";
import { enclaveCheck } from "./enclave-check.ts";
import type { IntelEndorsementInput, IntelEndorsements } from "./endorsements.ts";
import { completeChain, findChain, type FoundChain } from "./find-chain.ts";
import type { PckExtensions } from "./pck-extensions.ts";
import { quoteChecks } from "./quote-checks.ts";
import { withoutDocument, type Technology } from "./result.ts";
import { listsOf, revocationChecks } from "./revocation.ts";
import { tcbChecks } from "./tcb-checks.ts";
import type { Finding } from "../finding.ts";

/**
 * Judges whether a quote comes from a genuine Intel platform, and what that platform is worth: finds the chain PCK, its
 * issuer, Intel SGX Root CA; checks its signatures, names, authority, dates and revocation and the root's pin; the quote's own
 * signatures; TCB info and the quoting enclave's identity with their signer, and the level that platform, enclave and TDX
 * module reach. It looks at nothing that a policy decides.
 *
 * A missing certificate is `unknown` and refuses; a missing list or document is `unknown` and does not, unless a policy asks
 * for it. A status of `Revoked`, or no level at all, always fails; which other status is good enough is the policy's.
 */
export async function appraiseIntelEndorsements(input: IntelEndorsementInput): Promise<IntelEndorsements> {
  const { quote, at, collateral, cache = createIntelChainCache() } = input;
  const { technology } = quote;
  const found = await findChain(input, cache);
  const chain = completeChain(found);
  const key = await found.leaf?.entry.key();
  const extensions = found.leaf?.entry.pckExtensions();
  const pck = extensions?.ok === true ? extensions.value : undefined;
  const lists = listsOf([...input.crls, ...collateral.crls], cache);
  const context = { found, chain, lists, at, cache };
  const tcbInfo = await judgeDocuments(
    `${technology}.tcb-info`,
    tcbInfosOf(collateral, technology, pck),
    () => missingTcbInfo(collateral, technology, pck),
    context,
  );
  const identity = await judgeDocuments(
    `${technology}.qe-identity`,
    identitiesOf(collateral, technology),
    () => ({ ...withoutDocument, detail: "endorsements.intel.document.no-identity" }),
    context,
  );
  const judged = tcbChecks(quote, { pck, tcbInfo: tcbInfo.genuine, identity: identity.genuine });
  const checks = [
    ...(await quoteChecks(quote, key?.curve === "P-256" ? key : undefined, cache)),
    ...presenceChecks(technology, found),
    await rootCheck(technology, found.root, input),
    await signatureCheck(technology, chain),
    namesCheck(technology, chain),
    authorityCheck(technology, chain),
    datesCheck(technology, chain, at),
    ...(await revocationChecks(technology, chain, lists, at)),
    keyCheck(technology, found.leaf !== undefined, key),
    ...malformedExtensions(technology, found),
    ...tcbInfo.checks,
    ...identity.checks,
    enclaveCheck(quote, identity.genuine),
    ...judged.checks,
  ];
  return { checks, chain: certificatesOf(found), pck, tcb: judged.tcb };
}

function certificatesOf({ leaf, intermediate, root }: FoundChain): IntelEndorsements["chain"] {
  return { leaf: leaf?.certificate, intermediate: intermediate?.certificate, root: root?.certificate };
}

function malformedExtensions(technology: Technology, { leaf }: FoundChain): readonly Check[] {
  const extensions = leaf?.entry.pckExtensions();
  if (extensions === undefined || extensions.ok) return [];
  const { field, offset, expected, actual } = extensions.error;
  const detail = "endorsements.intel.extensions.malformed";
  const values = { field, offset };
  return [check(`${technology}.pck.extensions`, { status: "fail", expected, actual, detail, values })];
}

function tcbInfosOf(
  { documents }: IntelCollateral,
  technology: Technology,
  pck: PckExtensions | undefined,
): readonly TcbInfoDocument[] {
  return documents
    .filter((document) => document.kind === "tcb-info")
    .filter(({ content }) => content.technology === technology)
    .filter(({ content }) => content.fmspc === pck?.fmspc && content.pceId === pck.pceId);
}

/** Says so when documents about other platforms were given, as that is a likely mistake. */
function missingTcbInfo(collateral: IntelCollateral, technology: Technology, pck: PckExtensions | undefined): Finding {
  const others = collateral.documents.filter((document) => document.kind === "tcb-info").map(({ content }) => content);
  if (pck === undefined || others.length === 0) {
    return { ...withoutDocument, detail: "endorsements.intel.document.no-tcb-info" };
  }
  const actual = others.map(({ technology: other, fmspc, pceId }) => `${other} ${fmspc} ${pceId}`).join(", ");
  const expected = `${technology} ${pck.fmspc} ${pck.pceId}`;
  return { ...withoutDocument, expected, actual, detail: "endorsements.intel.document.other-platform" };
}

function identitiesOf({ documents }: IntelCollateral, technology: Technology): readonly EnclaveIdentityDocument[] {
  const id = technology === "tdx" ? "TD_QE" : "QE";
  return documents
    .filter((document) => document.kind === "enclave-identity")
    .filter(({ content }) => content.id === id);
}
