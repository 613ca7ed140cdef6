import type { BootRecord, MachineBoot } from "@sekisho/release";
import { expect, test } from "vitest";
import { timelineOf } from "./timeline.ts";

const facts: BootRecord = {
  technology: "sev-snp",
  launchDigest: null,
  knownAs: [],
  kernel: { version: "6.12.107", sha256: null },
  initrd: null,
  commandLine: null,
  firmware: null,
  tcb: [],
  platformFirmware: null,
  chip: null,
  registers: null,
  headerDigest: "11".repeat(32),
  policy: null,
};

function boot(number: number, changes: Partial<MachineBoot> = {}): MachineBoot {
  const at = "2026-11-23T00:00:00.000Z";
  return {
    number,
    request: "00000000-0000-4000-8000-000000000000",
    state: "released",
    at,
    evidenceAt: at,
    proven: true,
    verdict: "accepted",
    reason: null,
    refusing: [],
    facts,
    ...changes,
  };
}

const newer = { ...facts, kernel: { version: "6.12.108", sha256: null } };

test("a good boot is held against the good one before, past those that were refused", () => {
  const refused = boot(2, { verdict: "rejected", proven: false, state: "refused", facts: newer });
  const entries = timelineOf([boot(3, { facts: newer }), refused, boot(1)]);
  expect(entries.map(({ since }) => since)).toEqual([1, null, null]);
  expect(entries[0]?.changes.map(({ message }) => message.id)).toEqual(["boot.change.kernel"]);
  expect(entries[1]?.changes).toEqual([]);
});

test("boots that are alike have no changes, and still say what they are held against", () => {
  expect(timelineOf([boot(2), boot(1)])[0]).toMatchObject({ since: 1, changes: [] });
});

test("a boot without facts is no measure", () => {
  expect(timelineOf([boot(2), boot(1, { facts: null })])[0]).toMatchObject({ since: null });
});

test("evidence that anybody could have sent is no measure, even where it was good", () => {
  const replayed = boot(2, { proven: false, state: "refused", facts: newer });
  expect(timelineOf([boot(3, { facts: newer }), replayed, boot(1)])[0]).toMatchObject({ since: 1 });
});
