import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toHex, toUtf8 } from "@sekisho/encoding";
import {
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  hashKernelFiles,
  vcpuSignature,
} from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { guestConfigurationSchema, machineSchema } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import type { BootArtifacts } from "../boot-artifacts.ts";
import type { DirectBuild } from "../build-input.ts";
import { demandSecretDriver, launchSecretFolder } from "../efi-secret/demand.ts";
import { modulesFor } from "../initrd/modules.ts";
import { ImageError } from "../image-error.ts";
import { exampleMachine } from "../testing/example-machine.ts";
import { withFolder } from "../testing/small-disk.ts";
import { sevParts } from "./sev-parts.ts";

const now = new Date("2026-11-23T12:00:00Z");
const { disk, gate, shape, ...example } = exampleMachine();
const commandLine = `panic=-1 sekisho.machine=${example.id}`;
const two = { ...shape, vcpus: 2 };

async function machineIn(folder: string, technology: "sev" | "sev-es") {
  const files = { firmware: join(folder, "OVMF.fd"), kernel: join(folder, "vmlinuz"), initrd: join(folder, "img") };
  await writeFile(files.firmware, buildSyntheticFirmware());
  await writeFile(files.kernel, "a kernel");
  await writeFile(files.initrd, "an initrd");
  const boot: BootArtifacts = { ...files, version: "6.8.0-31-generic", distribution: "ubuntu", osRelease: "" };
  const made = await sevParts(
    // Only these are asked for.
    { firmware: { path: files.firmware, version: "test 1" }, sizeMiB: 64, shape: two } as DirectBuild,
    technology,
    {
      folder,
      rootfs: { hash: "", tree: () => Promise.reject(new Error("not asked for")) } as never,
      boot,
      commandLine,
      now,
      makeDisk: () => Promise.resolve({ headerDigest: disk.headerDigest, headerBytes: new Uint8Array(4096) } as never),
    },
  );
  return machineSchema.parse({ ...example, gate, shape: two, guestPolicy: "0xf", ...made });
}

describe("a machine of SEV or SEV-ES", () => {
  test("knows the launch digest of its files", async () => {
    const ovmf = buildSyntheticFirmware();
    const kernelHashes = await hashKernelFiles({
      kernel: toUtf8("a kernel"),
      initrd: toUtf8("an initrd"),
      commandLine,
    });
    const signature = vcpuSignature(shape.vcpuType) ?? 0;
    const es = await computeSevEsLaunchDigest({ ovmf, kernelHashes, vcpus: 2, signature, vmmType: "QEMU" });
    const plain = await computeSevLaunchDigest({ ovmf, kernelHashes });
    await withFolder(async (folder) => {
      const machine = await machineIn(folder, "sev-es");
      expect(machine.technology).toBe("sev-es");
      expect(machine.referenceValues.map(({ launchDigest }) => launchDigest)).toEqual([toHex(es)]);
      expect(machine.referenceValues[0]).toMatchObject({ commandLine, kernel: { version: "6.8.0-31-generic" } });
    });
    await withFolder(async (folder) => {
      const machine = await machineIn(folder, "sev");
      expect(machine.referenceValues.map(({ launchDigest }) => launchDigest)).toEqual([toHex(plain)]);
    });
  });
});

describe("the kernel of such a machine", () => {
  const guest = guestConfigurationSchema.parse({
    type: "sekisho-guest",
    version: 1,
    gate,
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: { kind: "launch-secret", folder: launchSecretFolder },
    allowPassphrasePrompt: false,
  });
  const version = "6.8.0-31-generic";

  async function tree(folder: string, config: string | undefined, module: boolean): Promise<string> {
    const driver = join(folder, "lib/modules", version, "kernel/drivers/virt/coco/efi_secret");
    await mkdir(join(folder, "boot"), { recursive: true });
    await mkdir(driver, { recursive: true });
    if (config !== undefined) await writeFile(join(folder, "boot", `config-${version}`), config);
    if (module) await writeFile(join(driver, "efi_secret.ko.zst"), "");
    return folder;
  }

  const ubuntu = "CONFIG_EFI_COCO_SECRET=y\nCONFIG_EFI_SECRET=m\n";

  test.each<[string, string | undefined, boolean, boolean]>([
    ["has the module", ubuntu, true, true],
    ["has the module, and no configuration", undefined, true, true],
    ["has the driver built in", ubuntu.replace("=m", "=y"), false, true],
    ["lacks the module, which another package brings", ubuntu, false, false],
    ["is Debian's", "# CONFIG_EFI_COCO_SECRET is not set\n# CONFIG_EFI_SECRET is not set\n", false, false],
    ["finds no secret for its driver", "CONFIG_EFI_SECRET=m\n", true, false],
    ["is of unknown make", undefined, false, false],
  ])("%s", async (_, config, module, accepted) => {
    await withFolder(async (folder) => {
      const asked = demandSecretDriver(guest, await tree(folder, config, module), version);
      const outcome = await asked.then(
        () => "accepted",
        (error: unknown) => (error instanceof ImageError ? error.problem.id : "crashed"),
      );
      expect(outcome).toBe(accepted ? "accepted" : "image.kernel.secret");
    });
  });

  test("is asked for nothing where no secret is injected, and loads the driver where one is", async () => {
    const others = guestConfigurationSchema.parse({ ...guest, reportSource: { kind: "configfs-tsm" } });
    await expect(demandSecretDriver(others, "/nowhere", version)).resolves.toBeUndefined();
    expect(modulesFor(guest)).toContainEqual({ name: "efi_secret", optional: false });
    expect(modulesFor(others)).not.toContainEqual({ name: "efi_secret", optional: false });
  });
});
