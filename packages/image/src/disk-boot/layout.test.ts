import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guestDevice, layOut, mebibyte, partitionRoles, partitionScript, type Role } from "./layout.ts";

const roles = fc.constantFrom<Role>("esp", "boot", "root");
const sizes = fc.array(fc.record({ role: roles, bytes: fc.integer({ min: 1, max: 2 ** 36 }) }), {
  minLength: 1,
  maxLength: 3,
});

describe("the layout of a disk", () => {
  test("gives every partition its room, in order, without gaps or overlaps, all at whole mebibytes", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2 ** 37 }), (wanted, least) => {
        const { bytes, partitions } = layOut(wanted, least);
        let end = mebibyte;
        for (const [index, partition] of partitions.entries()) {
          const { role, bytes: needed } = wanted[index] ?? { role: "esp", bytes: 0 };
          expect(partition.role).toBe(role);
          expect(partition.offset).toBe(end);
          expect(partition.bytes).toBeGreaterThanOrEqual(needed);
          expect(partition.bytes % mebibyte).toBe(0);
          end += partition.bytes;
        }
        expect(bytes).toBe(end + mebibyte);
        expect(bytes).toBeGreaterThan(least - mebibyte);
      }),
    );
  });

  test("grows root alone where the disk is to be larger", () => {
    const wanted = [
      { role: "esp" as const, bytes: 5 * mebibyte },
      { role: "root" as const, bytes: 7 * mebibyte + 1 },
    ];
    expect(layOut(wanted).partitions.map(({ bytes }) => bytes / mebibyte)).toEqual([5, 8]);
    const grown = layOut(wanted, 100 * mebibyte + 5);
    expect(grown.partitions.map(({ bytes }) => bytes / mebibyte)).toEqual([5, 93]);
    expect(grown.bytes).toBe(100 * mebibyte);
  });

  test("is written with the same identifiers every time, no two alike", () => {
    const wanted = partitionRoles.grub.map((role) => ({ role, bytes: mebibyte }));
    const script = partitionScript(layOut(wanted));
    expect(partitionScript(layOut(wanted))).toBe(script);
    const identifiers = script.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    expect(new Set(identifiers).size).toBe(4);
    expect(script).toContain("start=3MiB, size=1MiB, type=L");
  });

  test("has root where the guest looks for it", () => {
    expect(guestDevice(partitionRoles.grub, "root")).toBe("/dev/vda3");
    expect(guestDevice(partitionRoles.uki, "root")).toBe("/dev/vda2");
  });
});
