import { equalBytes } from "@sekisho/encoding";
import { parseTcgEventLog } from "@sekisho/evidence/boot-log";
import { tdEventsOfTpmLog, writeCcel, type TdEvent } from "./td-events.ts";
import { registerExtensions } from "./tpm-record.ts";
import type { LaunchedTd, RegisterNumber } from "./tdx-module.ts";

/** The TD behind a report port. */
export type PortTd = {
  readonly td: LaunchedTd;
  /** Brings the registers to where the firmware left them. Asked before every answer. */
  settle(): Promise<void>;
  /**
   * The data of the ACPI table CCEL.
   *
   * @param firmwareLog what a firmware that measures into a TPM logged, in the TCG's format
   * @returns undefined when that is not the log of this boot, or is missing
   */
  eventLog(firmwareLog: Uint8Array | undefined): Promise<Uint8Array | undefined>;
};

type Extension = { readonly register: RegisterNumber; readonly digest: Uint8Array };

/** A TD whose firmware has measured these events, and keeps their log itself. */
export function playedTd(td: LaunchedTd, events: readonly TdEvent[]): PortTd {
  extendAll(td, events);
  const ccel = writeCcel(events);
  return { td, settle: () => Promise.resolve(), eventLog: () => Promise.resolve(ccel) };
}

/**
 * A TD that is a virtual machine whose firmware measures into a TPM: what that TPM was told goes into the registers, once, when
 * the machine's first request shows that its initrd runs.
 *
 * @param record gives what swtpm has logged so far
 */
export function recordedTd(td: LaunchedTd, record: () => Promise<string>): PortTd {
  let settled: Promise<readonly Extension[]> | undefined;
  const measure = async (): Promise<readonly Extension[]> => {
    const measured = registerExtensions(await record());
    extendAll(td, measured);
    return measured;
  };
  const settle = (): Promise<readonly Extension[]> => (settled ??= measure());
  return {
    td,
    settle: async () => void (await settle()),
    eventLog: async (firmwareLog) => {
      const extensions = await settle();
      const log = firmwareLog === undefined ? undefined : parseTcgEventLog(firmwareLog);
      if (log?.ok !== true) return undefined;
      const events = tdEventsOfTpmLog(log.value);
      return sameExtensions(events, extensions) ? writeCcel(events) : undefined;
    },
  };
}

function extendAll(td: LaunchedTd, extensions: readonly Extension[]): void {
  for (const { register, digest } of extensions) td.extend(register, digest);
}

function sameExtensions(one: readonly Extension[], other: readonly Extension[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ register, digest }, index) => {
      const matching = other[index];
      return matching !== undefined && matching.register === register && equalBytes(matching.digest, digest);
    })
  );
}
