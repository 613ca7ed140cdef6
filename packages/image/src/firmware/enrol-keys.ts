import { ByteWriter, concatBytes, parseAll, toHex, type ByteReader, type Parsed } from "@sekisho/encoding";

/** Namespaces of variables, as their 16 bytes lie in the store (UEFI 2.10, sections 3.3 and 32.6.1; the last is edk2's own). */
const namespaces = {
  global: "61dfe48bca93d211aa0d00e098032b8c",
  securityDatabase: "cbb219d73a3d9645a3bcdad00e67656f",
  secureBootEnable: "c70ba3f008af564599c4001009c93a44",
} as const;
/** EFI_CERT_X509_GUID: a signature list of certificates. */
const certificateList = "a159c0a5e494a74a87b5ab155c2bf072";
/** A store of authenticated variables (edk2, VariableFormat.h). */
const authenticatedStore = "782cf3aa7b949a43a1802e144ec37792";
/** Who put the keys there: "sekisho image" in ASCII, and zeros. */
const owner = Buffer.from("sekisho image\0\0\0", "latin1");

/** Fields of edk2's structures, in bytes. */
const volumeSignature = { offset: 40, value: 0x4856465f } as const;
const storeHeaderBytes = 28;
const signatureListHeaderBytes = 28;
const variableStart = 0x55aa;
const erased = 0xffff;
/** VAR_ADDED: written whole, and not deleted since. */
const valid = 0x3f;
/** NON_VOLATILE and BOOTSERVICE_ACCESS; for keys also RUNTIME_ACCESS and TIME_BASED_AUTHENTICATED_WRITE_ACCESS. */
const attributes = { setting: 0x03, key: 0x27 } as const;

/**
 * Puts one certificate into an OVMF variable store that has no keys yet: as platform key, as key exchange key, and as the only
 * one that may sign what the firmware starts; and switches Secure Boot on.
 *
 * @param certificate X.509, DER
 * @param moment the keys' time stamp: a later change of them by their owner must carry a later one
 * @returns the store with the keys; undefined for one that has a platform key already
 */
export function enrolOwner(store: Uint8Array, certificate: Uint8Array, moment: Date): Parsed<Uint8Array | undefined> {
  return parseAll("variable store", store, (reader) => {
    const { names, end, limit } = readVariables(reader);
    reader.rest("behind the variables");
    if (names.includes("PK")) return undefined;
    const list = signatureList(certificate);
    const timestamp = efiTime(moment);
    const variables = concatBytes(
      variable("db", namespaces.securityDatabase, attributes.key, timestamp, list),
      variable("KEK", namespaces.global, attributes.key, timestamp, list),
      variable("PK", namespaces.global, attributes.key, timestamp, list),
      variable(
        "SecureBootEnable",
        namespaces.secureBootEnable,
        attributes.setting,
        new Uint8Array(16),
        Uint8Array.of(1),
      ),
    );
    if (end + variables.length > limit) {
      reader.fail("limit", "variable store", `room for ${variables.length} bytes`, `${limit - end} bytes`, end);
    }
    const enrolled = store.slice();
    enrolled.set(variables, end);
    return enrolled;
  });
}

/** The names of the valid variables, where the next one would begin, and where the store ends. */
function readVariables(reader: ByteReader): { names: string[]; end: number; limit: number } {
  reader.bytes("ZeroVector to FvLength", volumeSignature.offset);
  demand(reader, "Signature", reader.u32le("Signature"), volumeSignature.value);
  reader.u32le("Attributes");
  const headerLength = reader.u16le("HeaderLength");
  reader.bytes("volume header", Math.max(0, headerLength - reader.offset));
  const storeStart = reader.offset;
  const kind = toHex(reader.bytes("store Signature", 16));
  if (kind !== authenticatedStore) reader.fail("value", "store Signature", authenticatedStore, kind, storeStart);
  const limit = storeStart + reader.u32le("store Size");
  reader.bytes("store state", storeHeaderBytes - 20);
  const names: string[] = [];
  for (;;) {
    reader.bytes("padding", (4 - (reader.offset % 4)) % 4);
    const end = reader.offset;
    const start = reader.u16le("StartId");
    if (start === erased) return { names, end, limit };
    demand(reader, "StartId", start, variableStart, end);
    const state = reader.u8("State");
    reader.bytes("Reserved to PubKeyIndex", 33);
    const nameSize = reader.u32le("NameSize");
    const dataSize = reader.u32le("DataSize");
    reader.bytes("VendorGuid", 16);
    const name = Buffer.from(reader.bytes("Name", nameSize)).toString("utf16le").replace(/\0+$/, "");
    reader.bytes("Data", dataSize);
    if (state === valid) names.push(name);
  }
}

function demand(reader: ByteReader, field: string, actual: number, expected: number, offset?: number): void {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  if (actual !== expected) reader.fail("value", field, hex(expected), hex(actual), offset);
}

/** AUTHENTICATED_VARIABLE_HEADER of edk2, then name and data, up to a multiple of four bytes. */
function variable(name: string, namespace: string, flags: number, timestamp: Uint8Array, data: Uint8Array): Uint8Array {
  const text = Buffer.from(`${name}\0`, "utf16le");
  const header = new ByteWriter().u16le(variableStart).u8(valid).u8(0).u32le(flags).u64le(0n).bytes(timestamp);
  header.u32le(0).u32le(text.length).u32le(data.length).bytes(Buffer.from(namespace, "hex"));
  header.bytes(text).bytes(data);
  const filled = Math.ceil(header.length / 4) * 4;
  return concatBytes(header.finish(), new Uint8Array(filled - header.length).fill(0xff));
}

/** EFI_SIGNATURE_LIST with one X.509 certificate (UEFI 2.10, section 32.4.1). */
function signatureList(certificate: Uint8Array): Uint8Array {
  const signatureBytes = owner.length + certificate.length;
  const list = new ByteWriter().bytes(Buffer.from(certificateList, "hex"));
  list
    .u32le(signatureListHeaderBytes + signatureBytes)
    .u32le(0)
    .u32le(signatureBytes);
  return list.bytes(owner).bytes(certificate).finish();
}

/** EFI_TIME with everything behind the seconds zero, as time stamps of authenticated variables must be. */
function efiTime(moment: Date): Uint8Array {
  const time = new ByteWriter()
    .u16le(moment.getUTCFullYear())
    .u8(moment.getUTCMonth() + 1)
    .u8(moment.getUTCDate());
  return time.u8(moment.getUTCHours()).u8(moment.getUTCMinutes()).u8(moment.getUTCSeconds()).zeros(9).finish();
}
