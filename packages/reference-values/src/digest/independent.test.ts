import { toHex, toUtf8 } from "@sekisho/encoding";
import { beforeAll, describe, expect, test } from "vitest";
import {
  buildKernelHashTable,
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  computeSnpLaunchDigest,
  createSnpCalculator,
  describeFirmware,
  firmwareSummarySchema,
  hashKernelFiles,
  MeasureError,
  shapeSchema,
  signatureOf,
  vcpuSignature,
  type FirmwareSummary,
  type KernelHashes,
  type Shape,
} from "../index.ts";
import { buildSyntheticFirmware } from "../testing/index.ts";

/** sev-snp-measure 0.0.13 gave these for the synthetic image, kernel "kernel", initrd "initrd", "console=ttyS0". */
const expected = {
  "QEMU 1": "f3bf3f00097eebe19576b3ef6e8462b5d45ba1393a9e89e851563d399b85258b7811044466dc79759d38dcddf4df20a9",
  "QEMU 2": "28044d0b38aeaddafcddc4220be93ce996b119d6c6bb022f22e76fe7fa46ecb607514416dab7fec4f88a1a4d4fa6c8a8",
  "QEMU 64": "b40337c8636c13f618e66b85edb6133b4de4df9d8e6e59679cc5befcc6310379b0558bf505b20490b4e72935ae01ae50",
  "ec2 1": "5c082e27298f726b3c850ea17837b0a3cbd212b76e5288fcebc553c559d8ec429fa36b9d7124f928d60b5d3a14e8af3d",
  "ec2 2": "1cd3dfde45256d8ff5b9a1fc16d2b99ecb09f3582f52f242c8de5f7d0707d2191762fe5fc15ecc4d5c164455d701ca52",
  "ec2 64": "23c7f4538835c814f45850d9b888f989ffb52766252dae3364afb593182eecf4da3f8f3b171d12554efcb54ed207cf52",
  "gce 1": "fe8e6115374e014585f6f56e0781abd8188c4b7323e36670378640f6ac051e690816eaee6e35e52f9d49ac94167aaf2f",
  "gce 2": "946d60943b261a71e4dd49b04744859dba1620c827d21fc0c51ee213e75de656f752976d761e5db63138314b1c5ab5a6",
  "gce 64": "42a9aea9a72bc217d54b5d020bfe3d4e6180ab0c675d6fc8ec8fc68e4ec5a82b05e34869b101d785b59e43e53d95ecc1",
  "no kernel": "56f44dfc73524b712b86db796638df3e66e2528f60f8c02741b8ad3d14d6e83bf4ce18dd5211778a922ea67c41d42744",
  "Turin, debug swap":
    "4fed9efbb4411a577657d11bdf2450bc59f58b2f43156a360ae2c72f311b04af21372220c325375339a6c0cd6d571547",
  "SEV-ES": "fb4f2eb083b573e3c5ca94dec3f04cca83a68735b5af174fb6cead2323b5c0c6",
  SEV: "ac2117ab8be3888a1c431fcee3f8e56906d81d27a60e865d7d558585bd346a6d",
  "firmware alone": "327b1d51512c98f42f56773949c716427ba624591ab0068d43c6dfb704dd774a2eb5c4af53d39870ede303899ed433ac",
};

const ovmf = buildSyntheticFirmware();
let firmware: FirmwareSummary;
let kernelHashes: KernelHashes;

async function summaryOf(image: Uint8Array): Promise<FirmwareSummary> {
  const described = await describeFirmware(image, "synthetic");
  if (!described.ok) throw new Error(described.error.field);
  return described.value;
}

beforeAll(async () => {
  firmware = await summaryOf(ovmf);
  const files = { kernel: toUtf8("kernel"), initrd: toUtf8("initrd"), commandLine: "console=ttyS0" };
  kernelHashes = await hashKernelFiles(files);
});

const shapeOf = (vmmType: Shape["vmmType"], vcpus: number, vcpuType: string, guestFeatures = "0x1"): Shape => ({
  vmmType,
  vcpus,
  vcpuType,
  guestFeatures,
});

const snpCases = [
  ["QEMU 1", shapeOf("QEMU", 1, "EPYC-Milan")],
  ["QEMU 2", shapeOf("QEMU", 2, "EPYC-Milan")],
  ["QEMU 64", shapeOf("QEMU", 64, "EPYC-Milan")],
  ["ec2 1", shapeOf("ec2", 1, "EPYC-Milan")],
  ["ec2 2", shapeOf("ec2", 2, "EPYC-Milan")],
  ["ec2 64", shapeOf("ec2", 64, "EPYC-Milan")],
  ["gce 1", shapeOf("gce", 1, "EPYC-Milan")],
  ["gce 2", shapeOf("gce", 2, "EPYC-Milan")],
  ["gce 64", shapeOf("gce", 64, "EPYC-Milan")],
  ["Turin, debug swap", shapeOf("QEMU", 2, "EPYC-Turin", "0x21")],
] as const;

describe("launch digests as another tool computes them", () => {
  test.each(snpCases)("SEV-SNP with a kernel, %s", async (name, shape) => {
    expect(toHex(await computeSnpLaunchDigest({ firmware, kernelHashes, shape }))).toBe(expected[name]);
  });

  test("SEV-SNP without a kernel", async () => {
    const digest = await computeSnpLaunchDigest({ firmware, shape: shapeOf("QEMU", 2, "EPYC-Genoa") });
    expect(toHex(digest)).toBe(expected["no kernel"]);
  });

  test("the firmware's own pages", () => expect(firmware.volumeDigest).toBe(expected["firmware alone"]));

  test("SEV-ES and SEV", async () => {
    const signature = vcpuSignature("EPYC") ?? 0;
    const es = await computeSevEsLaunchDigest({ ovmf, kernelHashes, vcpus: 2, signature, vmmType: "QEMU" });
    expect(toHex(es)).toBe(expected["SEV-ES"]);
    expect(toHex(await computeSevLaunchDigest({ ovmf, kernelHashes }))).toBe(expected.SEV);
  });

  test("one calculator gives the same for all, in any order and at once", async () => {
    const calculator = createSnpCalculator(firmware);
    const digests = await Promise.all(
      snpCases
        .toReversed()
        .map(async ([name, shape]) => [name, toHex(await calculator.digest({ kernelHashes, shape }))]),
    );
    expect(digests).toEqual(snpCases.toReversed().map(([name]) => [name, expected[name]]));
    expect(toHex(await calculator.digest({ shape: shapeOf("QEMU", 2, "EPYC-Genoa") }))).toBe(expected["no kernel"]);
  });

  test("an explicit CPUID signature stands for a type", async () => {
    const shape = shapeOf("QEMU", 2, `0x${signatureOf({ family: 25, model: 1, stepping: 1 }).toString(16)}`);
    expect(toHex(await computeSnpLaunchDigest({ firmware, kernelHashes, shape }))).toBe(expected["QEMU 2"]);
  });
});

describe("what does not fit is refused", () => {
  test("kernel hashes where the firmware has no page for them", async () => {
    const plain = await summaryOf(buildSyntheticFirmware({ hashTableAddress: null }));
    const launch = { firmware: plain, kernelHashes, shape: shapeOf("QEMU", 1, "EPYC") };
    await expect(computeSnpLaunchDigest(launch)).rejects.toThrow(MeasureError);
  });

  test("a vCPU type that nobody knows", async () => {
    const shape = shapeOf("QEMU", 1, "EPYC-Tokyo");
    await expect(computeSnpLaunchDigest({ firmware, shape })).rejects.toThrow("measure.vcpu-type.unknown");
    expect(shapeSchema.safeParse(shape).success).toBe(false);
    expect(shapeSchema.safeParse(shapeOf("QEMU", 1, "EPYC-v4")).success).toBe(true);
  });

  test("a firmware without reset address or SEV metadata, or of broken pages", async () => {
    const field = async (image: Uint8Array) => {
      const described = await describeFirmware(image, "");
      return described.ok ? undefined : described.error.field;
    };
    expect(await field(buildSyntheticFirmware({ resetAddress: null }))).toBe("SEV-ES reset block");
    expect(await field(new Uint8Array(4096))).toBe("SEV metadata");
    expect(await field(ovmf.slice(1))).toBe("firmware size");
    expect(await field(new Uint8Array())).toBe("firmware size");
  });

  test("SEV-ES without a reset address", async () => {
    const image = buildSyntheticFirmware({ resetAddress: null });
    const launch = { ovmf: image, vcpus: 1, signature: 0, vmmType: "QEMU" as const };
    await expect(computeSevEsLaunchDigest(launch)).rejects.toThrow("measure.firmware.no-reset-address");
  });

  test("a summary from outside with sections that would keep the calculator busy", () => {
    expect(firmwareSummarySchema.safeParse(firmware).success).toBe(true);
    const sections = [{ address: 0, size: 0x1000_0000, type: 1 }];
    expect(firmwareSummarySchema.safeParse({ ...firmware, sections }).success).toBe(false);
    const unknown = [{ address: 0, size: 0x1000, type: 9 }];
    expect(firmwareSummarySchema.safeParse({ ...firmware, sections: unknown }).success).toBe(false);
  });

  test("a digest that is no SHA-256", () => {
    expect(() => buildKernelHashTable({ ...kernelHashes, initrd: new Uint8Array(31) })).toThrow(RangeError);
  });
});

describe("the table of kernel hashes", () => {
  test("names command line, initrd and kernel, and is padded to 176 bytes", () => {
    const table = buildKernelHashTable({
      kernel: new Uint8Array(32).fill(3),
      initrd: new Uint8Array(32).fill(2),
      commandLine: new Uint8Array(32).fill(1),
    });
    expect(toHex(table)).toBe(
      "06d63894224fc94cb479a793d411fd21a800" +
        `d82dd09720bd944caa78e7714d36ab2a3200${"01".repeat(32)}` +
        `31f7ba442f3ad74b9af141e29169781d3200${"02".repeat(32)}` +
        `3794e74dd2ab7f42b835d5b172d2045b3200${"03".repeat(32)}` +
        "00".repeat(8),
    );
  });

  test("a missing initrd counts as no bytes, a missing command line as one zero byte", async () => {
    const none = await hashKernelFiles({ kernel: new Uint8Array() });
    const empty = await hashKernelFiles({ kernel: new Uint8Array(), initrd: new Uint8Array(), commandLine: "" });
    expect(none).toEqual(empty);
    expect(toHex(none.initrd)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(toHex(none.commandLine)).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  });
});

describe("CPUID signatures", () => {
  test.each([
    ["EPYC-v4", "800f12"],
    ["EPYC-IBPB", "800f12"],
    ["EPYC-Rome", "830f10"],
    ["EPYC-Milan-v2", "a00f11"],
    ["EPYC-Genoa-v2", "a10f10"],
    ["EPYC-Turin", "b00f00"],
    ["0xa10f11", "a10f11"],
  ])("%s is %s", (name, signature) => expect(vcpuSignature(name)?.toString(16)).toBe(signature));

  test("a family below 16 has no extended part", () => {
    expect(signatureOf({ family: 6, model: 0x3c, stepping: 3 }).toString(16)).toBe("306c3");
  });

  test("numbers that do not fit are refused", () => {
    expect(() => signatureOf({ family: 23, model: 256, stepping: 0 })).toThrow(RangeError);
    expect(() => signatureOf({ family: 23, model: 1, stepping: 16 })).toThrow(RangeError);
    expect(vcpuSignature("0x")).toBeUndefined();
  });
});
