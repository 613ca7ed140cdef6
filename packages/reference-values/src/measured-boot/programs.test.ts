import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { extraArchive } from "./cpio.ts";
import { readGrubImage } from "./grub-image.ts";
import { readShim } from "./shim.ts";
import { parseSignatureLists } from "@sekisho/encoding/uefi";
import { readSystemdBoot, readUnifiedKernelImage, stubCommandLine } from "./uki-program.ts";

/** Whatever is done to a file, reading it ends in a value or a typed error. */
function withstandsChanges(bytes: Uint8Array, read: (bytes: Uint8Array) => { readonly ok: boolean }): boolean {
  const found = fc.check(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const changed = new Uint8Array(bytes);
      changed[at] = byte;
      return [changed, bytes.subarray(0, at)].every((one) => typeof read(one).ok === "boolean");
    }),
    { numRuns: 500 },
  );
  return !found.failed;
}

describe("shim", () => {
  const certificate = concatBytes(Uint8Array.of(0x30, 0x82), new Uint8Array(30).fill(5));
  const vendor = (keys: Uint8Array, revocations: Uint8Array, offset = 16) =>
    new ByteWriter()
      .u32le(keys.length)
      .u32le(revocations.length)
      .u32le(offset)
      .u32le(16 + keys.length)
      .bytes(keys)
      .bytes(revocations)
      .finish();
  const level = new ByteWriter().u32le(0).u32le(8).u32le(13).bytes(toUtf8("sbat\0newer\0")).finish();
  const ident = toUtf8("UEFI SHIM\n$Version: 16.1 $\n$BuildMachine: x $\n");
  const shim = (parts: { vendor?: Uint8Array; level?: Uint8Array }) =>
    writePe({
      sections: [
        { name: ".data.ident", content: ident },
        { name: ".sbatlevel", content: parts.level ?? level },
        { name: ".vendor_cert", content: parts.vendor ?? vendor(certificate, Uint8Array.of(1, 2, 3)) },
      ],
    });

  test("tells its version, keys, revocations and level", () => {
    const read = readShim(shim({}));
    expect(read).toMatchObject({ ok: true, value: { version: "16.1", vendorRevocations: Uint8Array.of(1, 2, 3) } });
    const value = read.ok ? read.value : undefined;
    expect(new TextDecoder().decode(value?.sbatLevel)).toBe("sbat");
    expect(parseSignatureLists(value?.vendorKeys ?? new Uint8Array(0))).toMatchObject({
      ok: true,
      value: [{ type: "x509", data: certificate }],
    });
  });

  test("keeps a vendor's lists as they are", () => {
    const lists = new Uint8Array(40).fill(9);
    const read = readShim(shim({ vendor: vendor(lists, new Uint8Array(0)) }));
    expect(read).toMatchObject({ ok: true, value: { vendorKeys: lists } });
  });

  test.each([
    ["vendor_authorized", { vendor: vendor(certificate, new Uint8Array(0), 40) }],
    ["vendor_authorized_size", { vendor: new Uint8Array(0) }],
    ["SbatLevel version", { level: concatBytes(Uint8Array.of(1), level.subarray(1)) }],
    ["SbatLevel default", { level: level.subarray(0, 14) }],
  ])("with a wrong %s is refused by that name", (field, parts) => {
    expect(readShim(shim(parts))).toMatchObject({ ok: false, error: { field } });
  });

  test("without one of its sections is refused", () => {
    const other = writePe({ sections: [{ name: ".sbatlevel", content: level }] });
    expect(readShim(other)).toMatchObject({ ok: false, error: { field: "section .vendor_cert" } });
  });

  test("that is cut off or changed never crashes the reader", () =>
    expect(withstandsChanges(shim({}), readShim)).toBe(true));
});

describe("GRUB", () => {
  const object = (type: number, content: Uint8Array) =>
    new ByteWriter()
      .u32le(type)
      .u32le(8 + content.length)
      .bytes(content)
      .finish();
  const elf = (name: string) => {
    const names = toUtf8("\0.modname\0.names\0");
    const module = toUtf8(`${name}\0`);
    const file = new ByteWriter().zeros(40).u64le(64n).zeros(12).u16le(3).u16le(2);
    const header = (at: number, offset: number, size: number) =>
      file.u32le(at).zeros(20).u64le(BigInt(offset)).u64le(BigInt(size)).zeros(24);
    const end = 64 + 3 * 64;
    header(0, 0, 0);
    header(1, end, module.length);
    header(10, end + module.length, names.length);
    return file.bytes(module).bytes(names).finish();
  };
  const grub = (...objects: readonly Uint8Array[]) => {
    const body = concatBytes(...objects);
    const area = new ByteWriter()
      .u32le(0x676d_696d)
      .u32le(0)
      .u64le(24n)
      .u64le(BigInt(24 + body.length))
      .bytes(body);
    return writePe({ sections: [{ name: "mods", content: area.finish() }] });
  };

  test("tells where it looks, and what is built in", () => {
    const image = grub(object(0, elf("normal")), object(0, elf("tpm")), object(3, toUtf8("/EFI/debian\0\0")));
    expect(readGrubImage(image)).toEqual({
      ok: true,
      value: {
        prefix: "/EFI/debian",
        modules: new Set(["normal", "tpm"]),
        hasConfiguration: false,
        hasMemoryDisk: false,
      },
    });
    expect(readGrubImage(grub(object(1, new Uint8Array(8)), object(2, toUtf8("echo"))))).toMatchObject({
      value: { hasConfiguration: true, hasMemoryDisk: true },
    });
  });

  test.each([
    ["module magic", writePe({ sections: [{ name: "mods", content: new Uint8Array(40) }] })],
    ["object size", grub(new ByteWriter().u32le(3).u32le(4).finish())],
    ["object", grub(new ByteWriter().u32le(3).u32le(400).finish())],
    ["module magic", writePe({ sections: [{ name: ".text", content: new Uint8Array(40) }] })],
  ])("with a wrong %s is refused by that name", (field, image) => {
    expect(readGrubImage(image)).toMatchObject({ ok: false, error: { field } });
  });

  test("that is cut off or changed never crashes the reader", () => {
    const image = grub(object(0, elf("normal")), object(3, toUtf8("/x\0")));
    expect(withstandsChanges(image, readGrubImage)).toBe(true);
  });
});

describe("a unified kernel image", () => {
  const kernel = writePe({ sections: [{ name: ".text", content: Uint8Array.of(1) }] });
  const magic = { name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-stub 257.13-1~deb13u1 ####\0") };
  const linux = { name: ".linux", content: kernel };
  const commandLine = { name: ".cmdline", content: toUtf8("root=x") };

  test("tells the stub's version, its sections, and the kernel inside", async () => {
    const uki = await readUnifiedKernelImage(writePe({ sections: [magic, linux, commandLine] }));
    expect(uki).toMatchObject({ version: 257, ambiguous: undefined });
    expect([...(uki?.sections.keys() ?? [])]).toEqual([".linux", ".cmdline"]);
    expect(uki?.sections.get(".cmdline")?.content).toEqual(commandLine.content);
    expect(uki?.sections.get(".linux")?.content).toBeUndefined();
    expect(uki?.kernelDigest?.length).toBe(32);
  });

  test.each([
    ["profiles", [magic, linux, { name: ".profile", content: Uint8Array.of(1) }], ".profile"],
    ["a section twice", [magic, linux, commandLine, commandLine], ".cmdline"],
  ])("with %s is ambiguous", async (_, sections, ambiguous) => {
    expect((await readUnifiedKernelImage(writePe({ sections })))?.ambiguous).toBe(ambiguous);
  });

  test("is told from systemd-boot, and from what is neither", async () => {
    const loader = { name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-boot 257.13 ####") };
    expect(await readSystemdBoot(writePe({ sections: [loader] }))).toMatchObject({ version: 257 });
    expect(await readSystemdBoot(writePe({ sections: [magic] }))).toMatchObject({ version: undefined });
    expect(await readUnifiedKernelImage(writePe({ sections: [magic] }))).toMatchObject({ kernelDigest: undefined });
    expect(await readUnifiedKernelImage(toUtf8("#!/bin/sh"))).toBeUndefined();
  });

  test.each([
    ["root=x ro", "root=x ro"],
    ["root=x\tro\n \n", "root=x ro"],
    ["root=x\0\0", "root=x"],
    ["root=x\0init=/bin/sh", undefined],
    ["root=é", undefined],
  ])("hands the command line %j on as %j", (section, text) => {
    expect(stubCommandLine(toUtf8(section))).toBe(text);
  });
});

test("the archive of a file for the initrd has its folder, the file and the trailer", () => {
  const archive = new TextDecoder().decode(extraArchive("os-release", toUtf8("ID=x")));
  const fields = (numbers: string) => `070701${numbers}`;
  const zeros = "00000000";
  expect(archive).toBe(
    `${fields(`00000001${"0000416d"}${zeros.repeat(2)}00000001${zeros.repeat(6)}00000007${zeros}`)}.extra\0${"\0".repeat(3)}` +
      `${fields(`00000002${"00008124"}${zeros.repeat(2)}00000001${zeros}00000004${zeros.repeat(4)}00000012${zeros}`)}.extra/os-release\0` +
      `ID=x${fields(`${zeros.repeat(4)}00000001${zeros.repeat(6)}0000000B${zeros}`)}TRAILER!!!\0\0\0\0`,
  );
  expect(toHex(extraArchive("a", new Uint8Array(5))).length % 8).toBe(0);
});
