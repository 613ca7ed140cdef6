import { ByteWriter, concatBytes } from "@sekisho/encoding";
import { algorithmIds, readSizedBuffer, sizedBuffer } from "@sekisho/evidence/tpm";
import { emptyPassword, runCommand } from "./command.ts";
import type { TpmTransport } from "./transport.ts";

/** Where manufacturers keep the certificate of the RSA-2048 endorsement key (TCG EK Credential Profile 2.5, 2.2.1.4). */
export const rsaEkCertificateIndex = 0x01c0_0002;

/**
 * Where manufacturers keep the certificates above it, one after the other, over as many indexes as they need (the same, 2.2.1.5:
 * 0x01c00100 to 0x01c001ff).
 */
export const ekChainIndex = 0x01c0_0100;

/** Every TPM reads this much at once. */
const chunkLength = 512;
/** An NV index of a PC Client TPM holds at most this much in one piece; Azure's report has 2600 bytes. */
const largestContent = 8192;
/** TPMA_NV (part 2, 13.4): OWNERWRITE, AUTHWRITE, OWNERREAD, AUTHREAD, NO_DA. */
const sharedAttributes = 0x0206_0006;

/** TPM_RH_OWNER: with an empty password, as on machines whose owner never set one. */
const ownerHierarchy = 0x4000_0001;

/** Who reads or writes an NV index: whoever knows the index's own password, which is empty, or the owner. */
export type NvUser = "index" | "owner";

/** The whole content of an NV index. @throws TpmError also where there is no such index, or `user` may not read it */
export async function readNvIndex(transport: TpmTransport, index: number, user: NvUser = "index"): Promise<Uint8Array> {
  const size = await nvSize(transport, index);
  const chunks: Uint8Array[] = [];
  for (let offset = 0; offset < size; offset += chunkLength) {
    const area = { offset, length: Math.min(chunkLength, size - offset) };
    chunks.push(await readChunk(transport, index, handleOf(index, user), area));
  }
  return concatBytes(...chunks);
}

/** Makes an ordinary NV index that both its own empty password and the owner read and write. @param size in bytes */
export function defineNvIndex(transport: TpmTransport, index: number, size: number): Promise<void> {
  const publicArea = new ByteWriter().u32be(index).u16be(algorithmIds.sha256).u32be(sharedAttributes).u16be(0);
  return runCommand(transport, {
    name: "TPM2_NV_DefineSpace",
    code: 0x12a,
    handles: [ownerHierarchy],
    authorizations: [emptyPassword],
    parameters: [sizedBuffer(new Uint8Array(0)), sizedBuffer(publicArea.u16be(size).finish())],
    answersHandle: false,
    read: () => undefined,
  });
}

/** Writes `content` to the start of an NV index. */
export async function writeNvIndex(
  transport: TpmTransport,
  index: number,
  content: Uint8Array,
  user: NvUser = "index",
): Promise<void> {
  for (let offset = 0; offset < content.length; offset += chunkLength) {
    const chunk = sizedBuffer(content.subarray(offset, offset + chunkLength));
    await runCommand(transport, {
      name: "TPM2_NV_Write",
      code: 0x137,
      handles: [handleOf(index, user), index],
      authorizations: [emptyPassword],
      parameters: [chunk, new ByteWriter().u16be(offset).finish()],
      answersHandle: false,
      read: () => undefined,
    });
  }
}

function handleOf(index: number, user: NvUser): number {
  return user === "owner" ? ownerHierarchy : index;
}

function nvSize(transport: TpmTransport, index: number): Promise<number> {
  return runCommand(transport, {
    name: "TPM2_NV_ReadPublic",
    code: 0x169,
    handles: [index],
    authorizations: [],
    parameters: [],
    answersHandle: false,
    read: (reader) => {
      reader.u16be("nvPublic size");
      reader.u32be("nvIndex");
      reader.u16be("nameAlg");
      reader.u32be("attributes");
      readSizedBuffer(reader, "authPolicy", 64);
      const { offset } = reader;
      const size = reader.u16be("dataSize");
      if (size > largestContent) reader.fail("limit", "dataSize", `at most ${largestContent}`, `${size}`, offset);
      readSizedBuffer(reader, "nvName", 66);
      return size;
    },
  });
}

function readChunk(
  transport: TpmTransport,
  index: number,
  authHandle: number,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Uint8Array> {
  return runCommand(transport, {
    name: "TPM2_NV_Read",
    code: 0x14e,
    handles: [authHandle, index],
    authorizations: [emptyPassword],
    parameters: [new ByteWriter().u16be(length).u16be(offset).finish()],
    answersHandle: false,
    read: (reader) => {
      const start = reader.offset;
      const data = readSizedBuffer(reader, "data", chunkLength);
      if (data.length !== length) reader.fail("value", "data size", `${length}`, `${data.length}`, start);
      return data;
    },
  });
}
