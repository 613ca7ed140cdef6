import { concatBytes, equalBytes, parseAll, type Parsed } from "@sekisho/encoding";
import { agree, applyAesCtr, hmac } from "@sekisho/encoding/crypto";
import { encodeSevCertificate, encodeSevCertificateBody, type SevCertificate } from "./certificate.ts";
import { deriveSessionKeys, sevKeyLength } from "./key-derivation.ts";
import { sevPolicyBytes } from "./policy.ts";
import { importSevKey } from "./public-key.ts";

/** The keys of one launch, 16 bytes each; secrets of the guest owner, to be wiped with {@link wipeTransportKeys}. */
export type TransportKeys = {
  /** Transport encryption key: encrypts the secret. */
  readonly tek: Uint8Array;
  /** Transport integrity key: authenticates policy, measurement and secret. */
  readonly tik: Uint8Array;
};

/** The session data of LAUNCH_START (SEV API 0.24, section 6.2), 128 bytes. */
export type LaunchSession = {
  readonly nonce: Uint8Array;
  /** TEK ‖ TIK, encrypted with the KEK. */
  readonly wrappedKeys: Uint8Array;
  readonly wrapIv: Uint8Array;
  /** HMAC over the wrapped keys, with the KIK. */
  readonly wrapMac: Uint8Array;
  /** HMAC over the policy, with the TIK. */
  readonly policyMac: Uint8Array;
};

/** Bytes of a launch session. */
export const launchSessionLength = 128;

/** What a guest owner hands to the host, and what stays with the owner. */
export type GuestOwnerLaunch = {
  /** The owner's Diffie-Hellman certificate: 2084 bytes; QEMU's dh-cert-file has them in base64. */
  readonly certificate: Uint8Array;
  /** 128 bytes; QEMU's session-file has them in base64. */
  readonly session: Uint8Array;
  readonly keys: TransportKeys;
};

/**
 * Starts a launch: fresh transport keys, wrapped so that only the platform with this PDH can read them, and bound to the policy.
 * The PDH must have been verified up to AMD's root before; nothing here looks at its signatures.
 *
 * @param policy all 32 bits of the launch policy
 * @param random as many random bytes as asked for; the Diffie-Hellman key is made by the platform's own generator
 * @returns undefined for a PDH that is no P-384 key for key agreement, or whose point is not on the curve
 */
export async function createLaunchSession(input: {
  readonly pdh: SevCertificate;
  readonly policy: number;
  readonly random: (length: number) => Uint8Array;
}): Promise<GuestOwnerLaunch | undefined> {
  const { pdh, policy, random } = input;
  if (pdh.usage !== "PDH" || pdh.algorithm.kind !== "ecdh" || pdh.key.type !== "ec") return undefined;
  if (pdh.key.curve !== "P-384") return undefined;
  const key = await importSevKey(pdh.key);
  const agreement = key && (await agree(key));
  if (agreement === undefined) return undefined;
  const { x, y, sharedX } = agreement;
  const keys = { tek: random(sevKeyLength), tik: random(sevKeyLength) };
  const session = await wrapKeys({ sharedX, nonce: random(16), iv: random(16), keys, policy });
  sharedX.fill(0);
  const body = encodeSevCertificateBody({
    apiMajor: 0,
    apiMinor: 0,
    usage: "PDH",
    algorithm: { kind: "ecdh", hash: "sha256" },
    key: { type: "ec", curve: "P-384", x, y },
  });
  return { certificate: encodeSevCertificate(body), session, keys };
}

/** The 128 bytes of a session, from a secret that both sides have agreed on. */
export async function wrapKeys(input: {
  readonly sharedX: Uint8Array;
  readonly nonce: Uint8Array;
  readonly iv: Uint8Array;
  readonly keys: TransportKeys;
  readonly policy: number;
}): Promise<Uint8Array> {
  const { sharedX, nonce, iv, keys, policy } = input;
  const { kek, kik } = await deriveSessionKeys(sharedX, nonce);
  const plain = concatBytes(keys.tek, keys.tik);
  const wrapped = await applyAesCtr(kek, iv, plain);
  const wrapMac = await hmac("sha256", kik, wrapped);
  for (const secret of [plain, kek, kik]) secret.fill(0);
  return concatBytes(nonce, wrapped, iv, wrapMac, await hmac("sha256", keys.tik, sevPolicyBytes(policy)));
}

/** Reads a session of exactly 128 bytes. */
export function parseLaunchSession(bytes: Uint8Array): Parsed<LaunchSession> {
  return parseAll("launch session", bytes, (reader) => ({
    nonce: reader.bytes("NONCE", 16),
    wrappedKeys: reader.bytes("WRAP_TK", 2 * sevKeyLength),
    wrapIv: reader.bytes("WRAP_IV", 16),
    wrapMac: reader.bytes("WRAP_MAC", 32),
    policyMac: reader.bytes("POLICY_MAC", 32),
  }));
}

/**
 * The transport keys of a session, as the platform's firmware takes them out.
 *
 * @param sharedX x coordinate of the point that the platform's Diffie-Hellman gives
 * @returns undefined when the session is for another platform or was changed, or belongs to another policy
 */
export async function unwrapKeys(
  session: LaunchSession,
  sharedX: Uint8Array,
  policy: number,
): Promise<TransportKeys | undefined> {
  const { kek, kik } = await deriveSessionKeys(sharedX, session.nonce);
  if (!equalBytes(session.wrapMac, await hmac("sha256", kik, session.wrappedKeys))) return undefined;
  const plain = await applyAesCtr(kek, session.wrapIv, session.wrappedKeys);
  const keys = { tek: plain.slice(0, sevKeyLength), tik: plain.slice(sevKeyLength) };
  for (const secret of [plain, kek, kik]) secret.fill(0);
  return equalBytes(session.policyMac, await hmac("sha256", keys.tik, sevPolicyBytes(policy))) ? keys : undefined;
}

/** Overwrites the keys with zeros. */
export function wipeTransportKeys({ tek, tik }: TransportKeys): void {
  tek.fill(0);
  tik.fill(0);
}
