import { equalBytes } from "@sekisho/encoding";
import type { Certificate } from "@sekisho/encoding/x509";
import type { Check } from "../check.ts";
import { coseScheme, isSignedBy } from "@sekisho/encoding/webauthn";
import { keyDescriptionOf, keyDescriptionOid, type KeyDescription, type SecurityLevel } from "./key-description.ts";
import { finding, rule } from "./result.ts";
import { chainOf, signedBytes, type PasskeyLevel, type Statement, type StatementResult } from "./statement.ts";

/** A key of Android's Keystore (WebAuthn Level 3, 8.4; source.android.com, "Key and ID attestation"). */
export async function judgeAndroidKey(statement: Statement): Promise<StatementResult> {
  const { statement: fields, authenticatorData } = statement.object;
  const { key } = authenticatorData.credential;
  const chain = chainOf(statement) ?? [];
  const [leaf] = chain;
  const scheme = coseScheme(fields.integer("alg"));
  const genuine =
    leaf !== undefined &&
    (await isSignedBy(leaf.subjectPublicKeyInfo, scheme, signedBytes(statement), fields.bytes("sig")));
  const sameKey = leaf !== undefined && equalBytes(leaf.subjectPublicKeyInfo, key.spki);
  const checks = [rule("signature", genuine), rule("key", sameKey)];
  return { chain, ...describedBy(chain, statement.clientDataHash, checks) };
}

/**
 * What the description in the leaf's certificate says, held against the challenge.
 *
 * Only the leaf may have one: a key that was attested itself could sign a certificate with any description that its owner
 * likes.
 */
export function describedBy(
  chain: readonly Certificate[],
  challenge: Uint8Array,
  before: readonly Check[] = [],
): { readonly level: PasskeyLevel; readonly checks: readonly Check[] } {
  const [leaf, ...issuers] = chain;
  const description = leaf === undefined ? undefined : keyDescriptionOf(leaf);
  const onlyOne = issuers.every(({ extensions }) => !extensions.has(keyDescriptionOid));
  if (description?.ok !== true || !onlyOne) return { level: "none", checks: [...before, rule("certificate", false)] };
  const { value } = description;
  const level = weaker(value.attestationSecurityLevel, value.keyMintSecurityLevel);
  const checks = [
    ...before,
    rule("challenge", equalBytes(value.attestationChallenge, challenge)),
    rule("generated", wasGeneratedForSigning(value)),
    deviceCheck(value),
  ];
  return { level: level === "software" ? "none" : level, checks };
}

const order: readonly SecurityLevel[] = ["software", "tee", "strongbox"];

/** The key is no safer than what describes it. */
function weaker(left: SecurityLevel, right: SecurityLevel): SecurityLevel {
  return order.indexOf(left) < order.indexOf(right) ? left : right;
}

const [purposeSign, originGenerated] = [2, 0];

/** Made in the hardware, which itself allows signing and nothing else, for one application. */
function wasGeneratedForSigning({ softwareEnforced, hardwareEnforced }: KeyDescription): boolean {
  const { purposes, origin } = hardwareEnforced;
  const shared = softwareEnforced.allApplications || hardwareEnforced.allApplications;
  return origin === originGenerated && purposes?.length === 1 && purposes[0] === purposeSign && !shared;
}

/** A device whose boot loader is unlocked runs any system, which can use its keys. */
function deviceCheck({ hardwareEnforced: { rootOfTrust } }: KeyDescription): Check {
  if (rootOfTrust === undefined) return finding("passkey.device", "unknown", "passkey.device.unknown");
  const { deviceLocked, verifiedBootState } = rootOfTrust;
  return rule("device", deviceLocked && verifiedBootState === "verified", { state: verifiedBootState });
}
