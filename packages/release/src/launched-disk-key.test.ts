import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeLaunchedDiskKey, parseLaunchedDiskKey } from "./launched-disk-key.ts";

const headerDigest = "ab".repeat(32);

test("a key comes back with the digest of its disk's header", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (key) => {
      const bytes = encodeLaunchedDiskKey({ headerDigest, key });
      expect(parseLaunchedDiskKey(bytes)).toEqual({ ok: true, value: { headerDigest, key } });
    }),
    { numRuns: 100 },
  );
});

test("any other bytes are refused with their place", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(parseLaunchedDiskKey(bytes).ok).toBe(bytes.length > 33 && bytes[0] === 1);
    }),
    { numRuns: 300 },
  );
  const short = Uint8Array.of(1, ...new Uint8Array(32));
  expect(parseLaunchedDiskKey(short)).toMatchObject({ ok: false, error: { field: "key", offset: 33 } });
  expect(parseLaunchedDiskKey(Uint8Array.of(2))).toMatchObject({ ok: false, error: { code: "version", offset: 0 } });
  const long = Uint8Array.of(1, ...new Uint8Array(32 + 4097));
  expect(parseLaunchedDiskKey(long)).toMatchObject({ ok: false, error: { code: "limit", field: "key" } });
});

test("no secret is made of a digest that is none, or of an empty or endless key", () => {
  const key = new Uint8Array(32);
  expect(() => encodeLaunchedDiskKey({ headerDigest: "ab", key })).toThrow(RangeError);
  expect(() => encodeLaunchedDiskKey({ headerDigest, key: new Uint8Array() })).toThrow(RangeError);
  expect(() => encodeLaunchedDiskKey({ headerDigest, key: new Uint8Array(4097) })).toThrow(RangeError);
});
