import { equalBytes } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import {
  sevKeyDigest,
  verifyAmdCertificate,
  verifySevCertificate,
  type SevCertificate,
  type SevCertificates,
} from "@sekisho/evidence/sev";
import { check, type Finding } from "../finding.ts";
import { findPlatform, type FoundPlatform, type WholePlatform } from "./find-platform.ts";
import { sevRootKeys, type SevProduct } from "./roots.ts";

/** A platform's certificates, and what they are judged by. There are no dates in them. */
export type SevEndorsementInput = {
  readonly certificates: SevCertificates;
  /** Which of AMD's roots are accepted. */
  readonly products?: readonly SevProduct[];
  /** SHA-256 over the SubjectPublicKeyInfo of roots trusted besides AMD's, hexadecimal: the lab's, where it is named. */
  readonly additionalRoots: readonly string[];
};

/** What came of it. Only `checks` says whether to believe the rest. */
export type SevEndorsements = {
  /** `sev.chain.…`, always all of them. */
  readonly checks: readonly Check[];
  /** The key that a launch session is made for. */
  readonly pdh: SevCertificate | undefined;
  /** Names the chip: SHA-256 over the SubjectPublicKeyInfo of its CEK, hexadecimal. */
  readonly chip: string | undefined;
  /** By the root. */
  readonly product: SevProduct | undefined;
};

/**
 * Judges whether a platform is a genuine AMD processor: PDH ← PEK ← CEK ← ASK ← ARK, the PEK also by its owner's OCA, which signs
 * itself; the ARK is pinned. A launch session for a PDH that was not judged so can be read by anybody.
 *
 * The format has no dates and no serial numbers, and AMD publishes no list of revoked CEKs: that revocation was not looked at is
 * said, and does not refuse.
 */
export async function appraiseSevEndorsements(input: SevEndorsementInput): Promise<SevEndorsements> {
  const found = await findPlatform(input.certificates);
  const whole = complete(found);
  const digest = found.ark && (await sevKeyDigest(found.ark.key));
  const product = (Object.keys(sevRootKeys) as SevProduct[]).find((name) => sevRootKeys[name] === digest);
  const checks = [
    check("sev.chain.certificates", presence(found)),
    check("sev.chain.root", rootFinding(digest, product, input)),
    check("sev.chain.signatures", whole === undefined ? incomplete : await signaturesFinding(whole)),
    check("sev.chain.algorithms", whole === undefined ? incomplete : algorithmsFinding(whole)),
    check("sev.chain.revocation", { status: "unknown", optional: true, detail: "endorsements.sev.revocation" }),
  ];
  return { checks, pdh: found.pdh, chip: found.cek && (await sevKeyDigest(found.cek.key)), product };
}

const incomplete: Finding = { status: "unknown", detail: "endorsements.sev.incomplete" };
const names = ["pdh", "pek", "oca", "cek", "ask", "ark"] as const;

function presence(found: FoundPlatform): Finding {
  const missing = names.filter((name) => found[name] === undefined).map((name) => name.toUpperCase());
  if (missing.length === 0) return { status: "pass", detail: "endorsements.sev.certificates.found" };
  const values = { names: missing.join(", ") };
  return { status: "unknown", detail: "endorsements.sev.certificates.missing", values };
}

function complete(found: FoundPlatform): WholePlatform | undefined {
  const { pdh, pek, oca, cek, ask, ark } = found;
  if (pdh === undefined || pek === undefined || oca === undefined) return undefined;
  if (cek === undefined || ask === undefined || ark === undefined) return undefined;
  return { pdh, pek, oca, cek, ask, ark };
}

function rootFinding(
  actual: string | undefined,
  product: SevProduct | undefined,
  { products = Object.keys(sevRootKeys) as SevProduct[], additionalRoots }: SevEndorsementInput,
): Finding {
  const accepted = [...products.map((name) => sevRootKeys[name]), ...additionalRoots.map((root) => root.toLowerCase())];
  const expected = accepted.join(" | ");
  if (actual === undefined) return { status: "unknown", expected, detail: "endorsements.sev.incomplete" };
  if (!accepted.includes(actual)) return { status: "fail", expected, actual, detail: "endorsements.sev.root.foreign" };
  if (product !== undefined) {
    return { status: "pass", expected, actual, detail: "endorsements.sev.root.pinned", values: { product } };
  }
  return { status: "pass", expected, actual, detail: "endorsements.sev.root.additional" };
}

/** Each certificate with who must have signed it, from the root down, so that the first broken one is the cause. */
async function signaturesFinding({ pdh, pek, oca, cek, ask, ark }: WholePlatform): Promise<Finding> {
  const own = await verifyAmdCertificate(ark, ark);
  const identified = equalBytes(ask.certifyingId, ark.keyId);
  const links: readonly (readonly [subject: string, issuer: string, genuine: boolean])[] = [
    // Undefined: AMD published the root of Naples without its signature; the pin is what counts.
    ["ARK", "ARK", own !== false],
    ["ASK", "ARK", identified && (await verifyAmdCertificate(ask, ark)) === true],
    ["CEK", "ASK", await verifySevCertificate(cek, ask)],
    ["OCA", "OCA", await verifySevCertificate(oca, oca)],
    ["PEK", "CEK", await verifySevCertificate(pek, cek)],
    ["PEK", "OCA", await verifySevCertificate(pek, oca)],
    ["PDH", "PEK", await verifySevCertificate(pdh, pek)],
  ];
  const broken = links.find(([, , genuine]) => !genuine);
  if (broken === undefined) return { status: "pass", detail: "endorsements.sev.signatures.genuine" };
  const [subject, issuer] = broken;
  return { status: "fail", detail: "endorsements.sev.signatures.broken", values: { subject, issuer } };
}

/** Whether each key can do what it is for (SEV API 0.24, section 2.1): the chip's are P-384, and the PDH agrees on keys. */
function algorithmsFinding({ pdh, pek, cek }: WholePlatform): Finding {
  const wrong = [pdh, pek, cek].find((certificate) => !isFit(certificate));
  if (wrong === undefined) return { status: "pass", detail: "endorsements.sev.algorithms.pass" };
  const actual = wrong.key.type === "ec" ? `${wrong.key.curve}, ${wrong.algorithm.kind}` : "RSA";
  return { status: "fail", actual, detail: "endorsements.sev.algorithms.fail", values: { name: wrong.usage } };
}

function isFit({ usage, key, algorithm }: SevCertificate): boolean {
  const kind = usage === "PDH" ? "ecdh" : "ecdsa";
  return key.type === "ec" && key.curve === "P-384" && algorithm.kind === kind;
}
