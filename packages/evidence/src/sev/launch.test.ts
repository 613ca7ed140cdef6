import { fromHex, toHex, toUtf8 } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveSevKey } from "./key-derivation.ts";
import {
  encodeSecretTable,
  encodeSevGuestPolicy,
  measureSevLaunch,
  openLaunchSecret,
  parseLaunchMeasurement,
  parseLaunchSession,
  parseSecretPacketHeader,
  parseSecretTable,
  readSevGuestPolicy,
  sealLaunchSecret,
  unwrapKeys,
  verifyLaunchMeasurement,
  wrapKeys,
} from "./index.ts";

const zeros = (length: number): Uint8Array => new Uint8Array(length);
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

function hex(text: string): Uint8Array {
  const bytes = fromHex("test", text);
  if (!bytes.ok) throw new Error(text);
  return bytes.value;
}

function parsed<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Known answers of the crate `sev` of virtee (src/session, 6.x), which AMD's firmware accepts. */
describe("answers that the field's own tool gives", () => {
  test("a key from another", async () => {
    const master = await deriveSevKey(zeros(16), "sev-master-secret", zeros(16));
    expect(toHex(master)).toBe("ab4d269fcc62bedb4511d56c386ce706");
  });

  test("a session of zeros", async () => {
    const keys = { tek: zeros(16), tik: zeros(16) };
    const bytes = await wrapKeys({ sharedX: zeros(16), nonce: zeros(16), iv: zeros(16), keys, policy: 0 });
    const session = parsed(parseLaunchSession(bytes));
    expect(toHex(session.wrappedKeys)).toBe("2137bc7f9bb8bd7c3e55a576a15d3454b3856b8ba27afadf46dcfee9f02c02c4");
    expect(toHex(session.wrapMac)).toBe("3176c0752738bd9d5e86689534020f528c088f16238826b000b327dee6aeed7d");
    expect(toHex(session.policyMac)).toBe("aa7855e13839dd767cd5da7c1ff5036540c9264b7a803029315e55375287b4af");
  });

  test("a measurement of nothing", async () => {
    const measure = hex("6faab2daae389bcd3405a05d6cafe33c0414f7bedd0bae19ba5f38b7fd1664ea");
    const measurement = { measure, nonce: hex("4fbe0bedbad6c86ae8f68971d103e554") };
    const tik = hex("66320db73158a35a255d051758e95ed4");
    const launchDigest = hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const launch = { apiMajor: 0, apiMinor: 0x12, build: 0x0f, policy: 0, launchDigest };
    expect(await verifyLaunchMeasurement(tik, measurement, launch)).toBe(true);
  });
});

describe("a measurement", () => {
  const launch = { apiMajor: 1, apiMinor: 51, build: 3, policy: 0x33010007, launchDigest: filled(32, 7) };
  const tik = filled(16, 1);
  const nonce = filled(16, 2);
  const holds = async (changes: Partial<typeof launch>, key = tik, changedNonce = nonce): Promise<boolean> => {
    const measure = await measureSevLaunch(tik, launch, nonce);
    return verifyLaunchMeasurement(key, { measure, nonce: changedNonce }, { ...launch, ...changes });
  };

  test.each<[string, Partial<typeof launch>]>([
    ["API major", { apiMajor: 2 }],
    ["API minor", { apiMinor: 52 }],
    ["build", { build: 4 }],
    ["policy", { policy: 0x33010003 }],
    ["launch digest", { launchDigest: filled(32, 8) }],
  ])("is of another %s", async (_, change) => {
    expect(await holds({})).toBe(true);
    expect(await holds(change)).toBe(false);
  });

  test("is of another key or nonce", async () => {
    expect(await holds({}, filled(16, 9))).toBe(false);
    expect(await holds({}, tik, filled(16, 9))).toBe(false);
  });

  test("has 48 bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const result = parseLaunchMeasurement(bytes);
        const told = result.ok ? toHex(result.value.measure) + toHex(result.value.nonce) : result.error.code;
        const wrong = bytes.length < 48 ? "truncated" : "trailing";
        expect(told).toBe(bytes.length === 48 ? toHex(bytes) : wrong);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a session", () => {
  const keys = { tek: filled(16, 1), tik: filled(16, 2) };
  const sharedX = filled(48, 3);
  const make = () => wrapKeys({ sharedX, nonce: filled(16, 4), iv: filled(16, 5), keys, policy: 7 });

  test("gives its keys to whoever agreed on the secret, for its own policy", async () => {
    const session = parsed(parseLaunchSession(await make()));
    expect(await unwrapKeys(session, sharedX, 7)).toEqual(keys);
    expect(await unwrapKeys(session, filled(48, 9), 7)).toBeUndefined();
    expect(await unwrapKeys(session, sharedX, 3)).toBeUndefined();
  });

  test("is refused with any bit changed", async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await unwrapKeys(parsed(parseLaunchSession(changed)), sharedX, 7)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test("has 128 bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseLaunchSession(bytes).ok).toBe(bytes.length === 128);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the launch policy", () => {
  test("each bit has its name", () => {
    const none = readSevGuestPolicy(0);
    for (const [name, bit] of [
      ["noDebug", 0],
      ["noKeySharing", 1],
      ["es", 2],
      ["noSend", 3],
      ["domain", 4],
      ["sev", 5],
    ] as const) {
      expect(readSevGuestPolicy(2 ** bit)).toEqual({ ...none, [name]: true, raw: 2 ** bit });
    }
    expect(readSevGuestPolicy(0x33010000)).toEqual({ ...none, apiMajor: 1, apiMinor: 0x33, raw: 0x33010000 });
    expect(readSevGuestPolicy(0x8000)).toEqual({ ...none, reserved: 0x8000, raw: 0x8000 });
  });

  test("comes back from its parts", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (raw) => {
        expect(encodeSevGuestPolicy(readSevGuestPolicy(raw))).toBe(raw);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the secret table", () => {
  const entries = fc.array(fc.record({ guid: fc.uuid(), data: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 6 });

  test("comes back as it was written, in an area that ends with zeros", () => {
    fc.assert(
      fc.property(entries, fc.nat(64), (some, spare) => {
        const table = encodeSecretTable(some);
        expect(table.length % 16).toBe(0);
        const area = Uint8Array.from([...table, ...zeros(spare)]);
        expect(parsed(parseSecretTable(area))).toEqual(some);
      }),
      { numRuns: 200 },
    );
  });

  test("any bytes are read or refused, never more", () => {
    const start = encodeSecretTable([]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), fc.boolean(), (bytes, genuine) => {
        const result = parseSecretTable(genuine ? Uint8Array.from([...start.subarray(0, 16), ...bytes]) : bytes);
        const place = result.ok ? 0 : result.error.offset;
        expect(place).toBeLessThanOrEqual(106);
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, number, number]>([
    ["GUID of the table", 0, 0],
    ["length of the table", 16, 16],
    ["length of the entry", 36, 36],
    ["padding", 47, 47],
  ])("%s: the error names field and offset", (field, at, offset) => {
    const table = encodeSecretTable([{ guid: "736869e5-84f0-4973-92ec-06879ce3da0b", data: toUtf8("secret") }]);
    table[at] = (table[at] ?? 0) ^ 0x80;
    expect(parseSecretTable(table)).toMatchObject({ ok: false, error: { field, offset } });
  });

  test("an entry that is shorter than its own header is refused", () => {
    const table = encodeSecretTable([{ guid: "736869e5-84f0-4973-92ec-06879ce3da0b", data: toUtf8("secret") }]);
    for (const [at, length] of [
      [16, 19],
      [36, 0],
      [36, 19],
    ] as const) {
      const changed = table.slice();
      changed[at] = length;
      expect(parseSecretTable(changed)).toMatchObject({ ok: false, error: { code: "value", offset: at } });
    }
  });

  test("is too large, or too crowded", () => {
    const guid = "736869e5-84f0-4973-92ec-06879ce3da0b";
    expect(encodeSecretTable([{ guid, data: zeros(16344) }]).length).toBe(16384);
    expect(() => encodeSecretTable([{ guid, data: zeros(16345) }])).toThrow(RangeError);
    expect(() => encodeSecretTable(Array.from({ length: 65 }, () => ({ guid, data: zeros(1) })))).toThrow(RangeError);
  });
});

describe("the secret packet", () => {
  const keys = { tek: filled(16, 1), tik: filled(16, 2) };
  const measure = filled(32, 3);
  const table = encodeSecretTable([{ guid: "736869e5-84f0-4973-92ec-06879ce3da0b", data: toUtf8("passphrase") }]);

  test("is opened by the launch that it is for, and by no other", async () => {
    const { header, payload } = await sealLaunchSecret(keys, measure, table, filled(16, 4));
    const read = parsed(parseSecretPacketHeader(header));
    expect(await openLaunchSecret(keys, measure, read, payload)).toEqual(table);
    expect(await openLaunchSecret(keys, filled(32, 9), read, payload)).toBeUndefined();
    expect(await openLaunchSecret({ ...keys, tik: filled(16, 9) }, measure, read, payload)).toBeUndefined();
    expect(await openLaunchSecret(keys, measure, read, payload.subarray(16))).toBeUndefined();
  });

  test("is refused with any bit changed", async () => {
    const { header, payload } = await sealLaunchSecret(keys, measure, table, filled(16, 4));
    const all = Uint8Array.from([...header, ...payload]);
    await fc.assert(
      fc.asyncProperty(fc.nat(all.length * 8 - 1), async (bit) => {
        const changed = all.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = parseSecretPacketHeader(changed.subarray(0, 52));
        if (!read.ok) return;
        expect(await openLaunchSecret(keys, measure, read.value, changed.subarray(52))).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test("takes whole blocks only, and its header 52 bytes", async () => {
    await expect(sealLaunchSecret(keys, measure, zeros(17), zeros(16))).rejects.toThrow(RangeError);
    await expect(sealLaunchSecret(keys, measure, zeros(0), zeros(16))).rejects.toThrow(RangeError);
    await expect(sealLaunchSecret(keys, measure, zeros(16400), zeros(16))).rejects.toThrow(RangeError);
    expect(parseSecretPacketHeader(zeros(51))).toMatchObject({ ok: false, error: { code: "truncated" } });
    expect(parseSecretPacketHeader(zeros(53))).toMatchObject({ ok: false, error: { code: "trailing" } });
    expect(parseSecretPacketHeader(filled(52, 2))).toMatchObject({ ok: false, error: { code: "reserved", offset: 0 } });
  });
});
