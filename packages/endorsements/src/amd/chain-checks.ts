import type { Check } from "@sekisho/evidence";
import type { Product } from "@sekisho/evidence/sev-snp";
import { dateText } from "../date-text.ts";
import { isValidAt, mayIssue, nameOf, unheededCritical, validityText } from "../certificates/links.ts";
import type { FoundChain, Link } from "./find-chain.ts";
import { authorityNames, type Signer } from "./names.ts";
import { check, notLookedAt, type Finding } from "./result.ts";
import { amdRootKeys } from "./roots.ts";

/** A chain of which nothing is missing. */
export type CompleteChain = {
  readonly signer: Signer;
  readonly leaf: Link;
  readonly intermediate: Link;
  readonly root: Link;
};

/** The chain if nothing of it is missing. */
export function completeChain({ signer, leaf, intermediate, root }: FoundChain): CompleteChain | undefined {
  if (signer === undefined || leaf === undefined || intermediate === undefined || root === undefined) return undefined;
  return { signer, leaf, intermediate, root };
}

/** Whether the root's key is AMD's, or one that the caller trusts by name. */
export async function rootCheck(
  root: Link | undefined,
  product: Product | undefined,
  additionalRoots: readonly string[],
): Promise<Check> {
  const id = "sev-snp.chain.root";
  const expected = product === undefined ? Object.values(amdRootKeys).join(", ") : amdRootKeys[product];
  if (root === undefined) {
    const name = product === undefined ? "ARK" : `ARK-${product}`;
    return check(id, {
      status: "unknown",
      expected,
      detail: "endorsements.amd.certificate.missing",
      values: { name },
    });
  }
  const actual = await root.entry.keyDigest();
  const name = root.certificate.subject.text;
  if (product !== undefined && actual === amdRootKeys[product]) {
    return check(id, { status: "pass", expected, actual, detail: "endorsements.amd.root.pinned", values: { product } });
  }
  if (additionalRoots.some((digest) => digest.toLowerCase() === actual)) {
    return check(id, {
      status: "pass",
      expected: actual,
      actual,
      detail: "endorsements.amd.root.additional",
      values: { name },
    });
  }
  return check(id, {
    status: "fail",
    expected: [expected, ...additionalRoots].join(", "),
    actual,
    detail: "endorsements.amd.root.foreign",
    values: { name },
  });
}

/** Whether each certificate is signed by the next, and the root by itself. */
export async function signatureCheck(chain: CompleteChain | undefined): Promise<Check> {
  const id = "sev-snp.chain.signatures";
  if (chain === undefined) return check(id, notLookedAt);
  const { leaf, intermediate, root } = chain;
  const pairs = [
    [leaf, intermediate],
    [intermediate, root],
    [root, root],
  ] as const;
  const genuine = await Promise.all(pairs.map(([subject, issuer]) => subject.entry.isSignedBy(issuer.entry)));
  const broken = pairs.find((_, index) => genuine[index] !== true);
  if (broken === undefined) return check(id, { status: "pass", detail: "endorsements.amd.signatures.genuine" });
  const values = { subject: broken[0].certificate.subject.text, issuer: broken[1].certificate.subject.text };
  return check(id, { status: "fail", detail: "endorsements.amd.signatures.broken", values });
}

/** Whether the names are those that AMD gives to this product's certificates. */
export function namesCheck(chain: CompleteChain | undefined, product: Product | undefined): Check {
  const id = "sev-snp.chain.names";
  if (chain === undefined || product === undefined) return check(id, notLookedAt);
  const wanted = authorityNames(chain.signer, product);
  const expected = `${wanted.intermediate} < ${wanted.root}`;
  const actual = [chain.intermediate, chain.root].map(nameOf).join(" < ");
  const status = expected === actual ? "pass" : "fail";
  return check(id, { status, expected, actual, detail: `endorsements.amd.names.${status}`, values: { product } });
}

/** Whether root and intermediate may sign certificates, the leaf may not, and no critical extension goes unheeded. */
export function authorityCheck(chain: CompleteChain | undefined): Check {
  const id = "sev-snp.chain.authority";
  if (chain === undefined) return check(id, notLookedAt);
  const { leaf, intermediate, root } = chain;
  const faults = [
    mayIssue(root.certificate, 1) ? undefined : "endorsements.amd.authority.issuer",
    mayIssue(intermediate.certificate, 0) ? undefined : "endorsements.amd.authority.issuer",
    leaf.certificate.basicConstraints?.ca === true ? "endorsements.amd.authority.leaf" : undefined,
  ] as const;
  const links = [root, intermediate, leaf];
  const index = faults.findIndex((fault) => fault !== undefined);
  const fault = faults[index];
  if (fault !== undefined) return check(id, authorityFault(fault, links[index]));
  const critical = links.find(({ certificate }) => unheededCritical(certificate));
  if (critical !== undefined) return check(id, authorityFault("endorsements.amd.authority.critical", critical));
  return check(id, { status: "pass", detail: "endorsements.amd.authority.fine" });
}

function authorityFault(detail: Finding["detail"], link: Link | undefined): Finding {
  return { status: "fail", detail, values: { name: link === undefined ? "" : nameOf(link) } };
}

/** Whether every certificate is valid at `at`. */
export function datesCheck(chain: CompleteChain | undefined, at: Date): Check {
  const id = "sev-snp.chain.dates";
  if (chain === undefined) return check(id, notLookedAt);
  const links = [chain.leaf, chain.intermediate, chain.root];
  const outside = links.find(({ certificate }) => !isValidAt(certificate, at));
  const expected = dateText(at);
  if (outside === undefined) {
    return check(id, {
      status: "pass",
      expected,
      actual: validityText(chain.leaf.certificate),
      detail: "endorsements.amd.dates.valid",
    });
  }
  const values = { name: nameOf(outside) };
  return check(id, {
    status: "fail",
    expected,
    actual: validityText(outside.certificate),
    detail: "endorsements.amd.dates.invalid",
    values,
  });
}
