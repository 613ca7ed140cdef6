import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { computeSvsmLaunchDigest, vcpuSignature, type Shape } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { describe, expect, test } from "vitest";
import { ImageError } from "../image-error.ts";
import { withFolder } from "../testing/small-disk.ts";
import { makeMeasuredLaunch, type Launch } from "./measured-launch.ts";

const shape: Shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" };
const now = new Date("2026-11-23T00:00:00Z");
const ovmf = buildSyntheticFirmware({ hashTableAddress: null });
const svsmEntryPoint = { guid: "a789a612-0597-4c4b-a49f-cbb1fe9d1ddd", data: Uint8Array.of(0, 2, 0, 0, 0, 0, 0, 0) };
const svsm = buildSyntheticFirmware({ extraEntries: [svsmEntryPoint] });

async function launchIn(folder: string, withSvsm: boolean): Promise<Launch> {
  const file = async (name: string, content: Uint8Array) => {
    await writeFile(join(folder, name), content);
    return { path: join(folder, name), version: name };
  };
  return {
    firmware: await file("firmware.fd", ovmf),
    variables: await file("variables.fd", new Uint8Array(8192)),
    svsm: withSvsm ? await file("svsm.bin", svsm) : undefined,
    shape,
  };
}

describe("the launch of a machine that boots from its disk", () => {
  test("is known by firmware and shape, and names both files by their digests", async () => {
    await withFolder(async (folder) => {
      const launch = await launchIn(folder, false);
      const one = await makeMeasuredLaunch(launch, now);
      expect(one).toMatchObject({ name: "firmware.fd, built 2026-11-23", svsm: null });
      const two = await makeMeasuredLaunch({ ...launch, shape: { ...shape, vcpus: 2 } }, now);
      expect(two.launchDigest).not.toBe(one.launchDigest);
      expect(two.firmware).toEqual(one.firmware);
    });
  });

  test("is that of the SVSM where there is one, with the variable store between it and the firmware", async () => {
    await withFolder(async (folder) => {
      const launch = await launchIn(folder, true);
      const measured = await makeMeasuredLaunch(launch, now);
      const signature = vcpuSignature(shape.vcpuType) ?? 0;
      const digest = await computeSvsmLaunchDigest({ ovmf, svsm, variablesSize: 8192, vcpus: 1, signature });
      expect(measured.launchDigest).toBe(toHex(digest));
      expect(measured.svsm?.version).toBe("svsm.bin");
    });
  });

  test("can't be expected of a file that is no firmware", async () => {
    await withFolder(async (folder) => {
      const launch = await launchIn(folder, false);
      await writeFile(launch.firmware.path, new Uint8Array(4096));
      await expect(makeMeasuredLaunch(launch, now)).rejects.toThrow(ImageError);
      await expect(makeMeasuredLaunch({ ...launch, svsm: launch.variables }, now)).rejects.toThrow(ImageError);
    });
  });
});
