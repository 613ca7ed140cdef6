import { ByteReader, isAllZero, toHex, toUtf8 } from "@sekisho/encoding";
import { algorithmOfId, type LogAlgorithm } from "../banks.ts";

/** What the first event of a crypto-agile log says about it. */
export type SpecId = {
  /** TCG version, for instance "2.0 errata 2". */
  readonly version: string;
  /** 0 for clients, 1 for servers. */
  readonly platformClass: number;
  /** The banks, in the order in which every event lists its digests. */
  readonly algorithms: readonly LogAlgorithm[];
  readonly vendorInfo: Uint8Array;
};

const signature = toHex(toUtf8("Spec ID Event03\0"));
const signatureLength = 16;
const algorithmLimit = 16;
const digestLimit = 128;

/** Whether the data of a log's first event announces crypto-agile events. */
export function announcesCryptoAgile(data: Uint8Array): boolean {
  return toHex(data.subarray(0, signatureLength)) === signature;
}

/**
 * Reads TCG_EfiSpecIDEvent (PC Client Platform Firmware Profile 1.06, section 10.4.5.1; little-endian).
 *
 * Use it inside `parseAll`. Each algorithm stands there once, with the length that its digests really have.
 *
 * @param base offset of `data` within the log
 */
export function readSpecId(data: Uint8Array, base: number): SpecId {
  const reader = new ByteReader(data, base);
  reader.bytes("Spec ID signature", signatureLength);
  const platformClass = reader.u32le("platformClass");
  const minor = reader.u8("specVersionMinor");
  const major = reader.u8("specVersionMajor");
  const errata = reader.u8("specErrata");
  reader.u8("uintnSize");
  const algorithms = readAlgorithms(reader);
  const vendorInfo = reader.bytes("vendorInfo", reader.u8("vendorInfoSize"));
  const { offset } = reader;
  if (!isAllZero(reader.rest("Spec ID event"))) {
    reader.fail("trailing", "Spec ID event", "its end, or zeros", "other bytes", offset);
  }
  return { version: `${major}.${minor} errata ${errata}`, platformClass, algorithms, vendorInfo };
}

function readAlgorithms(reader: ByteReader): readonly LogAlgorithm[] {
  const { offset } = reader;
  const count = reader.u32le("numberOfAlgorithms");
  if (count < 1 || count > algorithmLimit) {
    reader.fail("limit", "numberOfAlgorithms", `1 to ${algorithmLimit}`, `${count}`, offset);
  }
  const algorithms: LogAlgorithm[] = [];
  for (let index = 0; index < count; index++) {
    const start = reader.offset;
    const id = reader.u16le("algorithmId");
    const size = reader.u16le("digestSize");
    const algorithm = algorithmOfId(id) ?? { id, name: `0x${id.toString(16).padStart(4, "0")}`, size };
    if (algorithms.some((other) => other.id === id)) {
      reader.fail("value", "algorithmId", "each algorithm once", `${algorithm.name} twice`, start);
    }
    if (size !== algorithm.size) {
      reader.fail("value", "digestSize", `${algorithm.size} for ${algorithm.name}`, `${size}`, start + 2);
    }
    if (size < 1 || size > digestLimit) reader.fail("limit", "digestSize", `1 to ${digestLimit}`, `${size}`, start + 2);
    algorithms.push(algorithm);
  }
  return algorithms;
}
