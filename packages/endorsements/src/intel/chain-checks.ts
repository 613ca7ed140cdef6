import type { Malformed } from "@sekisho/encoding";
import type { PublicKey } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import { isValidAt, mayIssue, nameOf, unheededCritical, validityText } from "../certificates/links.ts";
import { dateText } from "../date-text.ts";
import { check, type Finding } from "../finding.ts";
import { pckName, type CompleteChain, type FoundChain, type Link } from "./find-chain.ts";
import { notLookedAt, type Technology } from "./result.ts";
import { intelRootKey } from "./roots.ts";

/** Whose root keys are trusted. */
export type TrustedRoots = { readonly vendorRoot: boolean; readonly additionalRoots: readonly string[] };

export const rootName = "Intel SGX Root CA";
const issuerNames = ["Intel SGX PCK Platform CA", "Intel SGX PCK Processor CA"];

/** Whether the certificates below the root are there. A missing one is unknown: it says nothing against the evidence. */
export function presenceChecks(technology: Technology, chain: FoundChain): readonly Check[] {
  const above = chain.leaf?.certificate.issuer.commonName ?? "Intel SGX PCK CA";
  return [
    check(`${technology}.chain.leaf`, presence(chain.leaf, pckName)),
    check(`${technology}.chain.intermediate`, presence(chain.intermediate, above)),
    ...chain.unreadable
      .slice(0, 1)
      .map((first) => check(`${technology}.chain.unreadable`, unreadable(first, chain.unreadable.length))),
  ];
}

function presence(link: Link | undefined, name: string): Finding {
  const values = { name };
  if (link === undefined) {
    return { status: "unknown", expected: name, detail: "endorsements.intel.certificate.missing", values };
  }
  const actual = link.certificate.subject.text;
  return { status: "pass", expected: name, actual, detail: "endorsements.intel.certificate.found", values };
}

function unreadable({ field, offset, expected, actual }: Malformed, count: number): Finding {
  const values = { count, field, offset };
  return { status: "unknown", optional: true, expected, actual, detail: "endorsements.intel.unreadable", values };
}

/** Whether the root's key is Intel's, or one that the caller trusts by name. */
export async function rootCheck(
  technology: Technology,
  root: Link | undefined,
  { vendorRoot, additionalRoots }: TrustedRoots,
): Promise<Check> {
  const id = `${technology}.chain.root`;
  const expected = [...(vendorRoot ? [intelRootKey] : []), ...additionalRoots].join(", ") || "–";
  if (root === undefined) {
    const values = { name: rootName };
    return check(id, { status: "unknown", expected, detail: "endorsements.intel.certificate.missing", values });
  }
  const actual = await root.entry.keyDigest();
  if (vendorRoot && actual === intelRootKey) {
    return check(id, { status: "pass", expected: actual, actual, detail: "endorsements.intel.root.pinned" });
  }
  const values = { name: root.certificate.subject.text };
  if (additionalRoots.some((digest) => digest.toLowerCase() === actual)) {
    const detail = "endorsements.intel.root.additional";
    return check(id, { status: "pass", expected: actual, actual, detail, values });
  }
  return check(id, { status: "fail", expected, actual, detail: "endorsements.intel.root.foreign", values });
}

/** Whether each certificate is signed by the next, and the root by itself. */
export async function signatureCheck(technology: Technology, chain: CompleteChain | undefined): Promise<Check> {
  const id = `${technology}.chain.signatures`;
  if (chain === undefined) return check(id, notLookedAt);
  const broken = await brokenSignature([chain.leaf, chain.intermediate, chain.root]);
  return check(id, broken ?? { status: "pass", detail: "endorsements.intel.signatures.genuine" });
}

/** The first certificate, leaf first, that the next one did not sign; the last one signs itself. */
export async function brokenSignature(links: readonly Link[]): Promise<Finding | undefined> {
  for (const [index, subject] of links.entries()) {
    const issuer = links[index + 1] ?? subject;
    if (await subject.entry.isSignedBy(issuer.entry)) continue;
    const values = { subject: subject.certificate.subject.text, issuer: issuer.certificate.subject.text };
    return { status: "fail", detail: "endorsements.intel.signatures.broken", values };
  }
  return undefined;
}

/** Whether the names are those that Intel gives. */
export function namesCheck(technology: Technology, chain: CompleteChain | undefined): Check {
  const id = `${technology}.chain.names`;
  if (chain === undefined) return check(id, notLookedAt);
  const [leaf, intermediate, root] = [chain.leaf, chain.intermediate, chain.root].map(nameOf);
  const right = leaf === pckName && issuerNames.includes(intermediate ?? "") && root === rootName;
  const status = right ? "pass" : "fail";
  const expected = `${pckName} < ${issuerNames.join(" | ")} < ${rootName}`;
  const actual = `${leaf} < ${intermediate} < ${root}`;
  return check(id, { status, expected, actual, detail: `endorsements.intel.names.${status}` });
}

/** Whether root and intermediate may sign certificates, the leaf may not, and no critical extension goes unheeded. */
export function authorityCheck(technology: Technology, chain: CompleteChain | undefined): Check {
  const id = `${technology}.chain.authority`;
  if (chain === undefined) return check(id, notLookedAt);
  const fault = authorityFault([chain.leaf, chain.intermediate, chain.root]);
  return check(id, fault ?? { status: "pass", detail: "endorsements.intel.authority.fine" });
}

/** What is wrong with who may sign what in a chain, leaf first. */
export function authorityFault(links: readonly Link[]): Finding | undefined {
  for (const [index, link] of links.entries()) {
    const { certificate } = link;
    const values = { name: nameOf(link) };
    if (index === 0 && certificate.basicConstraints?.ca === true) {
      return { status: "fail", detail: "endorsements.intel.authority.leaf", values };
    }
    if (index > 0 && !mayIssue(certificate, index - 1)) {
      return { status: "fail", detail: "endorsements.intel.authority.issuer", values };
    }
    if (unheededCritical(certificate)) {
      return { status: "fail", detail: "endorsements.intel.authority.critical", values };
    }
  }
  return undefined;
}

/** Whether every certificate is valid at `at`. */
export function datesCheck(technology: Technology, chain: CompleteChain | undefined, at: Date): Check {
  const id = `${technology}.chain.dates`;
  if (chain === undefined) return check(id, notLookedAt);
  const expected = dateText(at);
  const actual = validityText(chain.leaf.certificate);
  const fault = datesFault([chain.leaf, chain.intermediate, chain.root], at);
  return check(id, fault ?? { status: "pass", expected, actual, detail: "endorsements.intel.dates.valid" });
}

/** The first certificate that is not valid at `at`. */
export function datesFault(links: readonly Link[], at: Date): Finding | undefined {
  const outside = links.find(({ certificate }) => !isValidAt(certificate, at));
  if (outside === undefined) return undefined;
  const shown = { expected: dateText(at), actual: validityText(outside.certificate) };
  return { status: "fail", ...shown, detail: "endorsements.intel.dates.invalid", values: { name: nameOf(outside) } };
}

/** Whether the certified key is of the kind that signs QE reports. */
export function keyCheck(technology: Technology, present: boolean, key: PublicKey | undefined): Check {
  const id = `${technology}.pck.key`;
  if (!present) return check(id, notLookedAt);
  const status = key?.curve === "P-256" ? "pass" : "fail";
  const actual = key?.curve ?? key?.type ?? "?";
  return check(id, { status, expected: "P-256", actual, detail: `endorsements.intel.key.${status}` });
}
