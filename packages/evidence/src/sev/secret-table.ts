import { ByteWriter, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { guidBytes, guidText } from "@sekisho/encoding/uefi";

/** One secret: what it is for, and its bytes. */
export type SecretEntry = {
  /** Lower case, as Linux names its file in /sys/kernel/security/secrets/coco. */
  readonly guid: string;
  readonly data: Uint8Array;
};

/** The GUID by which Linux knows a table of secrets (drivers/virt/coco/efi_secret). */
export const secretTableGuid = "1e74f542-71dd-4d66-963e-ef4287ff173b";

/** The passphrase of an encrypted disk, as GRUB of the field and libvirt's documents use it. */
export const diskPassphraseGuid = "736869e5-84f0-4973-92ec-06879ce3da0b";

const headerLength = 20;
/** LAUNCH_SECRET takes whole AES blocks. */
const blockLength = 16;
/** The most that LAUNCH_SECRET takes at once (SEV API 0.24, section 6.6). */
export const largestSecretTable = 16_384;
/** As many as Linux publishes. */
const mostEntries = 64;

/**
 * The table of secrets that OVMF reserves room for: GUID ‖ length of the whole table (u32) ‖ entries of GUID ‖ length of the entry ‖
 * data, little-endian; zeros up to a multiple of 16 bytes follow, which the length does not count.
 *
 * @throws RangeError for more than 64 entries, or more than 16 KiB in all
 */
export function encodeSecretTable(entries: readonly SecretEntry[]): Uint8Array {
  if (entries.length > mostEntries) throw new RangeError(`${entries.length} secrets, where ${mostEntries} fit`);
  const length = headerLength + entries.reduce((sum, { data }) => sum + headerLength + data.length, 0);
  if (length > largestSecretTable) throw new RangeError(`${length} bytes of secrets, where ${largestSecretTable} fit`);
  const table = new Uint8Array(Math.ceil(length / blockLength) * blockLength);
  let offset = 0;
  const put = (bytes: Uint8Array): void => {
    table.set(bytes, offset);
    offset += bytes.length;
  };
  put(header(secretTableGuid, length));
  for (const { guid, data } of entries) {
    put(header(guid, headerLength + data.length));
    // Straight into the table: the writer would keep a second copy of the secret.
    put(data);
  }
  return table;
}

function header(guid: string, length: number): Uint8Array {
  return new ByteWriter().bytes(guidBytes(guid)).u32le(length).finish();
}

/** Reads a table and the zeros behind it: what is injected, or the whole area in a guest's memory. */
export function parseSecretTable(bytes: Uint8Array): Parsed<readonly SecretEntry[]> {
  return parseAll("secret table", bytes, (reader) => {
    const { guid, rest } = readHeader(reader, "table");
    if (guid !== secretTableGuid) reader.fail("value", "GUID of the table", secretTableGuid, guid, 0);
    const table = reader.nested("secret table", rest);
    const entries: SecretEntry[] = [];
    while (table.remaining > 0) {
      if (entries.length >= mostEntries) table.fail("limit", "secret table", `at most ${mostEntries} entries`, "more");
      const entry = readHeader(table, "entry");
      entries.push({ guid: entry.guid, data: table.bytes("data", entry.rest) });
    }
    reader.reserved("padding", reader.remaining);
    return entries;
  });
}

function readHeader(reader: ByteReader, what: "table" | "entry"): { readonly guid: string; readonly rest: number } {
  const { offset } = reader;
  const guid = guidText(reader.bytes(`GUID of the ${what}`, 16));
  const length = reader.u32le(`length of the ${what}`);
  if (length < headerLength || length - headerLength > reader.remaining) {
    const most = headerLength + reader.remaining;
    reader.fail("value", `length of the ${what}`, `${headerLength} to ${most} bytes`, `${length} bytes`, offset + 16);
  }
  return { guid, rest: length - headerLength };
}
