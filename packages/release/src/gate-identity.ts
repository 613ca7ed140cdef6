import { fromBase64 } from "@sekisho/encoding";
import { z } from "zod";
import { base64Schema, sha256Schema } from "@sekisho/encoding/schemas";

/** A public signing key of the gate: its SubjectPublicKeyInfo, and the SHA-256 of that. */
const gateSigningKey = z.strictObject({
  spki: base64Schema(256),
  digest: sha256Schema,
});

/**
 * `gate.json`: what a machine's image and a person's device need to know of a gate. Public, yet to be had from the gate's
 * owner and not from the network: it is what makes a gate *the* gate.
 */
export const gateIdentitySchema = z.strictObject({
  type: z.literal("sekisho-gate"),
  version: z.literal(1),
  /** Where guests reach it ("https://gate.example:8443"). */
  url: z.url({ protocol: /^https$/ }),
  /** Ed25519 keys that sign releases: the current one first, then the next. */
  signingKeys: z.array(gateSigningKey).min(1).max(4),
  /** SHA-256 over the SubjectPublicKeyInfo of its TLS keys: current, then next. */
  tlsKeyDigests: z.array(sha256Schema).min(1).max(4),
});
export type GateIdentity = z.infer<typeof gateIdentitySchema>;

/** The SubjectPublicKeyInfo of the signing key with this digest, if the identity names it. */
export function signingKeyOf(identity: GateIdentity, digest: string): Uint8Array | undefined {
  const found = identity.signingKeys.find((key) => key.digest === digest);
  const decoded = found === undefined ? undefined : fromBase64("spki", found.spki);
  return decoded?.ok === true ? decoded.value : undefined;
}
