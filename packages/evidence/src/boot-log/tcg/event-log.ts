import { parseAll, toHex, toUtf8, type ByteReader, type Parsed } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { algorithmOfName, registerCount, type LogAlgorithm } from "../banks.ts";
import { eventTypeName, noAction } from "./event-types.ts";
import { announcesCryptoAgile, readSpecId, type SpecId } from "./spec-id.ts";

/** The digest of one bank, as the log states it. */
export type LogDigest = { readonly algorithm: LogAlgorithm; readonly bytes: Uint8Array };

/** One event. Its type and data are not what a register holds: only its digests are. */
export type TcgEvent = {
  /** Offset of the event from the start of the log, in bytes. */
  readonly offset: number;
  /** PCR, or the CC measurement register index of a CCEL (1 to 4 are RTMR 0 to 3). */
  readonly register: number;
  readonly type: number;
  readonly typeName: string;
  readonly digests: readonly LogDigest[];
  readonly data: Uint8Array;
  /** Whether its digests went into the register: EV_NO_ACTION never does. */
  readonly extends: boolean;
};

/** A whole log of the TCG PC Client profile, or a CCEL, which has the same form. */
export type TcgEventLog = {
  readonly form: "crypto-agile" | "legacy";
  /** Only a crypto-agile log has it. */
  readonly specId?: SpecId;
  /** The banks of the log, those that Sekisho can't compute too. */
  readonly algorithms: readonly LogAlgorithm[];
  /** Every event after the Spec ID event, in the order of the log. */
  readonly events: readonly TcgEvent[];
  /** The locality that the TPM was started in: the last byte of PCR 0 before its first extension. */
  readonly startupLocality: number;
};

/** The largest log that is read, in bytes. A firmware reserves 64 KiB to 1 MiB. */
export const largestTcgLog = 16 * 1024 * 1024;

const eventDataLimit = 4 * 1024 * 1024;
/** Windows closes its copy of the log with an EV_NO_ACTION event of this register. */
const noRegister = 0xffff_ffff;
const sha1: LogAlgorithm = algorithmOfName("sha1") ?? { id: 4, name: "sha1", size: 20, hash: "sha1" };

/**
 * Reads a TCG event log (PC Client Platform Firmware Profile 1.06, section 10; little-endian): crypto-agile where the first
 * event is a Spec ID Event03, the SHA-1 form of TPM 1.2 otherwise. A CCEL (Guest-Host-Communication Interface for TDX 1.5,
 * section 4.3.3) has the first form.
 *
 * Whatever follows the last event must be padding up to the end: only 0x00 or only 0xff. An event whose digests are not
 * those of the log's banks, a register above 23 and two different start-up localities are errors. A log may be empty of
 * events; whoever judges it must refuse that.
 */
export function parseTcgEventLog(bytes: Uint8Array): Parsed<TcgEventLog> {
  return parseAll("event log", bytes, (reader) => {
    if (bytes.length > largestTcgLog) {
      reader.fail("limit", "event log", `at most ${largestTcgLog} bytes`, `${bytes.length} bytes`);
    }
    const padding = paddingStart(bytes);
    const first = readLegacyEvent(reader);
    const agile = first.type === noAction && announcesCryptoAgile(first.data);
    const specId = agile ? readSpecId(first.data, first.offset + legacyHeaderLength) : undefined;
    const algorithms = specId?.algorithms ?? [sha1];
    const events = agile ? [] : [first];
    while (reader.offset < padding) {
      events.push(agile ? readEvent2(reader, algorithms) : readLegacyEvent(reader));
    }
    reader.rest("padding");
    const log = { algorithms, events, startupLocality: startupLocality(reader, events) };
    return specId === undefined ? { form: "legacy", ...log } : { form: "crypto-agile", specId, ...log };
  });
}

const legacyHeaderLength = 32;

/** TCG_PCR_EVENT. */
function readLegacyEvent(reader: ByteReader): TcgEvent {
  const { offset } = reader;
  const register = reader.u32le("pcrIndex");
  const type = reader.u32le("eventType");
  const digests = [{ algorithm: sha1, bytes: reader.bytes("digest", sha1.size) }];
  return finishEvent(reader, { offset, register, type, digests });
}

/** TCG_PCR_EVENT2. */
function readEvent2(reader: ByteReader, algorithms: readonly LogAlgorithm[]): TcgEvent {
  const { offset } = reader;
  const register = reader.u32le("pcrIndex");
  const type = reader.u32le("eventType");
  const countOffset = reader.offset;
  const count = reader.u32le("digests.count");
  // The profile asks for a digest of every bank. Only what extends nothing may have fewer.
  const least = type === noAction ? 0 : algorithms.length;
  if (count < least || count > algorithms.length) {
    reader.fail("value", "digests.count", `${algorithms.length}, one for each bank`, `${count}`, countOffset);
  }
  const digests: LogDigest[] = [];
  for (let index = 0; index < count; index++) {
    const start = reader.offset;
    const id = reader.u16le("digests.algorithmId");
    const algorithm = algorithms.find((candidate) => candidate.id === id);
    if (algorithm === undefined || digests.some((digest) => digest.algorithm === algorithm)) {
      const expected = `each of ${algorithms.map(({ name }) => name).join(", ")} once`;
      reader.fail("value", "digests.algorithmId", expected, `0x${id.toString(16).padStart(4, "0")}`, start);
    }
    digests.push({ algorithm, bytes: reader.bytes(`digests.${algorithm.name}`, algorithm.size) });
  }
  return finishEvent(reader, { offset, register, type, digests });
}

type EventStart = Pick<TcgEvent, "offset" | "register" | "type" | "digests">;

function finishEvent(reader: ByteReader, start: EventStart): TcgEvent {
  const { offset, register, type } = start;
  if (register >= registerCount && !(register === noRegister && type === noAction)) {
    reader.fail("value", "pcrIndex", `0 to ${registerCount - 1}`, `${register}`, offset);
  }
  const sizeOffset = reader.offset;
  const size = reader.u32le("eventSize");
  if (size > eventDataLimit) reader.fail("limit", "eventSize", `at most ${eventDataLimit}`, `${size}`, sizeOffset);
  const data = reader.bytes("event", size);
  return { ...start, typeName: eventTypeName(type), data, extends: type !== noAction };
}

/**
 * Where the run of the last byte begins, if that byte can be padding. An event may end with such bytes too, so padding
 * begins at the first event boundary that is not before this offset.
 */
function paddingStart(bytes: Uint8Array): number {
  const last = bytes.at(-1);
  if (last !== 0x00 && last !== 0xff) return bytes.length;
  let start = bytes.length;
  while (start > 0 && bytes[start - 1] === last) start--;
  return start;
}

const localitySignature = toHex(toUtf8("StartupLocality\0"));
const localitySignatureLength = 16;

/** EV_NO_ACTION "StartupLocality" says it. A hardware CRTM event alone says nothing: such logs replay from zeros. */
function startupLocality(reader: ByteReader, events: readonly TcgEvent[]): number {
  const stated = events.filter(
    ({ type, data }) => type === noAction && toHex(data.subarray(0, localitySignatureLength)) === localitySignature,
  );
  let locality: number | undefined;
  for (const { data, offset } of stated) {
    const value = data[localitySignatureLength];
    if (value === undefined || data.length !== localitySignatureLength + 1) {
      reader.fail("value", "StartupLocality", "one byte", `${data.length - localitySignatureLength} bytes`, offset);
    }
    if ((value !== 0 && value !== 3 && value !== 4) || (locality !== undefined && locality !== value)) {
      reader.fail("value", "StartupLocality", "0, 3 or 4, and only one of them", `${value}`, offset);
    }
    locality = value;
  }
  return locality ?? 0;
}

/** The banks of a log that Sekisho can replay. */
export function replayableBanks(log: TcgEventLog): readonly HashAlgorithm[] {
  return log.algorithms.flatMap(({ hash }) => (hash === undefined ? [] : [hash]));
}
