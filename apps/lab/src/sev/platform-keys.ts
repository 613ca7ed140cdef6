import { constants, createHash, sign, type KeyObject } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import {
  encodeAmdCertificateBody,
  encodeSevCertificate,
  encodeSevCertificateBody,
  type KeyAlgorithm,
  type KeyUsage,
  type SevCertificateContent,
  type SevPublicKey,
  type SevSignature,
} from "@sekisho/evidence/sev";
import type { LabAuthority } from "../ca/authority.ts";
import { deriveKey, type KeyPair } from "../ca/derived-key.ts";

/** The certificates of a platform, each in its own bytes, and the key behind the PDH. */
export type PlatformKeys = {
  readonly pdh: Uint8Array;
  readonly pek: Uint8Array;
  readonly oca: Uint8Array;
  readonly cek: Uint8Array;
  readonly ask: Uint8Array;
  readonly ark: Uint8Array;
  readonly pdhKey: KeyObject;
};

/** What a test may want otherwise in a platform's certificates before they are signed. */
export type PlatformChanges = {
  readonly change?: (content: SevCertificateContent) => SevCertificateContent;
  /** Signs this one with a key that belongs to nobody. */
  readonly forge?: KeyUsage;
};

type Signer = { readonly usage: KeyUsage; readonly key: KeyObject; readonly algorithm: KeyAlgorithm };

const ecdsa: KeyAlgorithm = { kind: "ecdsa", hash: "sha256" };
const rsa: KeyAlgorithm = { kind: "rsa", hash: "sha384" };
const componentLength = 72;
const signatureLength = 512;

/**
 * The keys of the lab's platform of this name: PDH ← PEK ← CEK and OCA; CEK ← ASK ← ARK, the last two with the lab's RSA-4096 keys.
 * A name gives the same keys for ever; its owner's OCA is the platform's own, as after PEK_GEN.
 */
export function platformKeys(
  authority: LabAuthority,
  name: string,
  api: { readonly apiMajor: number; readonly apiMinor: number },
  { change = (same) => same, forge }: PlatformChanges = {},
): PlatformKeys {
  const chip = createHash("sha512").update(`sekisho lab SEV ${name}`).digest();
  const keyOf = (purpose: string): KeyPair => deriveKey(authority.chipSecret(chip), purpose);
  const keys = { PDH: keyOf("PDH"), PEK: keyOf("PEK"), OCA: keyOf("OCA"), CEK: keyOf("CEK") };
  const nobody = keyOf("nobody");
  const issue = (usage: keyof typeof keys, algorithm: KeyAlgorithm, signers: readonly Signer[]): Uint8Array => {
    const version = usage === "PEK" ? api : { apiMajor: 0, apiMinor: 0 };
    const body = encodeSevCertificateBody(
      change({ ...version, usage, algorithm, key: ecPoint(keys[usage].publicKey) }),
    );
    return encodeSevCertificate(
      body,
      signers.map((signer) =>
        signSev(body, forge === usage ? { ...signer, algorithm: ecdsa, key: nobody.privateKey } : signer),
      ),
    );
  };
  const own = (usage: keyof typeof keys): Signer => ({ usage, key: keys[usage].privateKey, algorithm: ecdsa });
  const ask: Signer = { usage: "ASK", key: authority.ask.key.privateKey, algorithm: rsa };
  return {
    pdh: issue("PDH", { kind: "ecdh", hash: "sha256" }, [own("PEK")]),
    pek: issue("PEK", ecdsa, [own("OCA"), own("CEK")]),
    oca: issue("OCA", ecdsa, [own("OCA")]),
    cek: issue("CEK", ecdsa, [ask]),
    ask: amdCertificate(authority, "ASK", forge === "ASK"),
    ark: amdCertificate(authority, "ARK", forge === "ARK"),
    pdhKey: keys.PDH.privateKey,
  };
}

function signSev(body: Uint8Array, { usage, key, algorithm }: Signer): SevSignature {
  const padded = (number: Uint8Array, room: number): Uint8Array =>
    concatBytes(number.toReversed(), new Uint8Array(room - number.length));
  if (algorithm.kind === "rsa") return { usage, algorithm, bytes: padded(signPss(body, key), signatureLength) };
  const signature = new Uint8Array(sign(algorithm.hash, body, { key, dsaEncoding: "ieee-p1363" }));
  const half = signature.length / 2;
  const [r, s] = [signature.subarray(0, half), signature.subarray(half)];
  return {
    usage,
    algorithm,
    bytes: concatBytes(padded(r, componentLength), padded(s, signatureLength - componentLength)),
  };
}

function signPss(body: Uint8Array, key: KeyObject): Uint8Array {
  return new Uint8Array(sign("sha384", body, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }));
}

function amdCertificate(authority: LabAuthority, usage: "ASK" | "ARK", forged: boolean): Uint8Array {
  const id = (name: string): Uint8Array =>
    new Uint8Array(createHash("sha256").update(`sekisho lab ${name} ${authority.rootDigest}`).digest().subarray(0, 16));
  const { publicKey } = (usage === "ASK" ? authority.ask : authority.ark).key;
  const body = encodeAmdCertificateBody({
    usage,
    keyId: id(usage),
    certifyingId: id("ARK"),
    key: rsaNumbers(publicKey),
  });
  const signer = forged ? authority.asvk : authority.ark;
  return concatBytes(body, signPss(body, signer.key.privateKey).toReversed());
}

function ecPoint(key: KeyObject): SevPublicKey {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return { type: "ec", curve: "P-384", x: fromBase64UrlText(x), y: fromBase64UrlText(y) };
}

function rsaNumbers(key: KeyObject): Extract<SevPublicKey, { readonly type: "rsa" }> {
  const { n = "", e = "" } = key.export({ format: "jwk" });
  return { type: "rsa", modulus: fromBase64UrlText(n), exponent: fromBase64UrlText(e) };
}

function fromBase64UrlText(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
