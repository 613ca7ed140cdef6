import { randomBytes } from "node:crypto";
import { hashCommandLine, computeSnpLaunchDigest, describeFirmware, type SnpLaunch } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { floorName, type Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createFloor } from "../support/floor.ts";

const pages = 1024;
const pageSize = 4096;

export const launchDigest64Vcpus: Figure = {
  name: "launch-digest-64-vcpus",
  title: "expected launch digest of a machine with 64 virtual CPUs and an OVMF of 4 MiB, from the file",
  goal: null,
  measure: async () => {
    const image = firmwareLikeOvmf();
    const launch: SnpLaunch = {
      kernelHashes: {
        kernel: new Uint8Array(32).fill(1),
        initrd: new Uint8Array(32).fill(2),
        commandLine: await hashCommandLine("console=ttyS0 panic=-1"),
      },
      shape: { vcpus: 64, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x1" },
    };
    const describe = async () => {
      const described = await describeFirmware(image, "synthetic");
      if (!described.ok) throw new Error(`synthetic firmware: ${described.error.field}`);
      return described.value;
    };
    const firmware = await describe();
    const floor = createFloor();
    const effort = { rounds: 41, atMostMs: 6_000, warmUpMs: 1_000 };
    const fromFile = await compare(
      floor,
      async () => computeSnpLaunchDigest({ ...launch, firmware: await describe() }),
      effort,
    );
    const fromSummary = await compare(floor, () => computeSnpLaunchDigest({ ...launch, firmware }), effort);
    const summary = `${fromSummary.ms.toFixed(2)} ms (${fromSummary.ratio.toFixed(2)} × the floor)`;
    return {
      value: fromFile.ms,
      unit: "ms",
      ratio: fromFile.ratio,
      against: floorName,
      notes: [`again from the firmware's summary in machine.json, as the gate does it: ${summary}`],
    };
  },
};

/** As in a genuine OVMF, about half of the pages are empty and the others compressed code; the tables are genuine. */
function firmwareLikeOvmf(): Uint8Array {
  const image = buildSyntheticFirmware({ pages });
  const tables = image.slice(-pageSize);
  image.fill(0xff, 0, image.length / 2);
  image.set(randomBytes(image.length / 2), image.length / 2);
  image.set(tables, image.length - pageSize);
  return image;
}
