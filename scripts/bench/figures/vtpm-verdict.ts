import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createFloor, createQuoteFloor } from "../support/floor.ts";
import { prepareVtpmVerdict } from "../support/vtpm-verdict.ts";

export const vtpmVerdict: Figure = {
  name: "vtpm-verdict",
  title:
    "a verdict of the gate about report, TPM quote and boot log; certificates and revocation list were seen before",
  goal: 1.25,
  measure: async () => {
    const { verify, precheck, replay, logBytes, events } = await prepareVtpmVerdict();
    const [reportFloor, quoteFloor] = [createFloor(), createQuoteFloor()];
    const signatures = () => {
      reportFloor();
      quoteFloor();
    };
    const { ms, floorMs, ratio } = await compare(signatures, verify);
    const parts = { rounds: 60, atMostMs: 2000, warmUpMs: 500 };
    const prechecked = await compare(signatures, precheck, parts);
    const replayed = await compare(signatures, replay, parts);
    const microseconds = (value: number) => (value * 1000).toFixed(0);
    return {
      value: ms * 1000,
      unit: "µs",
      ratio,
      against: "its two signatures",
      notes: [
        `the signatures took ${microseconds(floorMs)} µs in the same run, P-384 and P-256 together`,
        `a log of ${logBytes} bytes and ${events} events; reading and replaying it alone took ${microseconds(replayed.ms)} µs`,
        `the checks before any certificate, which a gate runs first, took ${microseconds(prechecked.ms)} µs`,
      ],
    };
  },
};
