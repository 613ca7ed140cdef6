import { parsePe, sectionContent } from "@sekisho/encoding/pe";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallStub } from "../testing/small-stub.ts";
import { assembleUnifiedKernel, type Section } from "./unified-kernel.ts";

const stub = smallStub();
const sections = fc.array(
  fc.record({
    name: fc.constantFrom(".osrel", ".cmdline", ".uname", ".initrd", ".linux"),
    content: fc.uint8Array({ minLength: 1, maxLength: 9000 }),
  }),
  { maxLength: 6 },
);

function assembled(added: readonly Section[]): Uint8Array {
  const result = assembleUnifiedKernel(stub, added);
  if (!result.ok) throw new Error(`${result.error.field}: expected ${result.error.expected}`);
  return result.value;
}

function readBack(bytes: Uint8Array) {
  const image = parsePe(bytes);
  if (!image.ok) throw new Error(`${image.error.field}: expected ${image.error.expected}`);
  return image.value;
}

describe("a unified kernel image", () => {
  test("holds the stub's section and then the added ones, each with exactly its content", () => {
    fc.assert(
      fc.property(sections, (added) => {
        const bytes = assembled(added);
        const image = readBack(bytes);
        expect(image.sections.map(({ name }) => name)).toEqual([".text", ...added.map(({ name }) => name)]);
        const contents = image.sections.map((section) => sectionContent(bytes, section));
        expect(contents[0]).toEqual(new Uint8Array(700).fill(0xc3));
        expect(contents.slice(1)).toEqual(added.map(({ content }) => content));
      }),
      { numRuns: 200 },
    );
  });

  test("has its sections at whole pages of memory, none within another, and all within SizeOfImage", () => {
    fc.assert(
      fc.property(sections, (added) => {
        const bytes = assembled(added);
        let end = 0;
        for (const { virtualAddress, virtualSize } of readBack(bytes).sections) {
          expect(virtualAddress % 4096).toBe(0);
          expect(virtualAddress).toBeGreaterThanOrEqual(end);
          end = virtualAddress + virtualSize;
        }
        const sizeOfImage = new DataView(bytes.buffer).getUint32(64 + 24 + 56, true);
        expect(sizeOfImage).toBe(Math.ceil(end / 4096) * 4096);
      }),
      { numRuns: 100 },
    );
  });

  test("has no checksum, which nobody would have kept right", () => {
    expect(new DataView(stub.buffer).getUint32(64 + 24 + 64, true)).not.toBe(0);
    expect(new DataView(assembled([]).buffer).getUint32(64 + 24 + 64, true)).toBe(0);
  });

  test("is not made of a signed stub, nor of one without room in its headers", () => {
    const section = { name: ".linux", content: Uint8Array.of(1) };
    const signed = assembleUnifiedKernel(smallStub(16), [section]);
    expect(signed).toMatchObject({ ok: false, error: { field: "certificate table", offset: 2048 } });
    const many = assembleUnifiedKernel(
      stub,
      Array.from({ length: 18 }, () => section),
    );
    expect(many).toMatchObject({ ok: false, error: { code: "limit", field: "NumberOfSections" } });
  });

  test("of a damaged stub is an error that names field and offset, or still a readable image", () => {
    const headers = 400;
    fc.assert(
      fc.property(fc.nat(headers), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const damaged = cut ? stub.slice(0, at) : stub.slice();
        if (!cut) damaged[at] = (damaged[at] ?? 0) ^ flip;
        const result = assembleUnifiedKernel(damaged, [{ name: ".linux", content: Uint8Array.of(1, 2, 3) }]);
        const readable = result.ok ? parsePe(result.value).ok : result.error.field !== "";
        expect(readable).toBe(true);
        expect(cut && result.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
