import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { encode } from "cborg";

/** The SHA-256 of some client data: a test's challenge. */
export const clientDataHash = new Uint8Array(createHash("sha256").update("client data").digest());

export const model = new Uint8Array(16).fill(0x5e);

/** A passkey's key pair on P-256, with the key as COSE and as SubjectPublicKeyInfo. */
export type TestCredential = {
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
  readonly cose: Uint8Array;
  readonly x: Uint8Array;
  readonly y: Uint8Array;
};

export function testCredential(): TestCredential {
  return credentialOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
}

/** The credential of a key on P-256. */
export function credentialOf(privateKey: KeyObject): TestCredential {
  const spki = new Uint8Array(createPublicKey(privateKey).export({ format: "der", type: "spki" }));
  const [x, y] = [spki.slice(-64, -32), spki.slice(-32)];
  const cose = encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, x],
      [-3, y],
    ]),
  );
  return { privateKey, spki, x, y, cose };
}

/** Authenticator data of a credential that was just made. */
export function authenticatorData(
  credential: TestCredential,
  { flags = 0x45, aaguid = model }: { readonly flags?: number; readonly aaguid?: Uint8Array } = {},
): Uint8Array {
  const id = new Uint8Array(16).fill(7);
  return Uint8Array.of(
    ...new Uint8Array(32).fill(1),
    flags,
    0,
    0,
    0,
    0,
    ...aaguid,
    0,
    id.length,
    ...id,
    ...credential.cose,
  );
}

/** An attestation object. */
export function attestationObject(format: string, statement: object, authData: Uint8Array): Uint8Array {
  return encode({ fmt: format, attStmt: statement, authData });
}

/** A signature in DER over authenticator data and client data. */
export function signature(key: KeyObject, ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(sign("sha256", Buffer.concat(parts), key));
}
