import { gunzipSync, zstdDecompressSync } from "node:zlib";

/** Whether a guest's kernel can read a secret that was injected at launch. */
export type SecretSupport = "yes" | "no" | "unknown";

/** What there is to look at; any of it may be missing. */
export type SecretEvidence = {
  /** The kernel's configuration, as `/boot/config-*` has it. */
  readonly config?: string;
  /** The kernel's file. */
  readonly kernel?: Uint8Array;
  readonly initrd?: Uint8Array;
};

/** Kernels that were looked at: those of Debian lack the driver, whatever the release. */
export const kernelsWithSecrets = ["Ubuntu 24.04 (linux-image-generic 6.8 with linux-modules-extra)"] as const;

/**
 * Whether a kernel has Linux's driver `efi_secret` (CONFIG_EFI_SECRET, and CONFIG_EFI_COCO_SECRET that finds the secret for it), from the
 * first of these that tells: its configuration, a configuration within the kernel's file (IKCONFIG), and the kernel and the module
 * themselves, as far as kernel and initrd are compressed with gzip or zstd.
 *
 * A driver that is a module must be in the initrd, where that can be read.
 */
export function secretSupport({ config, kernel, initrd }: SecretEvidence): SecretSupport {
  const unpackedKernel = kernel && unpackKernel(kernel);
  const told = config ?? (unpackedKernel && configurationWithin(unpackedKernel));
  const module = initrd && moduleWithin(initrd);
  if (told !== undefined) {
    if (setting(told, "CONFIG_EFI_COCO_SECRET") !== "y") return "no";
    const driver = setting(told, "CONFIG_EFI_SECRET");
    if (driver === "m") return module === false ? "no" : "yes";
    return driver === "y" ? "yes" : "no";
  }
  // The name under which the kernel says on its console where the secret is.
  if (unpackedKernel !== undefined && unpackedKernel.indexOf("CocoSecret") < 0) return "no";
  return module === true ? "yes" : "unknown";
}

function setting(config: string, name: string): string | undefined {
  return new RegExp(`^${name}=(.*)$`, "m").exec(config)?.[1];
}

const mostUnpacked = 512 * 1024 * 1024;
const options = { maxOutputLength: mostUnpacked };
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Undefined for compressions that Node.js lacks, and for files that are damaged. */
function unpack(bytes: Buffer): Buffer | undefined {
  try {
    if (bytes.subarray(0, 3).equals(gzipMagic)) return gunzipSync(bytes, options);
    if (bytes.subarray(0, 4).equals(zstdMagic)) return zstdDecompressSync(bytes, options);
  } catch {
    return undefined;
  }
  return undefined;
}

const headerMagic = 0x5372_6448;

/** The kernel within a bzImage (Linux, Documentation/arch/x86/boot.rst): its place stands in the setup header. */
function unpackKernel(kernel: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(kernel.buffer, kernel.byteOffset, kernel.length);
  if (bytes.length < 0x250 || bytes.readUInt32LE(0x202) !== headerMagic) return undefined;
  const sectors = bytes.readUInt8(0x1f1) || 4;
  const start = (sectors + 1) * 512 + bytes.readUInt32LE(0x248);
  // The length counts four bytes more: the size of what comes out.
  return unpack(bytes.subarray(start, start + bytes.readUInt32LE(0x24c) - 4));
}

/** CONFIG_IKCONFIG: the configuration, gzipped, between two marks. */
function configurationWithin(kernel: Buffer): string | undefined {
  const start = kernel.indexOf("IKCFG_ST");
  const end = kernel.indexOf("IKCFG_ED", start);
  if (start < 0 || end < 0) return undefined;
  return unpack(kernel.subarray(start + 8, end))?.toString("utf8");
}

/** Whether an initrd holds the driver; undefined where that can't be read, as behind archives that are not compressed. */
function moduleWithin(initrd: Uint8Array): boolean | undefined {
  const bytes = Buffer.from(initrd.buffer, initrd.byteOffset, initrd.length);
  if (hasModule(bytes)) return true;
  const unpacked = unpack(bytes);
  return unpacked && hasModule(unpacked);
}

function hasModule(archive: Buffer): boolean {
  return archive.includes("efi_secret.ko");
}
