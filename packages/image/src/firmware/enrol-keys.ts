import { ByteWriter, concatBytes, type Parsed } from "@sekisho/encoding";
import { readVariableStore } from "@sekisho/reference-values/measured-boot";

/** Namespaces of variables, as their 16 bytes lie in the store (UEFI 2.10, sections 3.3 and 32.6.1; the last is edk2's own). */
const namespaces = {
  global: "61dfe48bca93d211aa0d00e098032b8c",
  securityDatabase: "cbb219d73a3d9645a3bcdad00e67656f",
  secureBootEnable: "c70ba3f008af564599c4001009c93a44",
} as const;
/** The first of them, as text. */
const globalNamespace = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
/** EFI_CERT_X509_GUID: a signature list of certificates. */
const certificateList = "a159c0a5e494a74a87b5ab155c2bf072";
/** Who put the keys there: "sekisho image" in ASCII, and zeros. */
const owner = Buffer.from("sekisho image\0\0\0", "latin1");

const signatureListHeaderBytes = 28;
const variableStart = 0x55aa;
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
  const read = readVariableStore(store);
  if (!read.ok) return read;
  const { variables, free } = read.value;
  if (variables.some(({ name, guid }) => name === "PK" && guid === globalNamespace))
    return { ok: true, value: undefined };
  const list = signatureList(certificate);
  const timestamp = efiTime(moment);
  const added = concatBytes(
    authenticatedVariable("db", namespaces.securityDatabase, attributes.key, timestamp, list),
    authenticatedVariable("KEK", namespaces.global, attributes.key, timestamp, list),
    authenticatedVariable("PK", namespaces.global, attributes.key, timestamp, list),
    authenticatedVariable(
      "SecureBootEnable",
      namespaces.secureBootEnable,
      attributes.setting,
      new Uint8Array(16),
      Uint8Array.of(1),
    ),
  );
  const room = free.end - free.start;
  if (added.length > room) {
    const fault = {
      field: "free space",
      offset: free.start,
      expected: `${added.length} bytes`,
      actual: `${room} bytes`,
    };
    return { ok: false, error: { code: "limit", ...fault } };
  }
  const enrolled = store.slice();
  enrolled.set(added, free.start);
  return { ok: true, value: enrolled };
}

/**
 * A variable as edk2's store holds it: AUTHENTICATED_VARIABLE_HEADER, then name and data, up to a multiple of four bytes.
 *
 * @param namespace its 16 bytes as they lie in the store, in hexadecimal
 * @param timestamp EFI_TIME, 16 bytes
 */
export function authenticatedVariable(
  name: string,
  namespace: string,
  flags: number,
  timestamp: Uint8Array,
  data: Uint8Array,
): Uint8Array {
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
