import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { amdSevSections, buildSyntheticFirmware } from "../testing/index.ts";
import { parseFirmware } from "./layout.ts";
import { guidBytes, guidText } from "@sekisho/encoding/uefi";

const folder = "measure/virtee-sev-snp-measure";

describe("reading a firmware's tables", () => {
  test("finds sections, hash table and reset address", () => {
    expect(parseFirmware(buildSyntheticFirmware())).toEqual({
      ok: true,
      value: {
        sections: amdSevSections,
        hashTable: { address: 0x81_0c00, size: 0x400 },
        launchSecret: null,
        resetAddress: 0x80_b004,
        svsmEntry: null,
      },
    });
  });

  test("an image without the table has nothing, which is no error", () => {
    const nothing = { sections: [], hashTable: null, launchSecret: null, resetAddress: null, svsmEntry: null };
    expect(parseFirmware(new Uint8Array(4096))).toEqual({ ok: true, value: nothing });
    expect(parseFirmware(new Uint8Array())).toEqual({ ok: true, value: nothing });
  });

  test("a hash table at address 0 means that there is none", () => {
    const image = buildSyntheticFirmware({ hashTableAddress: 0 });
    expect(parseFirmware(image)).toMatchObject({ ok: true, value: { hashTable: null } });
  });

  test.runIf(haveVectors)("reads OVMF as edk2 builds it", () => {
    expect(parseFirmware(readVector(`${folder}/ovmf_AmdSev_suffix.bin`))).toMatchObject({
      ok: true,
      value: {
        hashTable: { address: 0x81_0c00, size: 0x400 },
        launchSecret: { address: 0x81_0000, size: 0xc00 },
        resetAddress: 0x80_b004,
      },
    });
    expect(parseFirmware(readVector(`${folder}/ovmf_OvmfX64_suffix.bin`))).toMatchObject({
      ok: true,
      value: { hashTable: null },
    });
    expect(parseFirmware(readVector(`${folder}/svsm.bin`))).toMatchObject({ ok: true });
  });
});

describe("a malformed firmware names field and offset", () => {
  const metadataAt = 4 * 4096 - 32 - 18 - 22 - 26 - 22 - 16 - 12 * amdSevSections.length;

  /** The error after writing `value` (u32, little-endian) at `offset` of the synthetic image. */
  function errorAfter(offset: number, value: number) {
    const image = buildSyntheticFirmware();
    new DataView(image.buffer).setUint32(offset, value, true);
    const parsed = parseFirmware(image);
    return parsed.ok ? undefined : parsed.error;
  }

  test.each([
    ["SEV metadata signature", metadataAt, 0x41414141, "value", metadataAt],
    ["SEV metadata length", metadataAt + 4, 15, "value", metadataAt + 4],
    ["SEV metadata version", metadataAt + 8, 2, "version", metadataAt + 8],
    ["SEV metadata section count", metadataAt + 12, 65, "limit", metadataAt + 12],
    ["section address", metadataAt + 16, 0x80_0001, "value", metadataAt + 16],
    ["section size", metadataAt + 20, 0x9001, "value", metadataAt + 20],
    ["section size", metadataAt + 20, 0xffff_f000, "value", metadataAt + 20],
    ["section type", metadataAt + 24, 0x11, "value", metadataAt + 24],
    ["SEV metadata sections", metadataAt + 20, 0x0100_0000, "limit", metadataAt],
    ["section size", metadataAt + 16 + 2 * 12 + 4, 0x2000, "value", metadataAt + 16 + 2 * 12 + 4],
  ])("%s", (field, offset, value, code, where) => {
    expect(errorAfter(offset, value)).toMatchObject({ field, code, offset: where });
  });

  test("a hash table that leaves its page, or is not in the measured one", () => {
    for (const hashTableAddress of [0x81_0fff, 0x82_0c00]) {
      const parsed = parseFirmware(buildSyntheticFirmware({ hashTableAddress }));
      expect(parsed).toMatchObject({ ok: false, error: { field: "hash table address", code: "value" } });
    }
  });

  test("room that is too small for a hash table", () => {
    const guid = "7255371f-3a3b-4b04-927b-1da6efa8d454";
    const data = Uint8Array.of(0, 0x0c, 0x81, 0, 175, 0, 0, 0);
    const parsed = parseFirmware(buildSyntheticFirmware({ hashTableAddress: null, extraEntries: [{ guid, data }] }));
    expect(parsed).toMatchObject({ ok: false, error: { field: "hash table size", actual: "175 bytes" } });
  });

  test("a GUID that comes twice", () => {
    const guid = "00f771de-1a7e-4fcb-890e-68c77e2fb44e";
    const parsed = parseFirmware(buildSyntheticFirmware({ extraEntries: [{ guid, data: new Uint8Array(4) }] }));
    expect(parsed).toMatchObject({ ok: false, error: { field: "GUID of a table entry", actual: guid } });
  });

  test("an entry that is longer than what is left of the table", () => {
    const image = buildSyntheticFirmware();
    new DataView(image.buffer).setUint16(image.length - 32 - 18 - 18, 0x4000, true);
    expect(parseFirmware(image)).toMatchObject({ ok: false, error: { field: "length of a GUIDed table entry" } });
  });

  test("a table that is longer than the image", () => {
    const image = buildSyntheticFirmware();
    new DataView(image.buffer).setUint16(image.length - 32 - 18, 0xffff, true);
    expect(parseFirmware(image)).toMatchObject({ ok: false, error: { field: "length of the GUIDed table" } });
  });
});

describe("any bytes end in a layout or in a typed error", () => {
  const image = buildSyntheticFirmware();
  const tablesAt = image.length - 256;

  /** Whether the parser gave whole pages, or an error with a field and an offset inside the input. */
  function answers(bytes: Uint8Array): boolean {
    const parsed = parseFirmware(bytes);
    if (parsed.ok) return parsed.value.sections.every(({ address, size }) => (address | size) % 4096 === 0);
    const { field, offset } = parsed.error;
    return field !== "" && offset >= 0 && offset <= bytes.length;
  }

  test("random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8192 }), (bytes) => {
        expect(answers(bytes)).toBe(true);
      }),
    );
  });

  test("flipped bits in the tables", () => {
    const flip = fc.tuple(fc.integer({ min: tablesAt, max: image.length - 1 }), fc.integer({ min: 1, max: 255 }));
    const flips = fc.array(flip, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(flips, (list) => {
        const changed = image.slice();
        for (const [offset, bits] of list) changed[offset] = (changed[offset] ?? 0) ^ bits;
        expect(answers(changed)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("an image cut at its front, where the tables point outside", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 512 }), (length) => {
        expect(answers(image.slice(image.length - length))).toBe(true);
      }),
      { numRuns: 513 },
    );
    expect(parseFirmware(image.slice(image.length - 150)).ok).toBe(false);
  });

  test("an image with bytes behind its end has no table", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (more) => {
        const longer = new Uint8Array([...image, ...more]);
        expect(parseFirmware(longer)).toMatchObject({ ok: true, value: { sections: [], resetAddress: null } });
      }),
      { numRuns: 20 },
    );
  });
});

test("GUIDs survive the way into bytes and back", () => {
  fc.assert(
    fc.property(fc.uuid(), (text) => {
      expect(guidText(guidBytes(text))).toBe(text);
    }),
  );
  expect(Buffer.from(guidBytes("96b582de-1fb2-45f7-baea-a366c55a082d")).toString("hex")).toBe(
    "de82b596b21ff745baeaa366c55a082d",
  );
});
