import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blankStore } from "../testing/blank-store.ts";
import { enrolOwner } from "./enrol-keys.ts";

const certificate = Uint8Array.from({ length: 800 }, (_, index) => index % 251);
const moment = new Date("2026-11-23T10:11:12Z");
const blank = blankStore();

function enrolled(store: Uint8Array): Uint8Array {
  const result = enrolOwner(store, certificate, moment);
  if (!result.ok || result.value === undefined) throw new Error("the store takes no keys");
  return result.value;
}

/** The variables of a store by name: attributes, time stamp and data. */
function variablesOf(store: Uint8Array): Map<string, { attributes: number; time: string; data: Buffer }> {
  const bytes = Buffer.from(store);
  const found = new Map<string, { attributes: number; time: string; data: Buffer }>();
  for (let at = 100; bytes.readUInt16LE(at) === 0x55aa;) {
    const nameEnd = at + 60 + bytes.readUInt32LE(at + 36);
    const end = nameEnd + bytes.readUInt32LE(at + 40);
    found.set(bytes.toString("utf16le", at + 60, nameEnd - 2), {
      attributes: bytes.readUInt32LE(at + 4),
      time: bytes.toString("hex", at + 16, at + 32),
      data: bytes.subarray(nameEnd, end),
    });
    at = Math.ceil(end / 4) * 4;
  }
  return found;
}

describe("a variable store with its owner's keys", () => {
  test("trusts the one certificate as PK, KEK and db, with Secure Boot on", () => {
    const variables = variablesOf(enrolled(blank));
    expect([...variables.keys()]).toEqual(["db", "KEK", "PK", "SecureBootEnable"]);
    for (const name of ["db", "KEK", "PK"]) {
      const { attributes, time, data } = variables.get(name) ?? { attributes: 0, time: "", data: Buffer.alloc(0) };
      expect(attributes).toBe(0x27);
      expect(time).toBe("ea070b170a0b0c000000000000000000");
      expect(data.subarray(0, 16).toString("hex")).toBe("a159c0a5e494a74a87b5ab155c2bf072");
      expect(data.readUInt32LE(16)).toBe(data.length);
      expect(data.readUInt32LE(24)).toBe(16 + certificate.length);
      expect(data.subarray(44).equals(certificate)).toBe(true);
    }
    expect(variables.get("SecureBootEnable")).toMatchObject({ attributes: 3, data: Buffer.from([1]) });
  });

  test("keeps the store's size, and every byte before and behind the keys", () => {
    const store = enrolled(blank);
    expect(store.length).toBe(blank.length);
    expect(store.subarray(0, 100)).toEqual(blank.subarray(0, 100));
    const end = store.findLastIndex((byte) => byte !== 0xff);
    expect(end).toBeLessThan(4000);
  });

  test("keeps the variables that were there, and is left alone where it has a platform key", () => {
    const once = enrolled(blank);
    expect(enrolOwner(once, certificate, moment)).toEqual({ ok: true, value: undefined });
    // VAR_IN_DELETED_TRANSITION and VAR_DELETED cleared: deleted, as firmware does it.
    const deleted = once.slice();
    for (let at = 100; deleted[at] === 0xaa;) {
      deleted[at + 2] = 0x3c;
      const view = new DataView(deleted.buffer, at);
      at = Math.ceil((at + 60 + view.getUint32(36, true) + view.getUint32(40, true)) / 4) * 4;
    }
    const twice = enrolled(deleted);
    expect(twice.subarray(0, 100 + 60)).toEqual(deleted.subarray(0, 100 + 60));
    expect(variablesOf(twice).get("PK")?.data.subarray(44).equals(certificate)).toBe(true);
  });

  test("is refused where the keys don't fit", () => {
    const result = enrolOwner(blank, new Uint8Array(40_000), moment);
    expect(result).toMatchObject({ ok: false, error: { code: "limit", field: "free space" } });
  });

  test("of damaged bytes is an error that names field and offset, or keeps them as they are", () => {
    const store = enrolled(blank);
    fc.assert(
      fc.property(fc.nat(4000), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const damaged = cut ? store.slice(0, at) : store.slice();
        if (!cut) damaged[at] = (damaged[at] ?? 0) ^ flip;
        const result = enrolOwner(damaged, certificate, moment);
        const named = result.ok ? "" : result.error.field;
        const kept = result.ok ? (result.value ?? damaged).length : damaged.length;
        expect(named !== "" || result.ok).toBe(true);
        expect(kept).toBe(damaged.length);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(enrolOwner(bytes, certificate, moment).ok).toBe(false);
      }),
    );
  });
});
