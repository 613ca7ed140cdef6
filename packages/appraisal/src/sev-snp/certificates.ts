import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { amdRootKeys, type AmdEndorsements } from "@sekisho/endorsements/amd";
import type { Check } from "@sekisho/evidence";
import type { Product } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { decided, unanswered } from "../outcome.ts";

/** The checks of the endorsements, with the revocation list made a demand where the policy makes it one. */
export function endorsementChecks(policy: SevSnpPolicy, { checks }: AmdEndorsements): readonly Check[] {
  if (policy.crl !== "required") return checks;
  return checks.map((check) => (check.id === "sev-snp.chain.revocation" ? { ...check, required: true } : check));
}

/** What the policy demands of product line, root and signing key. */
export async function certificateChecks(
  policy: SevSnpPolicy,
  endorsements: AmdEndorsements,
  product: Product | undefined,
): Promise<readonly Check[]> {
  const checks = [...milanChecks(policy.milan ?? "warn", product)];
  if (policy.products !== undefined) checks.push(productCheck(policy.products, product));
  if (policy.roots?.vendor !== undefined) checks.push(await rootCheck(policy.roots, endorsements));
  if (policy.signer?.key !== undefined) checks.push(signerCheck(policy.signer.key, endorsements));
  if (policy.signer?.["csp-id"] !== undefined) checks.push(providerCheck(policy.signer["csp-id"], endorsements));
  return checks;
}

/** No version that a Milan report shows can be believed for sure; so each gets a warning at least. */
function milanChecks(demand: "warn" | "refuse", product: Product | undefined): readonly Check[] {
  const id = "sev-snp.milan";
  if (product === undefined && demand === "refuse") return [unanswered(id, null, message("sev-snp.product.unknown"))];
  if (product !== "Milan") return [];
  if (demand === "warn") return [unanswered(id, null, message("sev-snp.milan.warning"), false)];
  return [decided(id, false, { expected: "Genoa | Turin", actual: product }, message("sev-snp.milan.refused"))];
}

function productCheck(accepted: readonly Product[], product: Product | undefined): Check {
  const id = "sev-snp.policy.products";
  const expected = accepted.join(" | ");
  if (product === undefined) return unanswered(id, expected, message("sev-snp.product.unknown"));
  const holds = accepted.includes(product);
  const detail = message(holds ? "sev-snp.product.accepted" : "sev-snp.product.refused");
  return decided(id, holds, { expected, actual: product }, detail);
}

async function rootCheck(roots: NonNullable<SevSnpPolicy["roots"]>, { chain }: AmdEndorsements): Promise<Check> {
  const id = "sev-snp.policy.roots";
  const { vendor = [], additional = [] } = roots;
  const expected = [...vendor, ...additional].join(" | ");
  if (chain.root === undefined) return unanswered(id, expected, message("sev-snp.roots.missing"));
  const digest = toHex(await hash("sha256", chain.root.subjectPublicKeyInfo));
  const pinned = (Object.keys(amdRootKeys) as Product[]).find((name) => amdRootKeys[name] === digest);
  const holds =
    vendor.some((name) => name === `ARK-${pinned}`) || additional.some((root) => root.toLowerCase() === digest);
  const detail = message(holds ? "sev-snp.roots.accepted" : "sev-snp.roots.refused");
  return decided(id, holds, { expected, actual: pinned === undefined ? digest : `ARK-${pinned}` }, detail);
}

function signerCheck(accepted: readonly ("vcek" | "vlek")[], { signer }: AmdEndorsements): Check {
  const id = "sev-snp.policy.signer";
  const expected = accepted.map((kind) => kind.toUpperCase()).join(" | ");
  if (signer === undefined) return unanswered(id, expected, message("sev-snp.signer.unknown"));
  const holds = accepted.some((kind) => kind.toUpperCase() === signer);
  const detail = message(holds ? "sev-snp.signer.accepted" : "sev-snp.signer.refused");
  return decided(id, holds, { expected, actual: signer }, detail);
}

function providerCheck(accepted: readonly string[], { cspId }: AmdEndorsements): Check {
  const id = "sev-snp.policy.csp-id";
  const expected = accepted.join(" | ");
  if (cspId === undefined) return unanswered(id, expected, message("sev-snp.csp-id.absent"));
  const holds = accepted.map(providerName).includes(providerName(cspId));
  const detail = message(holds ? "sev-snp.csp-id.accepted" : "sev-snp.csp-id.refused");
  return decided(id, holds, { expected, actual: cspId }, detail);
}

/** Certificates say "CN=cc-us-east-2.amazonaws.com"; a policy may leave the "CN=" out. */
function providerName(cspId: string): string {
  return cspId.replace(/^CN=/, "");
}
