import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { secretSupport } from "./support.ts";

const ubuntu = "CONFIG_EFI_COCO_SECRET=y\nCONFIG_VIRT_DRIVERS=y\nCONFIG_EFI_SECRET=m\n";
const builtIn = ubuntu.replace("=m", "=y");
const debian = "# CONFIG_EFI_COCO_SECRET is not set\n# CONFIG_EFI_SECRET is not set\n";

/** A bzImage around a compressed kernel. */
function kernelOf(content: string | Buffer, compress: (bytes: Buffer) => Buffer): Uint8Array {
  const payload = Buffer.concat([compress(Buffer.from(content)), Buffer.alloc(4)]);
  const image = Buffer.alloc(1024 + 64 + payload.length);
  image.writeUInt8(1, 0x1f1);
  image.writeUInt32LE(0x53726448, 0x202);
  image.writeUInt32LE(64, 0x248);
  image.writeUInt32LE(payload.length, 0x24c);
  payload.copy(image, 1024 + 64);
  return image;
}

const withConfiguration = (config: string): Buffer =>
  Buffer.concat([Buffer.from("CocoSecret IKCFG_ST"), gzipSync(config), Buffer.from("IKCFG_ED")]);
const initrdOf = (name: string): Uint8Array => zstdCompressSync(Buffer.from(`070701 lib/${name} TRAILER!!!`));

describe("whether a kernel can read a launch secret", () => {
  test.each([
    ["a configuration with the driver built in", { config: builtIn }, "yes"],
    ["one with the driver as a module", { config: ubuntu }, "yes"],
    ["one with a module, which the initrd has", { config: ubuntu, initrd: initrdOf("efi_secret.ko.zst") }, "yes"],
    ["one with a module, which the initrd lacks", { config: ubuntu, initrd: initrdOf("efi_rci2.ko") }, "no"],
    ["one with a module, and an initrd that can't be read", { config: ubuntu, initrd: Buffer.from("?") }, "yes"],
    ["one without it, as Debian's", { config: debian }, "no"],
    ["one with half of it", { config: "CONFIG_EFI_SECRET=y\n" }, "no"],
    ["a kernel that has its configuration within", { kernel: kernelOf(withConfiguration(builtIn), gzipSync) }, "yes"],
    ["one whose configuration says no", { kernel: kernelOf(withConfiguration(debian), zstdCompressSync) }, "no"],
    ["one that never heard of the secret", { kernel: kernelOf("Linux", zstdCompressSync) }, "no"],
    ["one that has heard of it", { kernel: kernelOf("CocoSecret", gzipSync) }, "unknown"],
    ["one that is compressed otherwise", { kernel: kernelOf("CocoSecret", (bytes) => bytes) }, "unknown"],
    ["an initrd with the module", { initrd: initrdOf("efi_secret.ko") }, "yes"],
    ["no kernel at all", { kernel: Buffer.alloc(4096) }, "unknown"],
    ["nothing", {}, "unknown"],
  ] as const)("%s: %s", (_, evidence, expected) => {
    expect(secretSupport(evidence)).toBe(expected);
  });
});
