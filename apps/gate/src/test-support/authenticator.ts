import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { concatBytes, toBase64Url, toUtf8 } from "@sekisho/encoding";
import type { AuthenticationResponse, CreationOptions, RegistrationResponse, RequestOptions } from "@sekisho/release";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { attestationChain, type AttestationChain } from "./attestation-chain.ts";

/** How an authenticator is made; a security key that needs a finger and counts its uses, unless told otherwise. */
export type AuthenticatorKind = {
  /** What it says of itself at registration: nothing, a signature by the new key, or one by its maker's key. */
  readonly attestation?: "none" | "self" | "chain";
  /** Whether its passkeys can be copied to other devices, and whether they were. */
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  /** False: its counter stays zero, as that of synced passkeys does. */
  readonly counts?: boolean;
};

/** Ways of answering that a gate must refuse; all absent: an honest answer. */
export type Misbehaviour = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly counter?: number;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly userHandle?: string;
  readonly brokenSignature?: boolean;
  /** Registers a passkey that the authenticator has already, instead of a new one. */
  readonly as?: HeldPasskey;
  /** How the person calls the passkey at enrolment. */
  readonly label?: string | undefined;
};

/** A passkey inside of the authenticator. */
export type HeldPasskey = {
  readonly id: Buffer;
  readonly rpId: string;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  /** COSE_Key, as it was registered. */
  readonly publicKey: Uint8Array;
  counter: number;
};

/** A browser and an authenticator in one: answers what the gate asks of `navigator.credentials`. */
export type SoftwareAuthenticator = {
  readonly aaguid: Buffer;
  readonly passkeys: HeldPasskey[];
  /** The root of the maker's certificates, DER; undefined unless its attestation is a chain. */
  readonly root: () => Promise<Uint8Array | undefined>;
  /** `navigator.credentials.create` on a page of this origin. */
  create(options: CreationOptions, origin: string, misbehaviour?: Misbehaviour): Promise<RegistrationResponse>;
  /** `navigator.credentials.get` on a page of this origin, with the newest passkey that the options allow. */
  get(options: RequestOptions, origin: string, misbehaviour?: Misbehaviour): Promise<AuthenticationResponse>;
};

const sha256 = (data: Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** Makes an authenticator with real keys and signatures. */
export function softwareAuthenticator(kind: AuthenticatorKind = {}): SoftwareAuthenticator {
  const { attestation = "none", counts = true } = kind;
  const aaguid = attestation === "none" ? Buffer.alloc(16) : randomBytes(16);
  const passkeys: HeldPasskey[] = [];
  let chain: Promise<AttestationChain> | undefined;
  const maker = (): Promise<AttestationChain> => (chain ??= attestationChain(aaguid));

  return {
    aaguid,
    passkeys,
    root: async () => (attestation === "chain" ? (await maker()).root : undefined),

    async create(options, origin, misbehaviour = {}) {
      const held = misbehaviour.as ?? newPasskey(options);
      const { privateKey, publicKey: cose } = held;
      if (held !== misbehaviour.as) passkeys.push(held);
      const attested = concatBytes(aaguid, new Uint8Array([0, held.id.length]), held.id, cose);
      const authData = concatBytes(authenticatorData(held, kind, misbehaviour, 0x40), attested);
      const clientData = clientDataOf("webauthn.create", options.challenge, origin, misbehaviour);
      const signed = concatBytes(authData, sha256(clientData));
      const statement = await statementOf(attestation, signed, privateKey, maker);
      const object = new Map<string, unknown>([
        ["fmt", attestation === "none" ? "none" : "packed"],
        ["attStmt", statement],
        ["authData", authData],
      ]);
      return {
        ...credential(held),
        response: {
          clientDataJSON: toBase64Url(clientData),
          attestationObject: toBase64Url(isoCBOR.encode(object as Parameters<typeof isoCBOR.encode>[0])),
          transports: ["usb"],
        },
      };
    },

    get(options, origin, misbehaviour = {}) {
      const allowed = options.allowCredentials?.map(({ id }) => id);
      const held = passkeys.findLast(
        ({ id, rpId }) => rpId === options.rpId && (allowed?.includes(toBase64Url(id)) ?? true),
      );
      if (held === undefined) return Promise.reject(new Error("NotAllowedError: no passkey fits"));
      if (counts) held.counter += 1;
      const authData = authenticatorData(held, kind, misbehaviour, 0);
      const clientData = clientDataOf("webauthn.get", options.challenge, origin, misbehaviour);
      const signature = sign("sha256", concatBytes(authData, sha256(clientData)), held.privateKey);
      if (misbehaviour.brokenSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
      return Promise.resolve({
        ...credential(held),
        response: {
          clientDataJSON: toBase64Url(clientData),
          authenticatorData: toBase64Url(authData),
          signature: toBase64Url(signature),
          userHandle: misbehaviour.userHandle ?? held.userHandle,
        },
      });
    },
  };
}

function newPasskey({ rp, user }: CreationOptions): HeldPasskey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const held = { id: randomBytes(32), rpId: rp.id, userHandle: user.id, privateKey };
  return { ...held, publicKey: coseKey(publicKey), counter: 0 };
}

function credential({ id }: HeldPasskey): { id: string; rawId: string; type: "public-key" } {
  return { id: toBase64Url(id), rawId: toBase64Url(id), type: "public-key" };
}

/** WebAuthn Level 3, section 6.1: hash of the RP ID, flags, counter (big-endian). */
function authenticatorData(
  held: HeldPasskey,
  kind: AuthenticatorKind,
  misbehaviour: Misbehaviour,
  moreFlags: number,
): Uint8Array {
  const flag = (bit: number, set: boolean): number => (set ? 1 << bit : 0);
  const flags =
    flag(0, misbehaviour.userPresent ?? true) |
    flag(2, misbehaviour.userVerified ?? true) |
    flag(3, misbehaviour.backupEligible ?? kind.backupEligible ?? false) |
    flag(4, misbehaviour.backedUp ?? kind.backedUp ?? false) |
    moreFlags;
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(misbehaviour.counter ?? held.counter);
  return concatBytes(sha256(toUtf8(misbehaviour.rpId ?? held.rpId)), new Uint8Array([flags]), counter);
}

function clientDataOf(type: string, challenge: string, origin: string, misbehaviour: Misbehaviour): Uint8Array {
  return toUtf8(
    JSON.stringify({
      type: misbehaviour.type ?? type,
      challenge: misbehaviour.challenge ?? challenge,
      origin: misbehaviour.origin ?? origin,
      crossOrigin: false,
    }),
  );
}

async function statementOf(
  attestation: "none" | "self" | "chain",
  signed: Uint8Array,
  privateKey: KeyObject,
  maker: () => Promise<AttestationChain>,
): Promise<Map<string, unknown>> {
  if (attestation === "none") return new Map();
  const alg = ["alg", -7] as const;
  if (attestation === "self")
    return new Map<string, unknown>([alg, ["sig", new Uint8Array(sign("sha256", signed, privateKey))]]);
  const chain = await maker();
  return new Map<string, unknown>([alg, ["sig", await chain.sign(signed)], ["x5c", [chain.leaf]]]);
}

/** COSE_Key of an ES256 key (RFC 9053, sections 2.1 and 7.1.1). */
function coseKey(publicKey: KeyObject): Uint8Array {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
  const members: [number, number | Uint8Array][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ];
  return isoCBOR.encode(new Map(members));
}
