import { ByteWriter, fromHex, toUtf8 } from "@sekisho/encoding";
import { parseTcgEventLog } from "@sekisho/evidence/boot-log";
import { extendPcr, type TpmTransport } from "@sekisho/guest/tpm";
import type { MeasuredBoot } from "@sekisho/reference-values";

/** One event of a boot that the lab plays to a TPM. */
export type RecordedEvent = {
  readonly pcr: number;
  /** What the SHA-256 bank is extended with: 32 bytes. */
  readonly digest: Uint8Array;
  /** What the log says of it; nothing but the digest is measured. */
  readonly text: string;
};

/** TPM_ALG_SHA256, EV_NO_ACTION and EV_IPL: what boot loaders call nearly all that they measure. */
const sha256 = { id: 0x000b, size: 32 } as const;
const noAction = 3;
const initialProgramLoader = 0x0d;
const sha1Size = 20;

/** A crypto-agile log (PC Client Platform Firmware Profile 1.06, 10.2 and 10.4; little-endian) with a SHA-256 bank alone. */
export function writeFirmwareLog(events: readonly RecordedEvent[]): Uint8Array {
  const specification = new ByteWriter()
    .bytes(toUtf8("Spec ID Event03\0"))
    // Platform class, version 2.0 with errata 2, 64-bit UINTN, one bank, no vendor information.
    .u32le(0)
    .bytes(Uint8Array.of(0, 2, 2, 2))
    .u32le(1)
    .u16le(sha256.id)
    .u16le(sha256.size)
    .u8(0)
    .finish();
  const log = new ByteWriter().u32le(0).u32le(noAction).zeros(sha1Size).u32le(specification.length);
  log.bytes(specification);
  for (const { pcr, digest, text } of events) {
    const data = toUtf8(text);
    log.u32le(pcr).u32le(initialProgramLoader).u32le(1).u16le(sha256.id).bytes(digest);
    log.u32le(data.length).bytes(data);
  }
  return log.finish();
}

/** Extends the TPM's SHA-256 PCRs with what a firmware's log says they were extended with. The TPM was just started. */
export async function extendWithLog(tpm: TpmTransport, log: Uint8Array): Promise<void> {
  const parsed = parseTcgEventLog(log);
  if (!parsed.ok) throw new RangeError(`${parsed.error.field} at offset ${parsed.error.offset} of the firmware log`);
  for (const event of parsed.value.events) {
    const digest = event.digests.find(({ algorithm }) => algorithm.id === sha256.id)?.bytes;
    if (event.extends && digest !== undefined) await extendPcr(tpm, event.register, digest);
  }
}

/** Plays a boot to a TPM that was just started; the result is the log that tells of it. */
export async function recordBoot(tpm: TpmTransport, events: readonly RecordedEvent[]): Promise<Uint8Array> {
  const log = writeFirmwareLog(events);
  await extendWithLog(tpm, log);
  return log;
}

/**
 * The events of one boot that a machine's known boots, taken together, accept: what was learned comes first, and a further
 * known boot joins where it says the same of every PCR that another speaks for already.
 */
export function eventsOfKnownBoots(known: readonly MeasuredBoot[]): readonly RecordedEvent[] {
  const chosen: MeasuredBoot[] = [];
  const learnedFirst = [...known].sort((one, other) => Number(isPredicted(one)) - Number(isPredicted(other)));
  for (const boot of learnedFirst) if (chosen.every((other) => agree(boot, other))) chosen.push(boot);
  const spoken = new Set<number>();
  return chosen.flatMap((boot) => {
    const fresh = boot.pcrs.filter((pcr) => !spoken.has(pcr));
    for (const pcr of fresh) spoken.add(pcr);
    return boot.events
      .filter(({ pcr }) => fresh.includes(pcr))
      .map(({ pcr, digest, name }) => ({ pcr, digest: bytesOf(digest), text: name }));
  });
}

function isPredicted({ origin }: MeasuredBoot): boolean {
  return origin === "predicted";
}

function agree(one: MeasuredBoot, other: MeasuredBoot): boolean {
  const shared = one.pcrs.filter((pcr) => other.pcrs.includes(pcr));
  const digestsIn = (boot: MeasuredBoot): string =>
    shared
      .flatMap((pcr) => [pcr, ...boot.events.filter((event) => event.pcr === pcr).map(({ digest }) => digest)])
      .join();
  return digestsIn(one) === digestsIn(other);
}

function bytesOf(digest: string): Uint8Array {
  const decoded = fromHex("digest", digest);
  if (!decoded.ok) throw new TypeError(`${digest} is no digest`);
  return decoded.value;
}
