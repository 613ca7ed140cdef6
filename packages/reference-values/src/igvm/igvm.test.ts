import { crc32 as zlibCrc32 } from "node:zlib";
import { ByteWriter, concatBytes, toHex, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { parseFirmware } from "../firmware/layout.ts";
import { sectionTypes } from "../firmware/sections.ts";
import { crc32 } from "../measured-boot/crc32.ts";
import { MeasureError } from "../measure-error.ts";
import { igvmStructures as write, writeIgvm, type WrittenStructure } from "../testing/index.ts";
import { buildSvsmSaveArea } from "../vcpu/save-area.ts";
import { vcpuSignature } from "../vcpu/types.ts";
import { computeIgvmLaunchDigest, parseIgvm, type IgvmFile, type IgvmMeasureOptions } from "./index.ts";

const pageOf = (byte: number): Uint8Array => new Uint8Array(4096).fill(byte);
const parsed = (outcome: Parsed<IgvmFile>): IgvmFile => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
};
async function digestOf(structures: readonly WrittenStructure[], options?: IgvmMeasureOptions): Promise<string> {
  return toHex(await computeIgvmLaunchDigest(parsed(parseIgvm(writeIgvm(structures))), options));
}

/** PAGE_INFO of SEV-SNP ABI 1.58, written out once more. */
async function chain(pages: readonly { type: number; address: bigint; contents?: Uint8Array }[]): Promise<string> {
  let digest = new Uint8Array(48);
  for (const { type, address, contents } of pages) {
    const hashed = contents === undefined ? new Uint8Array(48) : await hash("sha384", contents);
    const info = new ByteWriter().bytes(digest).bytes(hashed).u16le(0x70).u8(type).zeros(5).u64le(address).finish();
    digest = Uint8Array.from(await hash("sha384", info));
  }
  return toHex(digest);
}

const area = pageOf(7);
const whole: readonly WrittenStructure[] = [
  write.platform(),
  write.policy(0x3_0000n),
  write.parameterArea(0x2000, 5),
  write.page(0x1000, pageOf(1)),
  write.page(0x2000, null),
  write.page(0x3000, pageOf(3), { flags: 2 }),
  write.page(0x4000, null, { dataType: 1 }),
  write.page(0x5000, null, { dataType: 2 }),
  write.page(0x6000, null, { dataType: 3 }),
  write.page(0x7000, pageOf(9), { flags: 4 }),
  write.parameterInsert(0x8000, 5),
  write.other(0x305, new Uint8Array(24)),
  write.vpContext(area),
];
const before = [
  { type: 1, address: 0x1000n, contents: pageOf(1) },
  { type: 1, address: 0x2000n, contents: new Uint8Array(4096) },
  { type: 4, address: 0x3000n },
  { type: 5, address: 0x4000n },
  { type: 6, address: 0x5000n },
  { type: 6, address: 0x6000n },
  { type: 4, address: 0x8000n },
  { type: 4, address: 0x9000n },
];
const saveArea = { type: 2, address: 0xffff_ffff_f000n, contents: area };

describe("the launch digest of an IGVM file", () => {
  test("chains each kind of page as the hardware does", async () => {
    expect(await digestOf(whole)).toBe(await chain([...before, saveArea]));
  });

  test("takes pages that the file does not hold as zero pages of the hardware where asked to", async () => {
    const pages = before.map((page) => (page.address === 0x2000n ? { type: 3, address: 0x2000n } : page));
    expect(await digestOf(whole, { nativeZero: true })).toBe(await chain([...pages, saveArea]));
  });

  test("splits a large page, with or without content", async () => {
    const content = Uint8Array.from({ length: 2 ** 21 }, (_, index) => index >> 12);
    const both = [
      write.platform(),
      write.page(2 ** 21, content, { flags: 1 }),
      write.page(2 ** 22, null, { flags: 3 }),
    ];
    const pages = Array.from({ length: 512 }, (_, page) => ({
      type: 1,
      address: BigInt(2 ** 21 + page * 4096),
      contents: content.subarray(page * 4096, (page + 1) * 4096),
    }));
    const unmeasured = Array.from({ length: 512 }, (_, page) => ({ type: 4, address: BigInt(2 ** 22 + page * 4096) }));
    expect(await digestOf(both)).toBe(await chain([...pages, ...unmeasured]));
  });

  test("is that of the one SEV-SNP platform, or of the one that is asked for", async () => {
    const two = [write.platform({ mask: 1 }), write.platform({ mask: 2 }), write.platform({ mask: 4, type: 3 })];
    const pages = [
      write.page(0x1000, pageOf(1), { mask: 3 }),
      write.page(0x2000, pageOf(2), { mask: 6 }),
      write.vpContext(area, { mask: 1 }),
      write.vpContext(null, { mask: 4 }),
    ];
    const first = { type: 1, address: 0x1000n, contents: pageOf(1) };
    const second = { type: 1, address: 0x2000n, contents: pageOf(2) };
    expect(await digestOf([...two, ...pages], { compatibilityMask: 1 })).toBe(await chain([first, saveArea]));
    expect(await digestOf([...two, ...pages], { compatibilityMask: 2 })).toBe(await chain([first, second]));
    await expect(digestOf([...two, ...pages])).rejects.toThrow("measure.igvm.mask-needed");
    await expect(digestOf([...two, ...pages], { compatibilityMask: 4 })).rejects.toThrow("measure.igvm.mask-unknown");
    await expect(digestOf([write.platform({ type: 3 })])).rejects.toThrow("measure.igvm.no-snp");
  });

  test("is the same from a file of version 2", async () => {
    const file = parsed(parseIgvm(writeIgvm(whole, 2)));
    expect(file.version).toBe(2);
    expect(toHex(await computeIgvmLaunchDigest(file))).toBe(await digestOf(whole));
  });
});

describe("what KVM would start otherwise is refused on demand", () => {
  const kvmArea = (cr0 = 0x31n, features = 1n): Uint8Array => {
    const page = new Uint8Array(4096);
    const view = new DataView(page.buffer);
    view.setBigUint64(0x158, cr0, true);
    view.setBigUint64(0x3b0, features, true);
    return page;
  };
  const start = [write.platform(), write.page(0x1000, pageOf(1))];
  test.each<[string, WrittenStructure[], string | null]>([
    ["one save area at the end", [write.vpContext(kvmArea())], null],
    ["none", [], null],
    ["two", [write.vpContext(kvmArea()), write.vpContext(kvmArea())], "measure.igvm.kvm.count"],
    ["a page after it", [write.vpContext(kvmArea()), write.page(0x9000, null)], "measure.igvm.kvm.order"],
    ["another address", [write.vpContext(kvmArea(), { address: 0x1000 })], "measure.igvm.kvm.address"],
    ["another CR0", [write.vpContext(kvmArea(0x11n))], "measure.igvm.kvm.cr0"],
    ["debug swap", [write.vpContext(kvmArea(0x31n, 0x21n))], "measure.igvm.kvm.debug-swap"],
  ])("%s", async (_, more, problem) => {
    const plain = await digestOf([...start, ...more]);
    const checked = await digestOf([...start, ...more], { checkKvm: true }).catch((error: unknown) => error);
    expect(checked instanceof MeasureError ? checked.problem.id : checked).toBe(problem ?? plain);
  });
});

describe("a malformed IGVM file is refused by field", () => {
  const changed = (offset: number, value: number): Uint8Array => {
    const file = writeIgvm(whole);
    new DataView(file.buffer).setUint32(offset, value, true);
    return file;
  };
  const only = (...structures: WrittenStructure[]): Uint8Array => writeIgvm([write.platform(), ...structures]);
  const raw = (type: number, ...words: number[]): WrittenStructure =>
    write.other(type, words.reduce((writer, word) => writer.u32le(word), new ByteWriter()).finish());

  test.each<[string, () => Uint8Array, string, string]>([
    ["no IGVM", () => changed(0, 1), "value", "magic"],
    ["a new version", () => changed(4, 3), "version", "format_version"],
    ["headers elsewhere", () => changed(8, 32), "value", "variable_header_offset"],
    ["headers past the end", () => changed(12, 0x7fff_ffff), "truncated", "variable_header_size"],
    ["a shorter file than it says", () => writeIgvm(whole).slice(0, -1), "value", "total_file_size"],
    ["a wrong checksum", () => changed(20, 0), "value", "checksum"],
    ["an unknown structure", () => only(write.other(0x3ff, new Uint8Array(4))), "value", "type"],
    ["a structure of no section", () => only(write.other(0x250, new Uint8Array())), "value", "type"],
    ["a platform after a page", () => only(write.page(0, null), write.platform({ mask: 2 })), "value", "type"],
    ["a mask of two bits", () => writeIgvm([write.platform({ mask: 3 })]), "value", "CompatibilityMask"],
    ["a mask twice", () => only(write.platform()), "value", "CompatibilityMask"],
    ["a structure too short", () => only(raw(0x303, 0, 0)), "truncated", "CompatibilityMask"],
    ["a structure too long", () => only(raw(0x101, 0, 0, 1, 0, 0, 0)), "trailing", "structure 0x00000101"],
    ["reserved bits", () => only(raw(0x101, 0, 0, 1, 9)), "reserved", "reserved after CompatibilityMask"],
    ["an odd page address", () => only(write.page(0x10, null)), "value", "GPA"],
    ["an odd large page", () => only(write.page(0x1000, null, { flags: 1 })), "value", "GPA"],
    ["an address too high", () => only(write.page(2 ** 52, null)), "limit", "GPA"],
    ["unknown page flags", () => only(write.page(0, null, { flags: 8 })), "reserved", "Flags"],
    ["an unknown page type", () => only(write.page(0, null, { dataType: 4 })), "value", "DataType"],
    ["data in the headers", () => only(raw(0x302, 0, 0, 1, 24, 0, 0)), "value", "FileOffset"],
    ["data past the end", () => only(raw(0x302, 0, 0, 1, 0x1000, 0, 0)), "value", "FileOffset"],
    ["a save area without data", () => only(write.vpContext(null)), "value", "FileOffset"],
    ["an odd parameter area", () => only(write.parameterArea(100, 1)), "value", "NumberOfBytes"],
    [
      "an area twice",
      () => only(write.parameterArea(4096, 1), write.parameterArea(4096, 1)),
      "value",
      "ParameterAreaIndex",
    ],
    ["an undeclared area", () => only(write.parameterInsert(0, 1)), "value", "ParameterAreaIndex"],
    [
      "an area inserted twice",
      () => only(write.parameterArea(4096, 1), write.parameterInsert(0, 1), write.parameterInsert(4096, 1)),
      "value",
      "ParameterAreaIndex",
    ],
    [
      "more memory than anybody hashes",
      () => only(write.parameterArea(2 ** 32, 1), write.page(0, null), write.parameterInsert(4096, 1)),
      "limit",
      "guest memory",
    ],
  ])("%s", (_, file, code, field) => {
    const outcome = parseIgvm(file());
    expect(outcome.ok ? "read" : outcome.error).toMatchObject({ code, field });
  });

  test("another architecture or page size of version 2", () => {
    for (const [offset, field] of [
      [24, "architecture"],
      [28, "page_size"],
    ] as const) {
      const file = writeIgvm(whole, 2);
      file[offset] = 1;
      expect(parseIgvm(file)).toMatchObject({ ok: false, error: { field } });
    }
  });

  test("an unknown structure that may be left out is left out", async () => {
    const more = [...whole, write.other(0x8000_03ff, Uint8Array.of(1, 2, 3))];
    expect(await digestOf(more)).toBe(await digestOf(whole));
  });

  const good = writeIgvm(whole);
  const headersEnd = 24 + new DataView(good.buffer).getUint32(12, true);
  test("any flipped bit of the headers, any cut and any addition", () => {
    fc.assert(
      fc.property(fc.nat(headersEnd * 8 - 1), (bit) => {
        const file = good.slice();
        file[bit >> 3] = (file[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(parseIgvm(file).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), (length) => {
        expect(parseIgvm(good.slice(0, length)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect(parseIgvm(concatBytes(good, Uint8Array.of(0))).ok).toBe(false);
  });

  test("random structures under a right checksum end in a value, or an error at a place of the file", () => {
    const types = fc.constantFrom(1, 0x101, 0x301, 0x302, 0x303, 0x304, 0x30b, 0x8000_0001);
    const structures = fc.array(fc.tuple(types, fc.uint8Array({ maxLength: 40 })), { maxLength: 6 });
    fc.assert(
      fc.property(structures, (list) => {
        const file = writeIgvm([write.platform(), ...list.map(([type, content]) => write.other(type, content))]);
        const outcome = parseIgvm(file);
        expect(outcome.ok ? 0 : outcome.error.offset).toBeLessThanOrEqual(file.length);
      }),
      { numRuns: 300 },
    );
  });

  test("the checksum is the usual CRC-32", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
      { numRuns: 100 },
    );
  });
});

/**
 * No IGVM file with a published measurement is at hand. So the pages that QEMU would load for COCONUT SVSM are written into
 * an IGVM file, and the digest must be the one that sev-snp-measure gives for the same launch.
 */
describe.runIf(haveVectors)("an IGVM file with the pages of a launch that another tool measured", () => {
  const folder = "measure/virtee-sev-snp-measure";
  const caseSchema = z.object({
    args: z.object({
      mode: z.string(),
      vcpus: z.int(),
      vcpu_sig: z.string().nullable(),
      ovmf_vars_size: z.int().optional(),
    }),
    expected_launch_digest: z.string().nullable(),
  });
  const cases = haveVectors
    ? z
        .array(caseSchema)
        .parse(JSON.parse(readVectorText(`${folder}/expected.json`)))
        .filter(({ args }) => args.mode === "SevMode.SEV_SNP_SVSM")
    : [];

  test("there is such a launch", () => expect(cases.length).toBeGreaterThan(0));

  test.each(cases)("with $args.vcpus virtual CPUs", async ({ args, expected_launch_digest: expected }) => {
    const ovmf = readVector(`${folder}/svsm_ovmf.fd`);
    const svsm = readVector(`${folder}/svsm.bin`);
    const layout = parseFirmware(svsm);
    if (!layout.ok) throw new Error(layout.error.field);
    const at = 2 ** 32 - ovmf.length - (args.ovmf_vars_size ?? 0) - svsm.length;
    const pages = (address: number, bytes: Uint8Array) =>
      Array.from({ length: bytes.length / 4096 }, (_, index) =>
        write.page(address + index * 4096, bytes.subarray(index * 4096, (index + 1) * 4096)),
      );
    const metadata = layout.value.sections.flatMap(({ address, size, type }) =>
      Array.from({ length: size / 4096 }, (_, index) =>
        write.page(address + index * 4096, null, {
          dataType: type === sectionTypes.secrets ? 1 : type === sectionTypes.cpuid ? 2 : 0,
        }),
      ),
    );
    const signature = vcpuSignature(/'(.+)'/.exec(args.vcpu_sig ?? "")?.[1] ?? "EPYC") ?? 0;
    const start = buildSvsmSaveArea({ address: at + (layout.value.svsmEntry ?? 0), signature });
    const structures = [
      write.platform(),
      ...pages(2 ** 32 - ovmf.length, ovmf),
      ...pages(at, svsm),
      ...metadata,
      ...Array.from({ length: args.vcpus }, (_, vpIndex) => write.vpContext(start, { vpIndex })),
    ];
    expect(await digestOf(structures, { nativeZero: true })).toBe(expected);
  });
});
