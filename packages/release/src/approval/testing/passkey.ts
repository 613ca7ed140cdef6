import { constants, createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { encode } from "cborg";
import type { ApprovalRecord, ApprovalStatement } from "../statement.ts";
import { approvalChallenge } from "../verify.ts";

export type PasskeyKind = "es256" | "eddsa" | "rs256";

/** What a test lets browser and authenticator say otherwise. */
export type Ceremony = {
  readonly type?: string;
  readonly challenge?: string;
  /** Where the browser says it is; the record says `origin` all the same. */
  readonly clientOrigin?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  readonly flags?: number;
  readonly rpIdHashOf?: string;
  readonly extensions?: Uint8Array;
};

export const testOrigin = "https://gate.example";
export const testRpId = "gate.example";

/** A passkey in software, for tests of this room alone: it signs whatever it is told. */
export function softwarePasskey(kind: PasskeyKind): {
  readonly publicKey: string;
  approve(statement: ApprovalStatement, ceremony?: Ceremony): Promise<ApprovalRecord>;
} {
  const { privateKey, publicKey } = pairOf(kind);
  const credentialId = randomBytes(16).toString("base64url");
  const coseKey = Buffer.from(encode(coseKeyOf(kind, publicKey))).toString("base64url");
  return {
    publicKey: coseKey,
    approve: async (statement, ceremony = {}) => {
      const clientData = Buffer.from(
        JSON.stringify({
          type: ceremony.type ?? "webauthn.get",
          challenge: ceremony.challenge ?? Buffer.from(await approvalChallenge(statement)).toString("base64url"),
          origin: ceremony.clientOrigin ?? testOrigin,
          crossOrigin: ceremony.crossOrigin ?? false,
          ...(ceremony.topOrigin === undefined ? {} : { topOrigin: ceremony.topOrigin }),
        }),
      );
      const rpIdHash = createHash("sha256")
        .update(ceremony.rpIdHashOf ?? testRpId)
        .digest();
      const fixed = Buffer.concat([rpIdHash, Buffer.of(ceremony.flags ?? 0x05), Buffer.of(0, 0, 0, 1)]);
      const authenticatorData = Buffer.concat([fixed, ceremony.extensions ?? new Uint8Array(0)]);
      const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientData).digest()]);
      return {
        statement,
        credentialId,
        publicKey: coseKey,
        authenticatorData: authenticatorData.toString("base64url"),
        clientDataJSON: clientData.toString("base64url"),
        signature: signatureOf(kind, privateKey, signed).toString("base64url"),
        origin: testOrigin,
        rpId: testRpId,
        hardware: null,
      };
    },
  };
}

function pairOf(kind: PasskeyKind): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  switch (kind) {
    case "es256":
      return generateKeyPairSync("ec", { namedCurve: "P-256" });
    case "eddsa":
      return generateKeyPairSync("ed25519");
    case "rs256":
      return generateKeyPairSync("rsa", { modulusLength: 2048 });
  }
}

function coseKeyOf(kind: PasskeyKind, publicKey: KeyObject): Map<number, unknown> {
  const { x = "", y = "", n = "", e = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
  switch (kind) {
    case "es256":
      return new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]);
    case "eddsa":
      return new Map<number, unknown>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes(x)],
      ]);
    case "rs256":
      return new Map<number, unknown>([
        [1, 3],
        [3, -257],
        [-1, bytes(n)],
        [-2, bytes(e)],
      ]);
  }
}

function signatureOf(kind: PasskeyKind, privateKey: KeyObject, data: Uint8Array): Buffer {
  const padding = constants.RSA_PKCS1_PADDING;
  if (kind === "eddsa") return sign(null, data, privateKey);
  return sign("sha256", data, kind === "rs256" ? { key: privateKey, padding } : privateKey);
}
