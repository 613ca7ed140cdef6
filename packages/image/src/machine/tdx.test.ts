import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { authenticodeDigest, parsePe } from "@sekisho/encoding/pe";
import { computeMrTd } from "@sekisho/reference-values";
import { buildSyntheticFirmware, buildTdxFirmware } from "@sekisho/reference-values/testing";
import { guestConfigurationSchema, machineSchema } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { exampleMachine } from "../testing/example-machine.ts";
import { withFolder } from "../testing/small-disk.ts";
import { smallStub } from "../testing/small-stub.ts";
import type { BootArtifacts } from "../boot-artifacts.ts";
import type { DirectBuild } from "../build-input.ts";
import { demandRegister, tdxDevices } from "./tdx-devices.ts";
import { tdxParts } from "./tdx-parts.ts";
import { makeTdxLaunch } from "./tdx-values.ts";

const now = new Date("2026-11-23T12:00:00Z");
const id = "0b6c1c1e-4f8e-4f0e-9a55-000102030405";
const commandLine = `panic=-1 sekisho.machine=${id}`;
const initrd = Buffer.from("an initrd");

async function partsIn(folder: string) {
  const files = { firmware: join(folder, "OVMF.fd"), kernel: join(folder, "vmlinuz"), initrd: join(folder, "img") };
  await writeFile(files.firmware, buildTdxFirmware());
  await writeFile(files.kernel, smallStub());
  await writeFile(files.initrd, initrd);
  const { disk, ...machine } = exampleMachine();
  const boot: BootArtifacts = { ...files, version: "6.16.3", distribution: "debian", osRelease: "" };
  const firmware = { path: files.firmware, version: "test 1" };
  const made = await tdxParts(
    // Only the firmware and the disk's size are asked for.
    { firmware, sizeMiB: 64 } as DirectBuild,
    {
      folder,
      rootfs: { hash: "", tree: () => Promise.reject(new Error("not asked for")) } as never,
      boot,
      commandLine,
      now,
      makeDisk: ({ sizeMiB }) =>
        Promise.resolve({ headerDigest: disk.headerDigest, headerBytes: new Uint8Array(sizeMiB ?? 0) } as never),
    },
  );
  const { referenceValues: _, ...others } = machine;
  return { made, machine: machineSchema.parse({ ...others, id, guestPolicy: "0x10000000", ...made }) };
}

describe("a TD's machine", () => {
  test("knows MRTD of its firmware, and what RTMR 1 and 2 will be extended with", async () => {
    await withFolder(async (folder) => {
      const { machine } = await partsIn(folder);
      const [launch] = machine.measuredLaunches ?? [];
      expect(launch?.launchDigest).toBe(toHex(await computeMrTd(buildTdxFirmware())));
      const [boot] = machine.measuredBoots ?? [];
      expect(boot).toMatchObject({ registers: "rtmr", origin: "predicted", pcrs: [1, 2] });
      const image = parsePe(smallStub());
      if (!image.ok) throw new Error("no program");
      const kernel = toHex(await authenticodeDigest(smallStub(), image.value, "sha384"));
      const digestOf = (component: string) => boot?.events.find((event) => event.component === component)?.digest;
      expect(digestOf("kernel")).toBe(kernel);
      expect(digestOf("initrd")).toBe(createHash("sha384").update(initrd).digest("hex"));
      expect(boot?.events.find(({ component }) => component === "command-line")?.name).toContain(commandLine);
      expect(machine.boot).toMatchObject({ kind: "direct", kernel: { file: "kernel", version: "6.16.3" } });
      expect(machine.disk.headerBytes).toBe(64);
      expect(machine.referenceValues).toEqual([]);
    });
  });

  test("can't be made with a firmware that starts in no TD, or that isn't there", async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "OVMF.fd");
      await writeFile(path, buildSyntheticFirmware());
      await expect(makeTdxLaunch({ path, version: "1" }, now)).rejects.toThrow("firmware for TDX");
      const absent = { path: join(folder, "absent"), version: "1" };
      await expect(makeTdxLaunch(absent, now)).rejects.toThrow("image.file.missing");
    });
  });
});

describe("what the agent of a TD is told", () => {
  const guest = (kind: "configfs-tsm" | "port") => {
    const reportSource = kind === "port" ? { kind, path: "/dev/port" } : { kind };
    const { gate } = exampleMachine();
    return guestConfigurationSchema.parse({
      type: "sekisho-guest",
      version: 1,
      gate,
      disk: { device: "/dev/vda", mapping: "root" },
      reportSource,
      tdx: tdxDevices(reportSource),
      allowPassphrasePrompt: false,
    });
  };

  test("is Linux's CCEL and register, or the lab's port and the log it makes a CCEL of", () => {
    expect(guest("configfs-tsm").tdx).toMatchObject({
      eventLog: "/sys/firmware/acpi/tables/data/CCEL",
      initrdLeft: { kind: "sysfs" },
    });
    expect(guest("port").tdx).toMatchObject({ initrdLeft: { kind: "port" } });
  });

  test("is something that its kernel can do", () => {
    expect(() => demandRegister(guest("configfs-tsm"), "6.12.107+deb13-cloud-amd64")).toThrow("image.kernel.register");
    for (const version of ["6.16", "6.16.3+deb14-amd64", "6.17.1", "7.0.0"]) {
      expect(() => demandRegister(guest("configfs-tsm"), version)).not.toThrow();
    }
    expect(() => demandRegister(guest("port"), "6.12.107")).not.toThrow();
  });
});
