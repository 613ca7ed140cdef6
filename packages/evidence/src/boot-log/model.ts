import type { Banks } from "./banks.ts";
import type { Component } from "./components/component.ts";

/** The forms of boot logs that Sekisho reads. */
export const bootLogFormats = ["tcg", "ccel", "ima", "ima-ascii", "systemd", "cel"] as const;
export type BootLogFormat = (typeof bootLogFormats)[number];

/** One event of any boot log. */
export type BootEvent = {
  /** Its place among the log's events, from 0. */
  readonly index: number;
  /** Where it begins, in bytes from the start of the log. */
  readonly offset: number;
  /** The PCR; in a CCEL the index of the measurement register, of which 1 to 4 are RTMR 0 to 3. */
  readonly register: number;
  /** The event's type as its own world names it ("EV_IPL", "ima-sig", "phase"). */
  readonly type: string;
  /** The digests that stand in the log, by the name of their bank. */
  readonly digests: ReadonlyMap<string, Uint8Array>;
  /** Whether it went into the register. */
  readonly extends: boolean;
  readonly component: Component;
};

/** A boot log with what it replays to. */
export type BootLog = {
  readonly format: BootLogFormat;
  /** What the registers hold after all events, for every bank that Sekisho can compute, or the one that was asked for. */
  readonly banks: Banks;
  /** Banks of the log that Sekisho can't compute: what they hold is not known. */
  readonly otherBanks: readonly string[];
  readonly events: readonly BootEvent[];
};
