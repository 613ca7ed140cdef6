import { MalformedError, type Parsed } from "@sekisho/encoding";
import {
  CborFields,
  parseAuthenticatorData,
  readCbor,
  type AttestedCredential,
  type AuthenticatorData,
} from "@sekisho/encoding/webauthn";

/** What an authenticator says of a credential that it made (WebAuthn Level 3, 6.5.4). */
export type AttestationObject = {
  /** "packed", "tpm", "android-key", "apple", "fido-u2f", "none" or another. */
  readonly format: string;
  readonly statement: CborFields;
  readonly authenticatorData: AuthenticatorData & { readonly credential: AttestedCredential };
};

const limit = 65_536;

/** Reads an attestation object: a CBOR map of `fmt`, `attStmt` and `authData`, and nothing after it. */
export function parseAttestationObject(bytes: Uint8Array): Parsed<AttestationObject> {
  try {
    return { ok: true, value: read(bytes) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function read(bytes: Uint8Array): AttestationObject {
  if (bytes.length > limit) throw malformed("limit", 0, `at most ${limit} bytes`, `${bytes.length} bytes`);
  const { item, length } = readCbor("attestationObject", bytes, 0);
  if (length < bytes.length) throw malformed("trailing", length, "end of input", `${bytes.length - length} more bytes`);
  const fields = new CborFields("attestationObject", 0, item);
  const authenticatorData = parseAuthenticatorData(fields.bytes("authData"));
  if (!authenticatorData.ok) throw new MalformedError(authenticatorData.error);
  const { credential } = authenticatorData.value;
  if (credential === undefined) throw malformed("value", 0, "a credential in authData", "none");
  return {
    format: fields.text("fmt"),
    statement: fields.map("attStmt"),
    authenticatorData: { ...authenticatorData.value, credential },
  };
}

function malformed(
  code: "limit" | "trailing" | "value",
  offset: number,
  expected: string,
  actual: string,
): MalformedError {
  return new MalformedError({ code, field: "attestationObject", offset, expected, actual });
}
