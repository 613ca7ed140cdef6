import { fromBase64Url, type Parsed } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import {
  openSecret,
  signingKeyOf,
  verifySignedRelease,
  type GateIdentity,
  type GuestKey,
  type SignedRelease,
} from "@sekisho/release";

/** What a release must agree with. */
export type Expected = {
  readonly gate: GateIdentity;
  readonly machineId: string;
  readonly request: string;
  readonly headerDigest: string;
  readonly guestKey: GuestKey;
  /** The bindings that this guest made in this request, by their base64url. */
  readonly bindings: ReadonlyMap<string, Uint8Array>;
};

/** The disk key, which the caller wipes, or why the release is not used. */
export type Accepted =
  | { readonly ok: true; readonly secret: Uint8Array }
  | { readonly ok: false; readonly reason: Message };

/**
 * Judges a release: signed by a pinned key, for this machine, request, binding and disk, and sealed to this guest's key.
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
  const sealed = {
    encapsulatedKey: sound(fromBase64Url("encapsulatedKey", release.encapsulatedKey)),
    ciphertext: sound(fromBase64Url("ciphertext", release.ciphertext)),
  };
  const secret = await openSecret({ guestKey: expected.guestKey, binding, sealed });
  return secret === undefined ? refused("guest.release.sealed") : { ok: true, secret };
}

type Reason = `guest.release.${"keyNotPinned" | "signature" | "machine" | "request" | "binding" | "header" | "sealed"}`;

function refused(id: Reason, values: Message["values"] = {}): Accepted {
  return { ok: false, reason: message(id, values) };
}

/** The schema of a release has looked at these texts before. */
function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
