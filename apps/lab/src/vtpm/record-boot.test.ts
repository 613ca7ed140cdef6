import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { parseTcgEventLog, replayTcgEventLog } from "@sekisho/evidence/boot-log";
import type { MeasuredBoot } from "@sekisho/reference-values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsOfKnownBoots, extendWithLog, recordBoot, writeFirmwareLog, type RecordedEvent } from "./record-boot.ts";
import { startGuestTpm, withTpm } from "./software-tpm.ts";
import { haveSwtpm, readPcr } from "./testing.ts";

const eventArbitrary: fc.Arbitrary<RecordedEvent> = fc.record({
  pcr: fc.nat({ max: 15 }),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  text: fc.string(),
});

describe("the log of a played boot", () => {
  it("is read back event by event", () => {
    fc.assert(
      fc.property(fc.array(eventArbitrary), (events) => {
        const parsed = parseTcgEventLog(writeFirmwareLog(events));
        expect(
          parsed.ok && parsed.value.events.map(({ register, data }) => [register, Buffer.from(data).toString()]),
        ).toEqual(events.map(({ pcr, text }) => [pcr, text]));
      }),
      { numRuns: 100 },
    );
  });

  it.skipIf(!haveSwtpm)("replays to what the TPM holds", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sekisho-record-"));
    const socket = join(folder, "socket");
    const tpm = await startGuestTpm(join(folder, "state"), socket);
    try {
      const events = [0, 4, 4, 14].map((pcr, index) => ({ pcr, text: `event ${index}`, digest: digestOf(`${index}`) }));
      const log = await withTpm(socket, (transport) => recordBoot(transport, events));
      const parsed = parseTcgEventLog(log);
      if (!parsed.ok) throw new Error(parsed.error.field);
      const values = (await replayTcgEventLog(parsed.value)).get("sha256");
      for (const pcr of [0, 4, 14]) {
        const held = await withTpm(socket, (transport) => readPcr(transport, pcr));
        expect(toHex(held)).toBe(toHex(values?.get(pcr) ?? new Uint8Array()));
      }
      await expect(withTpm(socket, (transport) => extendWithLog(transport, log.subarray(1)))).rejects.toThrow(
        RangeError,
      );
    } finally {
      await tpm.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe("a boot that known boots accept", () => {
  const boot = (origin: MeasuredBoot["origin"], pcrs: number[], texts: [number, string][]): MeasuredBoot => ({
    name: "n",
    addedAt: "2026-11-23T00:00:00Z",
    origin,
    pcrs,
    events: texts.map(([pcr, name]) => ({ pcr, component: "other", name, digest: toHex(digestOf(name)) })),
  });

  it("follows what was learned, and the variant of the prediction that agrees with it", () => {
    const events = eventsOfKnownBoots([
      boot(
        "predicted",
        [4, 5],
        [
          [4, "a"],
          [5, "b"],
        ],
      ),
      boot(
        "predicted",
        [4, 5],
        [
          [4, "x"],
          [5, "c"],
        ],
      ),
      boot(
        "learned",
        [0, 4],
        [
          [0, "zero"],
          [4, "x"],
        ],
      ),
      boot("predicted", [7], [[7, "d"]]),
    ]);
    expect(events.map(({ pcr, text }) => [pcr, text])).toEqual([
      [0, "zero"],
      [4, "x"],
      [5, "c"],
      [7, "d"],
    ]);
  });
});

function digestOf(text: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(text).digest());
}
