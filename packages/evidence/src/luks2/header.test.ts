import { createHash } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLuks2Header, readLuks2Header, recogniseDisk, rewriteMetadata, type NextBytes } from "./index.ts";
import { parseMetadata } from "./metadata.ts";
import { formatHeader, metadataText, small, withDisk } from "./testing/headers.ts";

const header = formatHeader("--label", "sekisho", "--subsystem", "test");
const metadataEnd = 32_768;

/** A disk that can be read once, front to back. */
function readOnce(disk: Uint8Array): NextBytes & { readonly read: () => number } {
  let offset = 0;
  const next = (length: number): Promise<Uint8Array> => {
    const bytes = disk.slice(offset, offset + length);
    offset += bytes.length;
    return Promise.resolve(bytes);
  };
  return Object.assign(next, { read: () => offset });
}

function repeated(byte: number, times: number): number[] {
  return Array.from({ length: times }, () => byte);
}

function changed(offset: number, ...bytes: readonly number[]): Uint8Array {
  const copy = header.slice();
  copy.set(bytes, offset);
  return copy;
}

async function parsedWith(change: (json: string) => string) {
  return parseLuks2Header(await rewriteMetadata(header, change(metadataText(header))));
}

describe("a header that cryptsetup wrote", () => {
  test("is read with every field", async () => {
    const parsed = await parseLuks2Header(header);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        primary: { hdrSize: 16_384, label: "sekisho", subsystem: "test", csumAlg: "sha256", hdrOffset: 0 },
        secondary: { hdrOffset: 16_384 },
        metadata: {
          keyslots: { 0: { key_size: 64, kdf: { type: "pbkdf2", iterations: 1000 }, area: { offset: 32_768 } } },
          segments: { 0: { type: "crypt", offset: 1_048_576, size: "dynamic", sector_size: 4096 } },
          config: { json_size: 12_288, keyslots_size: 983_040 },
        },
        headerDigest: createHash("sha256").update(header).digest("hex"),
      },
    });
  });

  test("is read in its other shapes: large metadata, argon2id, several slots, after a re-encryption", async () => {
    const large = withDisk((disk, cryptsetup) => {
      const sizes = ["--luks2-metadata-size", "131072", "--luks2-keyslots-size", "786432"];
      cryptsetup(["luksFormat", ...small.slice(0, -4), ...sizes, "--offset", "2048", disk]);
    });
    const argon = formatHeader("--pbkdf", "argon2id", "--pbkdf-memory", "1024", "--pbkdf-force-iterations", "4");
    const encrypted = withDisk((disk, cryptsetup) => {
      const reduce = ["--encrypt", "--type", "luks2", "--reduce-device-size", "2M", "--pbkdf", "pbkdf2"];
      cryptsetup(["reencrypt", ...reduce, "--pbkdf-force-iterations", "1000", disk]);
    });
    for (const bytes of [large, argon, encrypted]) {
      expect(await parseLuks2Header(bytes)).toMatchObject({ ok: true });
      const read = await readLuks2Header(readOnce(bytes));
      expect(read.header).toMatchObject({ ok: true, value: { headerBytes: bytes } });
    }
  });
});

describe("reading a disk", () => {
  test("takes exactly the bytes before the data, each of them once", async () => {
    const disk = new Uint8Array(header.length + 500_000).fill(7);
    disk.set(header);
    const next = readOnce(disk);
    const { header: read } = await readLuks2Header(next);
    expect(read).toMatchObject({ ok: true, value: { headerBytes: header } });
    expect(next.read()).toBe(header.length);
  });

  test("says where a disk ends too early", async () => {
    for (const length of [0, 5, 4095, 4096, 16_384, metadataEnd, header.length - 1]) {
      const { header: read } = await readLuks2Header(readOnce(header.slice(0, length)));
      expect(read).toMatchObject({ ok: false, error: { code: "truncated" } });
    }
  });

  test("refuses a data offset that would fill the guest's memory", async () => {
    const huge = await rewriteMetadata(header, metadataText(header).replace('"1048576"', '"1099511627776"'));
    const { header: read } = await readLuks2Header(readOnce(huge));
    expect(read).toMatchObject({ ok: false, error: { code: "limit", field: "segment offset" } });
  });
});

describe("a changed header", () => {
  test.each([
    ["magic", changed(0, 0x4d), { code: "value", field: "magic", offset: 0 }],
    ["version 1", changed(7, 1), { code: "version", field: "version", offset: 6 }],
    ["hdr_size", changed(14, 0x50), { code: "value", field: "hdr_size", offset: 8 }],
    ["label without end", changed(24, ...repeated(0x61, 48)), { code: "encoding", field: "label" }],
    ["csum_alg", changed(72, 0x78), { code: "value", field: "csum_alg", offset: 72 }],
    ["hdr_offset", changed(263, 1), { code: "value", field: "hdr_offset", offset: 256 }],
    ["padding", changed(300, 1), { code: "reserved", field: "padding", offset: 300 }],
    ["csum", changed(448, ...repeated(0, 32)), { code: "value", field: "primary csum", offset: 448 }],
    ["csum's tail", changed(500, 1), { code: "reserved", field: "csum", offset: 500 }],
    ["padding4096", changed(4000, 1), { code: "reserved", field: "padding4096", offset: 4000 }],
    ["secondary magic", changed(16_384, 0x4c), { code: "value", field: "magic", offset: 16_384 }],
    ["secondary csum", changed(16_384 + 448, 0, 0, 0), { code: "value", field: "secondary csum", offset: 16_832 }],
  ])("is refused with its field and offset: %s", async (_, bytes, error) => {
    expect(await parseLuks2Header(bytes)).toMatchObject({ ok: false, error });
  });

  test("is refused when its two copies differ, though both are intact", async () => {
    const other = await rewriteMetadata(
      header,
      metadataText(header).replace('"sector_size":4096', '"sector_size":512'),
    );
    const mixed = header.slice();
    mixed.set(other.subarray(16_384, metadataEnd), 16_384);
    const error = { code: "value", field: "secondary JSON area", offset: 16_384 };
    expect(await parseLuks2Header(mixed)).toMatchObject({ ok: false, error });
  });

  test("is refused wherever a bit of its metadata flips, and has another digest where one of a key slot does", async () => {
    const original = createHash("sha256").update(header).digest("hex");
    const bit = fc.tuple(fc.integer({ min: 0, max: header.length - 1 }), fc.integer({ min: 0, max: 7 }));
    const metadataBit = fc.tuple(fc.integer({ min: 0, max: metadataEnd - 1 }), fc.integer({ min: 0, max: 7 }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bit, metadataBit), async ([offset, shift]) => {
        const parsed = await parseLuks2Header(changed(offset, (header[offset] ?? 0) ^ (1 << shift)));
        expect(parsed.ok).toBe(offset >= metadataEnd);
        expect(parsed.ok ? parsed.value.headerDigest : "none").not.toBe(original);
      }),
      { numRuns: 150 },
    );
  });

  test("is refused when it is cut or goes on", async () => {
    const error = { code: "trailing", field: "LUKS2 header", offset: header.length };
    expect(await parseLuks2Header(concatBytes(header, Uint8Array.of(0)))).toMatchObject({ ok: false, error });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: header.length - 1 }), async (length) => {
        expect(await parseLuks2Header(header.subarray(0, length))).toMatchObject({ error: { code: "truncated" } });
      }),
    );
  });

  test("never crashes the parser, whatever the bytes or the JSON are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        expect((await parseLuks2Header(bytes)).ok).toBe(false);
        expect((await readLuks2Header(readOnce(bytes))).header.ok).toBe(false);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ maxLength: 200 })), async (text) => {
        const parsed = await parsedWith(() => text);
        expect(parsed).toMatchObject({ ok: false, error: { field: expect.stringMatching(/^JSON area/) as string } });
      }),
    );
  });
});

describe("the JSON area", () => {
  test.each([
    ["an unknown field", '"json_size"', '"x":1,"json_size"', "JSON area.config"],
    ["a NUL inside a key", '"encryption"', '"encryption\\u0000"', "JSON area.keyslots.0.area.encryption"],
    ["a number for a decimal string", '"1048576"', "1048576", "JSON area.segments.0.offset"],
    ["a negative offset", '"1048576"', '"-1"', "JSON area.segments.0.offset"],
    ["a number above 2^53", '"1048576"', '"9999999999999999"', "JSON area.segments.0.offset"],
    ["a key slot without an area", '"area"', '"aera"', "JSON area.keyslots.0.area"],
    ["a slot number with a leading zero", '"keyslots":{"0"', '"keyslots":{"00"', "JSON area.keyslots.00"],
  ])("is refused with the path of the field: %s", async (_, from, to, field) => {
    const parsed = await parsedWith((json) => json.replace(from, to));
    expect(parsed).toMatchObject({ ok: false, error: { field: expect.stringContaining(field) as string } });
  });

  test("is refused when a key stands twice, which two readers could take differently", async () => {
    const twice = '"encryption":"cipher_null-ecb","encryption":"aes-xts-plain64","sector_size"';
    const parsed = await parsedWith((json) => json.replace('"encryption":"aes-xts-plain64","sector_size"', twice));
    expect(parsed).toMatchObject({ ok: false, error: { code: "encoding", actual: '"encryption" twice' } });
  });

  test("is refused however deep it nests, without running out of stack", async () => {
    const area = new TextEncoder().encode(`{"keyslots":${"[".repeat(500_000)}${"]".repeat(500_000)}}\0`);
    expect(parseMetadata(area, 0)).toMatchObject({
      ok: false,
      error: { field: "JSON area.keyslots", actual: "a list" },
    });
  });

  test("is refused when something follows its NUL", async () => {
    const parsed = await parsedWith((json) => `${json}\0 `);
    expect(parsed).toMatchObject({ ok: false, error: { code: "reserved", field: "JSON area" } });
  });
});

describe("a disk without LUKS2", () => {
  test.each([
    ["empty", new Uint8Array(8192)],
    ["luks2", header],
    ["luks1", withDisk((disk, cryptsetup) => cryptsetup(["luksFormat", "--type", "luks1", disk]))],
    ["lvm", withSignature(512, "LABELONE")],
    ["gpt", withSignature(512, "EFI PART")],
    ["xfs", withSignature(0, "XFSB")],
    ["ext", withSignature(1080, "\x53\xef")],
    ["md", withSignature(4096, "\xfc\x4e\x2b\xa9")],
    ["unknown", withSignature(9, "something else")],
  ])("is told by its signature: %s", (content, start) => {
    expect(recogniseDisk(start)).toBe(content);
  });

  test("is recognised or unknown, never a crash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(recogniseDisk(bytes)).toBe(bytes.every((byte) => byte === 0) ? "empty" : "unknown");
      }),
    );
  });
});

function withSignature(offset: number, signature: string): Uint8Array {
  const start = new Uint8Array(8192);
  start.set(
    Uint8Array.from(signature, (character) => character.charCodeAt(0)),
    offset,
  );
  return start;
}
