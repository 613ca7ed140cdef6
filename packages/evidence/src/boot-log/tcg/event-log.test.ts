import { concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTcgEventLog, replayTcgEventLog, type TcgEventLog } from "../index.ts";
import { writeCryptoAgileLog, writeLegacyLog, type WrittenEvent } from "../testing/write-log.ts";

const sha1 = 0x0004;
const sha256 = 0x000b;
const sm3 = 0x0012;
const banks = [
  [sha1, 20],
  [sha256, 32],
] as const;

/** An event of both banks whose digests are of its data. */
async function event(register: number, type: number, data: Uint8Array): Promise<WrittenEvent> {
  const digests = [[sha1, await hash("sha1", data)] as const, [sha256, await hash("sha256", data)] as const];
  return { register, type, digests, data };
}

const locality = (value: number): WrittenEvent => ({
  register: 0,
  type: 3,
  digests: [
    [sha1, new Uint8Array(20)],
    [sha256, new Uint8Array(32)],
  ],
  data: concatBytes(toUtf8("StartupLocality\0"), Uint8Array.of(value)),
});

const first = await event(0, 8, toUtf8("firmware 1"));
const second = await event(7, 4, new Uint8Array(4));
const log = writeCryptoAgileLog(banks, [first, second]);

function parsed(bytes: Uint8Array): TcgEventLog {
  const outcome = parseTcgEventLog(bytes);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

async function register(bytes: Uint8Array, bank: "sha1" | "sha256", index: number): Promise<string | undefined> {
  const value = (await replayTcgEventLog(parsed(bytes))).get(bank)?.get(index);
  return value === undefined ? undefined : toHex(value);
}

describe("a crypto-agile log", () => {
  test("gives its events in order, with their offsets", () => {
    const { form, events, algorithms, specId } = parsed(log);
    expect({ form, version: specId?.version }).toEqual({ form: "crypto-agile", version: "2.0 errata 2" });
    expect(algorithms.map(({ name }) => name)).toEqual(["sha1", "sha256"]);
    expect(events.map(({ register, typeName }) => [register, typeName])).toEqual([
      [0, "EV_S_CRTM_VERSION"],
      [7, "EV_SEPARATOR"],
    ]);
    const [{ offset } = { offset: 0 }] = events;
    expect(toHex(log.subarray(offset, offset + 8))).toBe("0000000008000000");
  });

  test("replays to H(zeros ‖ digest) in each bank", async () => {
    for (const [bank, size] of [
      ["sha1", 20],
      ["sha256", 32],
    ] as const) {
      const digest = await hash(bank, first.data);
      expect(await register(log, bank, 0)).toBe(toHex(await hash(bank, new Uint8Array(size), digest)));
    }
    expect(await register(log, "sha1", 1)).toBeUndefined();
  });

  test("starts PCR 0, and no other, with the start-up locality", async () => {
    const moved = writeCryptoAgileLog(banks, [locality(3), first, second]);
    const start = new Uint8Array(32);
    start[31] = 3;
    const expected = await hash("sha256", start, await hash("sha256", first.data));
    expect(await register(moved, "sha256", 0)).toBe(toHex(expected));
    expect(await register(moved, "sha256", 7)).toBe(await register(log, "sha256", 7));
  });

  test("never extends with EV_NO_ACTION, whatever digest it carries", async () => {
    const strange = { ...first, type: 3 };
    expect(await register(writeCryptoAgileLog(banks, [strange, first, second]), "sha256", 0)).toBe(
      await register(log, "sha256", 0),
    );
    expect((await replayTcgEventLog(parsed(writeCryptoAgileLog(banks, [strange])))).get("sha256")?.size).toBe(0);
  });

  test("lists a bank that Sekisho can't compute, and replays the others", async () => {
    const mixed = writeCryptoAgileLog(
      [
        [sm3, 32],
        [0x7777, 7],
        [sha256, 32],
      ],
      [
        {
          ...first,
          digests: [
            [sha256, await hash("sha256", first.data)],
            [0x7777, new Uint8Array(7)],
            [sm3, new Uint8Array(32)],
          ],
        },
      ],
    );
    expect(parsed(mixed).algorithms.map(({ name }) => name)).toEqual(["sm3_256", "0x7777", "sha256"]);
    expect([...(await replayTcgEventLog(parsed(mixed))).keys()]).toEqual(["sha256"]);
    expect(await register(mixed, "sha256", 0)).toBe(await register(log, "sha256", 0));
  });

  test.each([0x00, 0xff])("may be padded to its end with 0x%s alone", (byte) => {
    for (const length of [1, 8, 31, 4096]) {
      const padded = concatBytes(log, new Uint8Array(length).fill(byte));
      expect(parsed(padded).events).toEqual(parsed(log).events);
    }
    const other = concatBytes(log, new Uint8Array(64).fill(byte), Uint8Array.of(1));
    expect(parseTcgEventLog(other)).toMatchObject({ ok: false });
  });

  test("may be followed by the event of no register that Windows writes", () => {
    const trailer = { ...locality(0), register: 0xffff_ffff, data: Uint8Array.of(1, 2) };
    expect(parsed(writeCryptoAgileLog(banks, [first, trailer])).events).toHaveLength(2);
    const extending = { ...trailer, type: 4 };
    expect(parseTcgEventLog(writeCryptoAgileLog(banks, [extending]))).toMatchObject({
      ok: false,
      error: { field: "pcrIndex", code: "value" },
    });
  });
});

describe("a legacy log", () => {
  const legacy = writeLegacyLog([first, second]);

  test("has SHA-1 alone", async () => {
    const { form, algorithms, events } = parsed(legacy);
    expect({ form, count: events.length, banks: algorithms.map(({ name }) => name) }).toEqual({
      form: "legacy",
      count: 2,
      banks: ["sha1"],
    });
    expect(await register(legacy, "sha1", 0)).toBe(await register(log, "sha1", 0));
  });

  test("takes no SHA-256 event for its own", () => {
    const rest = log.subarray(32 + 37);
    expect(parseTcgEventLog(concatBytes(legacy, rest)).ok).toBe(false);
  });
});

describe("a log that contradicts itself is refused", () => {
  const specEvent = 32;
  const header = specEvent + 16 + 8;
  const algorithmsAt = header + 4;
  const eventsAt = specEvent + 37;

  test.each([
    ["no bank", log, header, [0], "limit", "numberOfAlgorithms", header],
    ["too many banks", log, header, [17], "limit", "numberOfAlgorithms", header],
    ["one bank twice", log, algorithmsAt + 4, [4, 0], "value", "algorithmId", algorithmsAt + 4],
    ["a bank with another length", log, algorithmsAt + 2, [21], "value", "digestSize", algorithmsAt + 2],
    ["vendor data beyond its event", log, specEvent + 36, [1], "truncated", "vendorInfo", specEvent + 37],
    ["register 24", log, eventsAt, [24], "value", "pcrIndex", eventsAt],
    ["one digest for two banks", log, eventsAt + 8, [1], "value", "digests.count", eventsAt + 8],
    ["three digests for two banks", log, eventsAt + 8, [3], "value", "digests.count", eventsAt + 8],
    ["a bank that the log has not", log, eventsAt + 12, [12], "value", "digests.algorithmId", eventsAt + 12],
    ["one bank's digest twice", log, eventsAt + 34, [4], "value", "digests.algorithmId", eventsAt + 34],
    ["event data beyond the end", log, eventsAt + 68, [255], "truncated", "event", eventsAt + 72],
    ["enormous event data", log, eventsAt + 71, [1], "limit", "eventSize", eventsAt + 68],
  ] as const)("%s", (_, bytes, offset, values, code, field, at) => {
    const copy = bytes.slice();
    copy.set(values, offset);
    expect(parseTcgEventLog(copy)).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });

  test.each([
    ["an unknown locality", [locality(1)]],
    ["two localities", [locality(3), locality(4)]],
    ["a locality without a value", [{ ...locality(3), data: toUtf8("StartupLocality\0") }]],
  ])("%s", (_, events) => {
    const outcome = parseTcgEventLog(writeCryptoAgileLog(banks, events));
    expect(outcome).toMatchObject({ ok: false, error: { code: "value", field: "StartupLocality" } });
  });
});

describe("whatever comes in", () => {
  test("a log cut anywhere but between two events is refused, by field and offset", async () => {
    // Not register 0: the zeros that such an event begins with may be padding.
    const whole = writeCryptoAgileLog(banks, [await event(1, 8, toUtf8("settings")), second]);
    const boundaries = [...parsed(whole).events.map(({ offset }) => offset), whole.length];
    const readable = Array.from(whole.keys(), (length) => length + 1).filter(
      (length) => parseTcgEventLog(whole.subarray(0, length)).ok,
    );
    expect(readable).toEqual(boundaries);
    expect(parseTcgEventLog(new Uint8Array())).toMatchObject({ ok: false, error: { field: "pcrIndex", offset: 0 } });
  });

  test("a flipped bit of a digest changes the replay, or the log is refused", async () => {
    const before = await registers(log);
    const changes = fc.tuple(fc.nat(log.length - 1), fc.nat(7));
    const property = fc.asyncProperty(changes, async ([offset, bit]) => {
      const copy = log.slice();
      copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
      const outcome = parseTcgEventLog(copy);
      if (!outcome.ok) return outcome.error.offset <= copy.length && outcome.error.field !== "";
      const inDigest = outcome.value.events.some(({ offset: at }) => offset >= at + 14 && offset < at + 34);
      return !inDigest || (await registers(copy)) !== before;
    });
    await expect(fc.assert(property, { numRuns: 500 })).resolves.toBeUndefined();
  });

  test("random bytes, alone or after a good log, never crash or hang", () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, after) => {
      const outcome = parseTcgEventLog(after ? concatBytes(log, bytes) : bytes);
      return outcome.ok ? outcome.value.events.length < 20 : outcome.error.field !== "";
    });
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow();
  });

  async function registers(bytes: Uint8Array): Promise<string> {
    const replayed = await replayTcgEventLog(parsed(bytes));
    return JSON.stringify(
      Array.from(replayed, ([bank, values]) => [bank, Array.from(values, ([index, value]) => [index, toHex(value)])]),
    );
  }
});
