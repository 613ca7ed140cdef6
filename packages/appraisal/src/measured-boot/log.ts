import { toHex, type Parsed } from "@sekisho/encoding";
import {
  describeFields,
  imaExtensions,
  parseImaLog,
  readBootLog,
  replayExtensions,
  type BootLog,
  type ComponentKind,
  type Extension,
  type ListedSignature,
} from "@sekisho/evidence/boot-log";
import type { VtpmBytes } from "./input.ts";

/** The PCRs that a guest quotes, all of the SHA-256 bank. */
export const quotedPcrs: readonly number[] = Array.from({ length: 16 }, (_, pcr) => pcr);

/**
 * So many events of a firmware's log are described: a boot has some hundred, and describing one takes several times as long as
 * replaying it, where whoever writes a log chooses its length. Those beyond have digests alone, so no rule of a policy speaks
 * for them.
 */
export const mostDescribed = 1024;

/** One extension that the logs tell of. */
export type LoggedEvent = {
  /** Of a TD's log: the number of the RTMR. */
  readonly pcr: number;
  /** What the register was extended with, hexadecimal: SHA-256 of a PCR, SHA-384 of an RTMR. */
  readonly digest: string;
  /** The log's own word: nothing hashes the kind of an event. */
  readonly component: ComponentKind;
  readonly name: string;
  /** Whether the name hashes to the digest. It is a fact only if the quote agrees with the whole log, too. */
  readonly authenticated: boolean;
  readonly signatures?: readonly ListedSignature[];
  /** SHA-256, hexadecimal, of the certificate that vouched for a program; a fact where `authenticated` makes the name one. */
  readonly authority?: string;
};

/** All logs of a boot as one. */
export type MeasuredLog = {
  /** In the order in which each PCR was extended. */
  readonly events: readonly LoggedEvent[];
  /** What each of {@link quotedPcrs}, or of RTMR 0 to 3, holds after them; zeros where nothing extended it. */
  readonly values: ReadonlyMap<number, Uint8Array>;
};

/** Which log a parse error is about. */
type LogName = "firmware-log" | "userspace-log" | "ima-log";

/** Reads the logs of firmware, userspace (systemd) and kernel (IMA), and replays them one after the other. */
export async function readMeasuredLog(
  vtpm: Pick<VtpmBytes, "firmwareLog" | "userspaceLog" | "imaLog">,
): Promise<{ readonly which: LogName; readonly parsed: Parsed<MeasuredLog> }> {
  const firmware = await readBootLog(vtpm.firmwareLog, "tcg", "sha256", mostDescribed);
  if (!firmware.ok) return { which: "firmware-log", parsed: firmware };
  const userspace =
    vtpm.userspaceLog === undefined ? undefined : await readBootLog(vtpm.userspaceLog, "systemd", "sha256");
  if (userspace?.ok === false) return { which: "userspace-log", parsed: userspace };
  const ima = vtpm.imaLog === undefined ? undefined : parseImaLog(vtpm.imaLog);
  if (ima?.ok === false) return { which: "ima-log", parsed: ima };
  const files = ima === undefined ? [] : await imaExtensions(ima.value);
  const later = userspace === undefined ? [] : eventsOf(userspace.value, "sha256");
  const fileEvents = files.flatMap(({ register, digests, entry, authenticated }): LoggedEvent[] => {
    const digest = digests.get("sha256");
    const { path = "" } = describeFields(entry.fields);
    const component = path === "boot_aggregate" ? "boot-aggregate" : "file";
    if (digest === undefined) return [];
    return [{ pcr: register, digest: toHex(digest), component, name: path, authenticated }];
  });
  const values = await continueReplay(firmware.value, [...(userspace?.value.events ?? []).map(asExtension), ...files]);
  const events = [...eventsOf(firmware.value, "sha256"), ...later, ...fileEvents];
  return { which: "firmware-log", parsed: { ok: true, value: { events, values } } };
}

/** What a log extended registers with, in the bank that counts. */
export function eventsOf({ events }: Pick<BootLog, "events">, bank: "sha256" | "sha384"): readonly LoggedEvent[] {
  return events.flatMap((event): LoggedEvent[] => {
    const digest = event.digests.get(bank);
    if (!event.extends || digest === undefined) return [];
    const { kind, name, authenticated, signatures, authority } = event.component;
    const logged = { pcr: event.register, digest: toHex(digest), component: kind, name, authenticated };
    return [
      {
        ...logged,
        ...(signatures === undefined ? {} : { signatures }),
        ...(authority === undefined ? {} : { authority }),
      },
    ];
  });
}

function asExtension({ register, digests }: BootLog["events"][number]): Extension {
  const digest = digests.get("sha256");
  return { register, digests: new Map(digest === undefined ? [] : [["sha256", digest]]) };
}

/** The firmware's log knows in which locality the TPM was started, so the others go on from its values. */
async function continueReplay(
  firmware: BootLog,
  later: readonly Extension[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const before = firmware.banks.get("sha256");
  const start = (register: number, size: number) => before?.get(register) ?? new Uint8Array(size);
  const after = (await replayExtensions(["sha256"], later, start)).get("sha256");
  return new Map(quotedPcrs.map((pcr) => [pcr, after?.get(pcr) ?? start(pcr, 32)]));
}
