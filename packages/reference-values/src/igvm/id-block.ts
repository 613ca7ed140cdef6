import { ByteWriter, type ByteReader, type Parsed } from "@sekisho/encoding";
import { verifyIdAuthentication, type IdVerdict } from "../id-block/authenticate.ts";
import { encodeIdBlock, type IdBlock } from "../id-block/structures.ts";

/**
 * The ID block that a file brings (IGVM_VHS_SNP_ID_BLOCK): everything but the guest policy, which stands in a header of its
 * own. Keys and signatures are kept as the file has them, little-endian; whoever verifies them reads them.
 */
export type IgvmIdBlock = {
  readonly mask: number;
  readonly block: Omit<IdBlock, "policy">;
  readonly idKeyAlgorithm: number;
  readonly authorKeyAlgorithm: number;
  readonly signature: Uint8Array;
  readonly idKey: IgvmPublicKey;
  /** Null where no author key vouches for the ID key. */
  readonly author: { readonly signature: Uint8Array; readonly key: IgvmPublicKey } | null;
};

/** Curve number, and both coordinates in little-endian order, 72 bytes each. */
type IgvmPublicKey = { readonly curve: number; readonly coordinates: Uint8Array };

const coordinatesSize = 2 * 72;
const signatureFieldSize = 512;
const keyFieldSize = 1028;
const idBlockVersion = 1;

/** Reads IGVM_VHS_SNP_ID_BLOCK. Author key and signature must be zero where the file says that there is no author. */
export function readIgvmIdBlock(reader: ByteReader): IgvmIdBlock {
  const mask = reader.u32le("CompatibilityMask");
  const enabledAt = reader.offset;
  const authorEnabled = reader.u8("AuthorKeyEnabled");
  if (authorEnabled > 1) reader.fail("value", "AuthorKeyEnabled", "0 or 1", `${authorEnabled}`, enabledAt);
  reader.reserved("reserved after AuthorKeyEnabled", 3);
  const launchDigest = reader.bytes("LD", 48);
  const familyId = reader.bytes("FAMILY_ID", 16);
  const imageId = reader.bytes("IMAGE_ID", 16);
  const versionAt = reader.offset;
  const version = reader.u32le("VERSION");
  if (version !== idBlockVersion) reader.fail("version", "VERSION", `${idBlockVersion}`, `${version}`, versionAt);
  const guestSvn = reader.u32le("GUEST_SVN");
  const idKeyAlgorithm = reader.u32le("ID_KEY_ALGO");
  const authorKeyAlgorithm = reader.u32le("AUTHOR_KEY_ALGO");
  const signature = reader.bytes("ID_BLOCK_SIG", coordinatesSize);
  const idKey = readKey(reader, "ID_KEY");
  const block = { launchDigest, familyId, imageId, guestSvn };
  const common = { mask, block, idKeyAlgorithm, authorKeyAlgorithm, signature, idKey };
  if (authorEnabled === 0) {
    reader.reserved("ID_KEY_SIG and AUTHOR_KEY without an author", coordinatesSize + 8 + coordinatesSize);
    return { ...common, author: null };
  }
  return {
    ...common,
    author: { signature: reader.bytes("ID_KEY_SIG", coordinatesSize), key: readKey(reader, "AUTHOR_KEY") },
  };
}

function readKey(reader: ByteReader, field: string): IgvmPublicKey {
  const curve = reader.u32le(`${field} curve`);
  reader.reserved(`${field} reserved`, 4);
  return { curve, coordinates: reader.bytes(field, coordinatesSize) };
}

/**
 * Checks the signatures of a file's ID block as the firmware does at launch.
 *
 * @param policy the guest policy of the file for the same platform, which the signature covers
 * @returns an error where a key is on another curve than P-384 or an algorithm is not known
 */
export async function verifyIgvmIdBlock(idBlock: IgvmIdBlock, policy: bigint): Promise<Parsed<IdVerdict>> {
  const { block, idKeyAlgorithm, authorKeyAlgorithm, signature, idKey, author } = idBlock;
  const writer = new ByteWriter()
    .u32le(idKeyAlgorithm)
    // Files without an author are known to name an algorithm for the key that is not there.
    .u32le(author === null ? 0 : authorKeyAlgorithm)
    .padTo(0x40);
  writeField(writer, signature, signatureFieldSize);
  writeKey(writer, idKey);
  writer.padTo(0x680);
  if (author !== null) {
    writeField(writer, author.signature, signatureFieldSize);
    writeKey(writer, author.key);
  }
  return await verifyIdAuthentication(encodeIdBlock({ ...block, policy }), writer.padTo(4096).finish());
}

function writeKey(writer: ByteWriter, { curve, coordinates }: IgvmPublicKey): void {
  writer.u32le(curve);
  writeField(writer, coordinates, keyFieldSize - 4);
}

function writeField(writer: ByteWriter, bytes: Uint8Array, size: number): void {
  const start = writer.length;
  writer.bytes(bytes).padTo(start + size);
}
