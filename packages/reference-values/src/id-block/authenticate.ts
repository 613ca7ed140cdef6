import { concatBytes, fromHex, parseAll, toHex, type Parsed } from "@sekisho/encoding";
import { hash, importPublicKey, verifySignature, type SignatureScheme } from "@sekisho/encoding/crypto";
import {
  encodeIdAuthentication,
  encodeIdBlock,
  encodePublicKey,
  parseIdAuthentication,
  type IdAuthentication,
  type IdBlock,
  type PublicPoint,
} from "./structures.ts";

/**
 * A P-384 key that can sign; the private half stays with whoever holds it.
 *
 * `sign` gives ECDSA with SHA-384 over `data` as R ‖ S, big-endian, 96 bytes.
 */
export type OwnerKey = {
  readonly publicKey: PublicPoint;
  sign(data: Uint8Array): Promise<Uint8Array>;
};

const scheme: SignatureScheme = { kind: "ecdsa", hash: "sha384" };
/** DER of a P-384 SubjectPublicKeyInfo up to the coordinates: the algorithm, and a BIT STRING of an uncompressed point. */
const spkiPrefix = "3076301006072a8648ce3d020106052b8104002203620004";
const coordinateSize = 48;

/**
 * Signs an ID block: what QEMU takes as `id-block` and `id-auth`, as bytes.
 *
 * @param keys.author vouches for the ID key; needed only where several ID keys share an owner
 */
export async function signIdBlock(
  idBlock: IdBlock,
  keys: { readonly id: OwnerKey; readonly author?: OwnerKey },
): Promise<{ readonly idBlock: Uint8Array; readonly idAuthentication: Uint8Array }> {
  const bytes = encodeIdBlock(idBlock);
  const { id, author } = keys;
  const authentication: IdAuthentication = {
    blockSignature: await id.sign(bytes),
    idKey: id.publicKey,
    author: author === undefined ? null : await vouch(author, id.publicKey),
  };
  return { idBlock: bytes, idAuthentication: encodeIdAuthentication(authentication) };
}

async function vouch(author: OwnerKey, idKey: PublicPoint): Promise<NonNullable<IdAuthentication["author"]>> {
  return { key: author.publicKey, keySignature: await author.sign(encodePublicKey(idKey)) };
}

/** Whose ID block it is, and whether the signatures hold. Digests are SHA-384, as ID_KEY_DIGEST in the report. */
export type IdVerdict = {
  readonly blockSignature: "valid" | "invalid";
  readonly authorSignature: "valid" | "invalid" | "absent";
  readonly idKeyDigest: Uint8Array;
  readonly authorKeyDigest: Uint8Array | null;
};

/**
 * Checks an ID authentication structure (4096 bytes) against an ID block (96 bytes) as the firmware does at launch.
 *
 * @returns an error where the structure is malformed; signatures that do not hold are in the verdict
 */
export async function verifyIdAuthentication(
  idBlock: Uint8Array,
  idAuthentication: Uint8Array,
): Promise<Parsed<IdVerdict>> {
  const parsed = parseIdAuthentication(idAuthentication);
  if (!parsed.ok) return parsed;
  const { blockSignature, idKey, author } = parsed.value;
  const state = async (key: PublicPoint, data: Uint8Array, signature: Uint8Array) =>
    (await holds(key, data, signature)) ? ("valid" as const) : ("invalid" as const);
  return {
    ok: true,
    value: {
      blockSignature: await state(idKey, idBlock, blockSignature),
      authorSignature:
        author === null ? "absent" : await state(author.key, encodePublicKey(idKey), author.keySignature),
      idKeyDigest: await ownerKeyDigest(idKey),
      authorKeyDigest: author === null ? null : await ownerKeyDigest(author.key),
    },
  };
}

/** ID_KEY_DIGEST or AUTHOR_KEY_DIGEST of a key (48 bytes). */
export function ownerKeyDigest(key: PublicPoint): Promise<Uint8Array> {
  return hash("sha384", encodePublicKey(key));
}

/** The point of a P-384 key given as SubjectPublicKeyInfo (DER). */
export function pointOfSpki(spki: Uint8Array): Parsed<PublicPoint> {
  return parseAll("P-384 public key", spki, (reader) => {
    const prefix = toHex(reader.bytes("algorithm", spkiPrefix.length / 2));
    if (prefix !== spkiPrefix) reader.fail("value", "algorithm", "an uncompressed P-384 key", "another kind of key", 0);
    return { x: reader.bytes("X", coordinateSize), y: reader.bytes("Y", coordinateSize) };
  });
}

async function holds({ x, y }: PublicPoint, data: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const prefix = fromHex("SPKI prefix", spkiPrefix);
  const key = prefix.ok ? await importPublicKey(concatBytes(prefix.value, x, y)) : undefined;
  return key !== undefined && (await verifySignature(scheme, key, data, signature));
}
