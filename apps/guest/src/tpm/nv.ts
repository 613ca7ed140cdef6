import { ByteWriter, concatBytes } from "@sekisho/encoding";
import { readSizedBuffer } from "@sekisho/evidence/tpm";
import { emptyPassword, runCommand } from "./command.ts";
import type { TpmTransport } from "./transport.ts";

/** Where manufacturers keep the certificate of the RSA-2048 endorsement key (TCG EK Credential Profile 2.5, 2.2.1.4). */
export const rsaEkCertificateIndex = 0x01c0_0002;

/** Every TPM reads this much at once. */
const chunkLength = 512;
/** An NV index of a PC Client TPM holds at most this much in one piece; Azure's report has 2600 bytes. */
const largestContent = 8192;

/** The whole content of an NV index that may be read with its own empty password. @throws TpmError also where there is no such index */
export async function readNvIndex(transport: TpmTransport, index: number): Promise<Uint8Array> {
  const size = await nvSize(transport, index);
  const chunks: Uint8Array[] = [];
  for (let offset = 0; offset < size; offset += chunkLength) {
    chunks.push(await readChunk(transport, index, offset, Math.min(chunkLength, size - offset)));
  }
  return concatBytes(...chunks);
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

function readChunk(transport: TpmTransport, index: number, offset: number, length: number): Promise<Uint8Array> {
  return runCommand(transport, {
    name: "TPM2_NV_Read",
    code: 0x14e,
    handles: [index, index],
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
