import { ByteWriter, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";

/** What the owner demands of a launch (SEV-SNP ABI 1.58, section 8.18, ID_BLOCK); the firmware refuses any other guest. */
export type IdBlock = {
  /** The launch digest that the guest must have: 48 bytes. */
  readonly launchDigest: Uint8Array;
  /** Names of the owner's choice that stand in the report: 16 bytes each. */
  readonly familyId: Uint8Array;
  readonly imageId: Uint8Array;
  /** Security version of the guest (32 bits), in the report too. */
  readonly guestSvn: number;
  /** The guest policy that the guest must be launched with. */
  readonly policy: bigint;
};

/** A point of P-384: both coordinates big-endian, 48 bytes each. */
export type PublicPoint = { readonly x: Uint8Array; readonly y: Uint8Array };

/** The signatures over an ID block (SEV-SNP ABI 1.58, section 8.18, ID_AUTH). Signatures are R ‖ S, big-endian, 96 bytes. */
export type IdAuthentication = {
  readonly blockSignature: Uint8Array;
  readonly idKey: PublicPoint;
  /** The author vouches for the ID key; null where there is no author key. */
  readonly author: { readonly key: PublicPoint; readonly keySignature: Uint8Array } | null;
};

const idAuthenticationSize = 4096;

const idBlockVersion = 1;
const ecdsaP384Sha384 = 1;
const curveP384 = 2;
const coordinateSize = 48;
/** Coordinates and signature halves are little-endian here, in fields of this size. */
const fieldSize = 72;
const signatureSize = 512;
const keySize = 1028;

/** The 96 bytes of an ID block. @throws RangeError when a field has another length than its own */
export function encodeIdBlock({ launchDigest, familyId, imageId, guestSvn, policy }: IdBlock): Uint8Array {
  return new ByteWriter()
    .bytes(sized(launchDigest, 48))
    .bytes(sized(familyId, 16))
    .bytes(sized(imageId, 16))
    .u32le(idBlockVersion)
    .u32le(guestSvn)
    .u64le(policy)
    .finish();
}

/** Reads an ID block. */
export function parseIdBlock(bytes: Uint8Array): Parsed<IdBlock> {
  return parseAll("ID block", bytes, (reader) => {
    const launchDigest = reader.bytes("LD", 48);
    const familyId = reader.bytes("FAMILY_ID", 16);
    const imageId = reader.bytes("IMAGE_ID", 16);
    const versionAt = reader.offset;
    const version = reader.u32le("VERSION");
    if (version !== idBlockVersion) reader.fail("version", "VERSION", `${idBlockVersion}`, `${version}`, versionAt);
    return { launchDigest, familyId, imageId, guestSvn: reader.u32le("GUEST_SVN"), policy: reader.u64le("POLICY") };
  });
}

/** The 1028 bytes of a public key as the firmware keeps it, which ID_KEY_DIGEST and AUTHOR_KEY_DIGEST are hashes of. */
export function encodePublicKey({ x, y }: PublicPoint): Uint8Array {
  return new ByteWriter().u32le(curveP384).bytes(littleEndian(x)).bytes(littleEndian(y)).padTo(keySize).finish();
}

/** The 4096 bytes of an ID authentication structure. @throws RangeError when a key or signature has a wrong length */
export function encodeIdAuthentication({ blockSignature, idKey, author }: IdAuthentication): Uint8Array {
  const writer = new ByteWriter()
    .u32le(ecdsaP384Sha384)
    .u32le(author === null ? 0 : ecdsaP384Sha384)
    .padTo(0x40)
    .bytes(encodeSignature(blockSignature))
    .bytes(encodePublicKey(idKey))
    .padTo(0x680);
  if (author !== null) writer.bytes(encodeSignature(author.keySignature)).bytes(encodePublicKey(author.key));
  return writer.padTo(idAuthenticationSize).finish();
}

/** Reads an ID authentication structure; its signatures are not checked here. */
export function parseIdAuthentication(bytes: Uint8Array): Parsed<IdAuthentication> {
  return parseAll("ID authentication", bytes, (reader) => {
    readAlgorithm(reader, "ID_KEY_ALGO", [ecdsaP384Sha384]);
    const authorAlgorithm = readAlgorithm(reader, "AUTHOR_KEY_ALGO", [0, ecdsaP384Sha384]);
    reader.reserved("reserved after AUTHOR_KEY_ALGO", 0x40 - 8);
    const blockSignature = readSignature(reader, "ID_BLOCK_SIG");
    const idKey = readPublicKey(reader, "ID_KEY");
    reader.reserved("reserved after ID_KEY", 0x680 - reader.offset);
    if (authorAlgorithm === 0) {
      reader.reserved("ID_KEY_SIG and AUTHOR_KEY without an algorithm", idAuthenticationSize - reader.offset);
      return { blockSignature, idKey, author: null };
    }
    const keySignature = readSignature(reader, "ID_KEY_SIG");
    const key = readPublicKey(reader, "AUTHOR_KEY");
    reader.reserved("reserved after AUTHOR_KEY", idAuthenticationSize - reader.offset);
    return { blockSignature, idKey, author: { key, keySignature } };
  });
}

function readAlgorithm(reader: ByteReader, field: string, known: readonly number[]): number {
  const offset = reader.offset;
  const algorithm = reader.u32le(field);
  if (!known.includes(algorithm)) reader.fail("value", field, known.join(" or "), `${algorithm}`, offset);
  return algorithm;
}

function readPublicKey(reader: ByteReader, field: string): PublicPoint {
  const start = reader.offset;
  const curve = reader.u32le(`${field} curve`);
  if (curve !== curveP384) reader.fail("value", `${field} curve`, `${curveP384} (P-384)`, `${curve}`, start);
  const x = readNumber(reader, `${field} X`);
  const y = readNumber(reader, `${field} Y`);
  reader.reserved(`${field} reserved`, start + keySize - reader.offset);
  return { x, y };
}

function readSignature(reader: ByteReader, field: string): Uint8Array {
  const start = reader.offset;
  const signature = new Uint8Array(2 * coordinateSize);
  signature.set(readNumber(reader, `${field} R`), 0);
  signature.set(readNumber(reader, `${field} S`), coordinateSize);
  reader.reserved(`${field} reserved`, start + signatureSize - reader.offset);
  return signature;
}

/** A little-endian number of 72 bytes that must fit into 48, as big-endian bytes. */
function readNumber(reader: ByteReader, field: string): Uint8Array {
  const number = reader.bytes(field, coordinateSize).toReversed();
  reader.reserved(`${field} high bytes`, fieldSize - coordinateSize);
  return number;
}

function encodeSignature(signature: Uint8Array): Uint8Array {
  const whole = sized(signature, 2 * coordinateSize);
  return new ByteWriter()
    .bytes(littleEndian(whole.subarray(0, coordinateSize)))
    .bytes(littleEndian(whole.subarray(coordinateSize)))
    .padTo(signatureSize)
    .finish();
}

function littleEndian(number: Uint8Array): Uint8Array {
  return new ByteWriter().bytes(sized(number, coordinateSize).toReversed()).padTo(fieldSize).finish();
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${length} bytes are needed, not ${bytes.length}`);
  return bytes;
}
