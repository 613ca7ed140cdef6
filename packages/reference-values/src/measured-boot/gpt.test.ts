import fc from "fast-check";
import { expect, test } from "vitest";
import { toUtf8 } from "@sekisho/encoding";
import { crc32 } from "./crc32.ts";
import { espType, parseGpt } from "./gpt.ts";
import { writeGpt } from "./testing/write-gpt.ts";

const diskId = "11111111-2222-3333-4444-555555555555";
const linux = "0fc63daf-8483-4772-8e79-3d69d8477de4";
const partitions = [
  { type: espType, id: "aaaaaaaa-0000-0000-0000-000000000001", name: "esp", first: 40, last: 99 },
  { type: linux, id: "aaaaaaaa-0000-0000-0000-000000000002", name: "起動", first: 100, last: 199 },
];
const diskSize = 1000 * 512;
const disk = writeGpt(diskId, partitions);

test("the check value of CRC-32", () => expect(crc32(toUtf8("123456789"))).toBe(0xcbf4_3926));

test("partitions come out as they were written, with their places in bytes", () => {
  expect(parseGpt(disk, diskSize)).toMatchObject({
    ok: true,
    value: {
      diskId,
      partitions: [
        { number: 1, type: espType, name: "esp", offset: 40 * 512, size: 60 * 512 },
        { number: 2, type: linux, name: "起動", offset: 100 * 512, size: 100 * 512 },
      ],
    },
  });
});

test("the event is the header, how many entries are in use, and these entries", () => {
  const parsed = parseGpt(disk, diskSize);
  const event = parsed.ok ? parsed.value.event : new Uint8Array(0);
  expect(event.length).toBe(92 + 8 + 2 * 128);
  expect(event.subarray(0, 92)).toEqual(disk.subarray(512, 604));
  expect(event.subarray(92, 100)).toEqual(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0));
  expect(event.subarray(100)).toEqual(disk.subarray(1024, 1280));
});

test("entries that are not in use keep their numbers and leave the event", () => {
  const gap = writeGpt(diskId, [
    { ...(partitions[0] ?? fail()), type: "00000000-0000-0000-0000-000000000000" },
    partitions[1] ?? fail(),
  ]);
  expect(parseGpt(gap, diskSize)).toMatchObject({ ok: true, value: { partitions: [{ number: 2 }] } });
});

test("a partition that leaves the disk is refused", () => {
  expect(parseGpt(disk, 199 * 512)).toMatchObject({ ok: false, error: { field: "StartingLBA" } });
});

test("every changed byte of header and entries is found by its checksum or rule", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 512, max: 603 }), fc.integer({ min: 1024, max: 1024 + 128 * 128 - 1 })),
      fc.integer({ min: 1, max: 255 }),
      (at, flip) => {
        const changed = new Uint8Array(disk);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(parseGpt(changed, diskSize).ok).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

test("a table that is cut off is an error that names its field", () => {
  fc.assert(
    fc.property(fc.nat(disk.length - 1), (length) => {
      expect(parseGpt(disk.subarray(0, length), diskSize)).toMatchObject({ ok: false, error: { code: "truncated" } });
    }),
    { numRuns: 300 },
  );
});

function fail(): never {
  throw new Error("no partition");
}
