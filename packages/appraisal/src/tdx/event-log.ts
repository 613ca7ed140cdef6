import { equalBytes, malformedMessage, toHex, type Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { readBootLog } from "@sekisho/evidence/boot-log";
import { message } from "@sekisho/messages";
import { eventsOf, mostDescribed, type MeasuredLog } from "../measured-boot/log.ts";
import { decided } from "../outcome.ts";

/** Numbers of the run-time measurement registers. */
export const rtmrNumbers: readonly number[] = [0, 1, 2, 3];

/** Measurement register 0 of a CCEL is MRTD, which no event extends; 1 to 4 are RTMR 0 to 3. */
const registerOfRtmr0 = 1;

/**
 * Reads a TDX guest's log (CCEL: a TCG log whose only bank is SHA-384), its registers renamed to RTMR 0 to 3, and replays it.
 * An event of a register that a TD doesn't have makes it unreadable.
 */
export async function readRtmrLog(bytes: Uint8Array): Promise<Parsed<MeasuredLog>> {
  const log = await readBootLog(bytes, "ccel", "sha384", mostDescribed);
  if (!log.ok) return log;
  const { events, banks } = log.value;
  const foreign = events.find((event) => event.extends && !isRtmr(event.register - registerOfRtmr0));
  if (foreign !== undefined) {
    const { offset, register } = foreign;
    const error = {
      code: "value",
      field: "measurement register",
      offset,
      expected: "1–4",
      actual: `${register}`,
    } as const;
    return { ok: false, error };
  }
  const renamed = events.map((event) => ({ ...event, register: event.register - registerOfRtmr0 }));
  const bank = banks.get("sha384");
  const values = new Map(rtmrNumbers.map((rtmr) => [rtmr, bank?.get(rtmr + registerOfRtmr0) ?? new Uint8Array(48)]));
  return { ok: true, value: { events: eventsOf({ events: renamed }, "sha384"), values } };
}

function isRtmr(number: number): boolean {
  return rtmrNumbers.includes(number);
}

/** A log that could not be read. */
export function unreadableLogCheck(parsed: Extract<Parsed<unknown>, { readonly ok: false }>): Check {
  const { field, expected, actual } = parsed.error;
  const detail = malformedMessage("event-log", parsed.error);
  return decided("tdx.event-log", false, { expected: `${field}: ${expected}`, actual }, detail);
}

/** Whether the log explains each register: only then does it say what was started. */
export function replayChecks(log: MeasuredLog, rtmrs: readonly Uint8Array[]): readonly Check[] {
  if (log.events.length === 0) {
    return [decided("tdx.event-log", false, { expected: null, actual: "0" }, message("tdx.event-log.empty"))];
  }
  return rtmrs.map((quoted, rtmr) => {
    const replayed = log.values.get(rtmr) ?? new Uint8Array(0);
    const holds = equalBytes(replayed, quoted);
    const detail = message(`tdx.event-log.${holds ? "pass" : "fail"}`, { rtmr });
    return decided(`tdx.event-log.rtmr-${rtmr}`, holds, { expected: toHex(replayed), actual: toHex(quoted) }, detail);
  });
}

/** The events that a log tells of, as JSON; true only where the checks of the replay pass. */
export function eventLogClaims(log: Parsed<MeasuredLog> | undefined): Readonly<Record<string, unknown>> {
  if (log?.ok !== true) return {};
  const { events } = log.value;
  return {
    eventLog: events.map(({ pcr, component, name, authenticated, digest }) => ({
      rtmr: pcr,
      component,
      name,
      authenticated,
      digest,
    })),
  };
}
