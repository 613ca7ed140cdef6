import { lengthPrefixed, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";

/**
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: the three identifiers of RFC 9180, section 7, two bytes each,
 * big-endian.
 */
export const cipherSuiteIdentifier: Uint8Array = Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x02);

/** Names what is bound, and the order and meaning of the fields. */
const tag = toUtf8("sekisho binding v1");

/** What evidence is tied to: this machine, this gate, this moment, this guest, this disk, this TPM. */
export type BindingFields = {
  /** The machine's UUID, lower case. */
  readonly machineId: string;
  /** SHA-256 over the SubjectPublicKeyInfo (DER) of the gate's signing key: 32 bytes. */
  readonly gateKeyDigest: Uint8Array;
  /** The gate's nonce: the decoded bytes of its token. */
  readonly nonce: Uint8Array;
  /** The guest's HPKE public key: 32 bytes (X25519). */
  readonly guestKey: Uint8Array;
  /** SHA-256 over every byte of the disk before its data segment: 32 bytes. */
  readonly headerDigest: Uint8Array;
  /** The name (TPM 2.0, part 1, section 16) of the vTPM's attestation key; empty where there is no vTPM. */
  readonly attestationKeyName: Uint8Array;
};

/**
 * The binding: SHA-512 over all fields, each preceded by its length (four bytes, big-endian). 64 bytes, as REPORT_DATA
 * holds.
 */
export function computeBinding(fields: BindingFields): Promise<Uint8Array> {
  const { machineId, gateKeyDigest, nonce, guestKey, headerDigest, attestationKeyName } = fields;
  return hash(
    "sha512",
    lengthPrefixed([
      tag,
      cipherSuiteIdentifier,
      toUtf8(machineId),
      gateKeyDigest,
      nonce,
      guestKey,
      headerDigest,
      attestationKeyName,
    ]),
  );
}
