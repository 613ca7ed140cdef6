import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter, concatBytes, toHex } from "@sekisho/encoding";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { computeMrTd, MeasureError, parseTdxMetadata, type MrTdOrder } from "../index.ts";
import {
  buildSyntheticFirmware,
  buildTdxFirmware,
  intelTdxSections,
  tdxMetadataOffset,
  type WrittenTdxSection,
} from "../testing/index.ts";

const image = buildTdxFirmware();

/** Buffer by buffer as the TDX module's specification has it, without any of the code under test. */
function mrTdOf(firmware: Uint8Array, sections: readonly WrittenTdxSection[], order: MrTdOrder): string {
  const state = createHash("sha384");
  const record = (name: string, gpa: bigint) => {
    const buffer = Buffer.alloc(128);
    buffer.write(name, 0, "ascii");
    buffer.writeBigUInt64LE(gpa, 16);
    state.update(buffer);
  };
  for (const { address, size, attributes, dataOffset, dataSize } of sections) {
    if (attributes === 2) continue;
    const content = Buffer.alloc(Number(size));
    content.set(firmware.subarray(dataOffset, dataOffset + dataSize));
    const extend = (page: number) => {
      for (let at = page; attributes === 1 && at < page + 4096; at += 256) {
        record("MR.EXTEND", address + BigInt(at));
        state.update(content.subarray(at, at + 128)).update(content.subarray(at + 128, at + 256));
      }
    };
    const pages = Array.from({ length: content.length / 4096 }, (_, page) => page * 4096);
    for (const page of pages) {
      record("MEM.PAGE.ADD", address + BigInt(page));
      if (order === "page") extend(page);
    }
    if (order === "section") for (const page of pages) extend(page);
  }
  return state.digest("hex");
}

describe("MRTD", () => {
  test.each(["page", "section"] as const)(
    "in the order by %s is what the specification's steps give",
    async (order) => {
      expect(toHex(await computeMrTd(image, { order }))).toBe(mrTdOf(image, intelTdxSections, order));
    },
  );

  test("follows the page order of today's kernels where nothing else is said", async () => {
    expect(toHex(await computeMrTd(image))).toBe(mrTdOf(image, intelTdxSections, "page"));
  });

  test("of any sections is what the specification's steps give; zeros fill what the file does not", async () => {
    const section = fc.record({
      pages: fc.integer({ min: 1, max: 3 }),
      dataSize: fc.integer({ min: 1, max: 4096 }),
      dataOffset: fc.nat(2 * 4096),
      type: fc.constantFrom(0, 1, 2, 3),
      attributes: fc.constantFrom(0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(section, { minLength: 1, maxLength: 5 }),
        fc.constantFrom<MrTdOrder>("page", "section"),
        async (wishes, order) => {
          const sections = wishes.map(({ pages, ...rest }, index): WrittenTdxSection => ({
            ...rest,
            dataSize: rest.type > 1 ? 0 : rest.dataSize,
            address: BigInt(0x10_0000 * (index + 1)),
            size: BigInt(pages * 4096),
          }));
          const firmware = buildTdxFirmware(sections);
          expect(toHex(await computeMrTd(firmware, { order }))).toBe(mrTdOf(firmware, sections, order));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("covers every byte of the measured sections, and none of the variable store's", async () => {
    const usual = toHex(await computeMrTd(image));
    await fc.assert(
      fc.asyncProperty(fc.nat(image.length - 1), async (offset) => {
        // The tables themselves are measured too, but a changed one may be unreadable.
        fc.pre(offset < tdxMetadataOffset || (offset > tdxMetadataOffset + 176 && offset < image.length - 512));
        const copy = image.slice();
        copy[offset] = (copy[offset] ?? 0) ^ 1;
        expect(toHex(await computeMrTd(copy)) === usual).toBe(offset < 4096);
      }),
      { numRuns: 100 },
    );
  });

  test("of firmware without TDX metadata is an error that says so", async () => {
    await expect(computeMrTd(buildSyntheticFirmware())).rejects.toThrow(MeasureError);
    await expect(computeMrTd(new Uint8Array(0))).rejects.toThrow(MeasureError);
  });
});

describe("TDX metadata", () => {
  test("comes back as it was written", () => {
    const parsed = parseTdxMetadata(image);
    const sections = parsed.ok ? parsed.value : [];
    expect(sections.map(({ data, ...section }) => ({ ...section, data: data.length }))).toEqual([
      { type: 0, address: 0xffff_d000, size: 0x3000, data: 0x3000, extendsMrTd: true, addedLater: false },
      { type: 1, address: 0xffff_c000, size: 0x1000, data: 0x1000, extendsMrTd: false, addedLater: false },
      { type: 3, address: 0x81_0000, size: 0x1_0000, data: 0, extendsMrTd: false, addedLater: false },
      { type: 2, address: 0x80_9000, size: 0x2000, data: 0, extendsMrTd: false, addedLater: false },
      { type: 4, address: 0x90_0000, size: 0x10_0000, data: 0, extendsMrTd: false, addedLater: true },
    ]);
  });

  test("is also found through the pointer before the reset vector, in firmware without a GUIDed table", () => {
    const [start, length] = [tdxMetadataOffset, 16 + 32 * intelTdxSections.length];
    const bare = concatBytes(new Uint8Array(4096), image.subarray(start, start + length), new Uint8Array(4096 * 4));
    const pointer = new ByteWriter().u32le(4096).finish();
    bare.set(pointer, bare.length - 0x20);
    expect(parseTdxMetadata(bare)).toMatchObject({ ok: true });
  });

  const bytes = (write: (writer: ByteWriter) => ByteWriter) => write(new ByteWriter()).finish();
  test.each([
    ["another version", 8, bytes((w) => w.u32le(2)), "version", "TDX metadata version"],
    ["another length", 4, bytes((w) => w.u32le(15)), "value", "TDX metadata length"],
    ["no section", 12, bytes((w) => w.u32le(0)), "limit", "TDX metadata section count"],
    ["too many sections", 12, bytes((w) => w.u32le(65)), "limit", "TDX metadata section count"],
    ["data outside the file", 16, bytes((w) => w.u32le(0x3001)), "value", "section data offset"],
    ["no data for the firmware", 20, bytes((w) => w.u32le(0)), "value", "section data size"],
    ["more data than pages", 20, bytes((w) => w.u32le(0x3001)), "value", "section data size"],
    ["an address inside a page", 24, bytes((w) => w.u64le(1n)), "value", "section address"],
    ["an address above 4 GiB", 24, bytes((w) => w.u64le(1n << 32n)), "value", "section address"],
    ["no pages", 32, bytes((w) => w.u64le(0n)), "value", "section size"],
    ["an unknown type", 40, bytes((w) => w.u32le(5)), "value", "section type"],
    ["unknown attributes", 44, bytes((w) => w.u32le(4)), "value", "section attributes"],
    ["pages that are measured and added later", 44, bytes((w) => w.u32le(3)), "value", "section attributes"],
    ["data of temporary memory", 16 + 2 * 32 + 4, bytes((w) => w.u32le(1)), "value", "section data size"],
    ["sections that overlap", 16 + 2 * 32 + 8, bytes((w) => w.u64le(0x80_a000n)), "value", "section address"],
    ["more than any firmware", 16 + 2 * 32 + 16, bytes((w) => w.u64le(0x800_0000n)), "limit", "TDX metadata sections"],
  ] as const)("with %s is refused by field", (_, offset, value, code, field) => {
    const copy = image.slice();
    copy.set(value, tdxMetadataOffset + offset);
    expect(parseTdxMetadata(copy)).toMatchObject({ ok: false, error: { code, field } });
  });

  test("of an image that is cut off, or of which bits changed, is read or refused, never more", () => {
    fc.assert(
      fc.property(fc.nat(image.length), fc.nat(175), fc.nat(7), (length, offset, bit) => {
        const copy = image.slice(0, length);
        const at = tdxMetadataOffset + offset;
        if (at < length) copy[at] = (copy[at] ?? 0) ^ (1 << bit);
        expect(() => parseTdxMetadata(copy)).not.toThrow();
        expect(parseTdxMetadata(image.subarray(0, Math.min(length, image.length - 1))).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!haveVectors)("OVMF as Fedora builds it for TDX", () => {
  /** Computed by a script of some lines from the specification and the file's own metadata, apart from this code. */
  test.each([
    ["page", "88c63708f207ab01a46b4d9424ea92ab11f8826be30d208afbb58f174f2a19cdcfafb2b12a6a2c98be0740b808894d55"],
    ["section", "307c9a6831bdd6e6f56d9305f9598d238d42e864a9144f11c0a46ee42e62ed81eb9845511a80fa77b200743d85d977e3"],
  ] as const)("has this MRTD in the order by %s", async (order, expected) => {
    const firmware = readVector("measure/virtee-tdx/OVMF.inteltdx.fd");
    expect(toHex(await computeMrTd(firmware, { order }))).toBe(expected);
  });
});
