import { fromBase64, fromBase64Url, type Parsed } from "@sekisho/encoding";
import type { Credential } from "@sekisho/evidence/tpm";
import { message, type Message } from "@sekisho/messages";
import {
  credentialKey,
  credentialLength,
  openSecret,
  signingKeyOf,
  verifySignedRelease,
  type GateIdentity,
  type GuestKey,
  type SealedCredential,
  type SignedRelease,
} from "@sekisho/release";
import type { Answered, VirtualTpm } from "./ports.ts";

/** What a release must agree with. */
export type Expected = {
  readonly gate: GateIdentity;
  readonly machineId: string;
  readonly request: string;
  readonly headerDigest: string;
  readonly guestKey: GuestKey;
  /** The bindings that this guest made in this request, by their base64url. */
  readonly bindings: ReadonlyMap<string, Uint8Array>;
  /** A guest with a TPM takes only what that TPM opens. */
  readonly vtpm: VirtualTpm | undefined;
};

/** The disk key, which the caller wipes, or why the release is not used. */
export type Accepted =
  | { readonly ok: true; readonly secret: Uint8Array }
  | { readonly ok: false; readonly reason: Message };

/**
 * Judges a release: signed by a pinned key, for this machine, request, binding and disk, and sealed to this guest's key; with
 * a TPM, to that, too.
 * The signature comes first; what it does not cover is never looked at.
 */
export async function acceptRelease(release: SignedRelease, expected: Expected): Promise<Accepted> {
  const spki = signingKeyOf(expected.gate, release.gateKeyDigest);
  if (spki === undefined) return refused("guest.release.keyNotPinned", { actual: release.gateKeyDigest });
  if (!(await verifySignedRelease(release, spki))) return refused("guest.release.signature");
  if (release.machineId !== expected.machineId) {
    return refused("guest.release.machine", { expected: expected.machineId, actual: release.machineId });
  }
  if (release.request !== expected.request) {
    return refused("guest.release.request", { expected: expected.request, actual: release.request });
  }
  const binding = expected.bindings.get(release.binding);
  if (binding === undefined) return refused("guest.release.binding");
  if (release.headerDigest !== expected.headerDigest) {
    return refused("guest.release.header", { expected: release.headerDigest, actual: expected.headerDigest });
  }
  if (expected.vtpm === undefined) {
    if (release.credential !== undefined) return refused("guest.release.credentialUnexpected");
    return open(release, expected.guestKey, binding, undefined);
  }
  if (release.credential === undefined) return refused("guest.release.credentialMissing");
  const credential = await openCredential(expected.vtpm, release.credential);
  if (!credential.ok) return credential;
  if (credential.value === undefined) return refused("guest.release.credential");
  try {
    return await open(release, expected.guestKey, binding, credential.value);
  } finally {
    credential.value.fill(0);
  }
}

/**
 * Has the TPM open a credential as it travels.
 *
 * @returns the credential, which the caller wipes; undefined where it was made for another TPM or attestation key, or is too
 *   short to be one
 */
export async function openCredential(
  vtpm: VirtualTpm,
  sealed: SealedCredential,
): Promise<Answered<Uint8Array | undefined>> {
  const credential: Credential = {
    credentialBlob: sound(fromBase64("credentialBlob", sealed.credentialBlob)),
    secret: sound(fromBase64("secret", sealed.secret)),
  };
  const opened = await vtpm.activate(credential);
  return opened.ok && opened.value?.length !== credentialLength ? { ok: true, value: undefined } : opened;
}

async function open(
  release: SignedRelease,
  guestKey: GuestKey,
  binding: Uint8Array,
  credential: Uint8Array | undefined,
): Promise<Accepted> {
  const sealed = {
    encapsulatedKey: sound(fromBase64Url("encapsulatedKey", release.encapsulatedKey)),
    ciphertext: sound(fromBase64Url("ciphertext", release.ciphertext)),
  };
  const preSharedKey = credential === undefined ? {} : { preSharedKey: credentialKey(credential) };
  const secret = await openSecret({ guestKey, binding, sealed, ...preSharedKey });
  return secret === undefined ? refused("guest.release.sealed") : { ok: true, secret };
}

type Reason =
  | `guest.release.${"keyNotPinned" | "signature" | "machine" | "request" | "binding" | "header" | "sealed"}`
  | `guest.release.credential${"" | "Missing" | "Unexpected"}`;

function refused(id: Reason, values: Message["values"] = {}): Accepted {
  return { ok: false, reason: message(id, values) };
}

/** The schema of a release has looked at these texts before. */
function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
