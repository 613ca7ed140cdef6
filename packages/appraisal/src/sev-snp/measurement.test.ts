import { fromHex, toHex, toUtf8 } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { createRenderer } from "@sekisho/messages";
import {
  computeSnpLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { appraisalCatalogue } from "../locales/index.ts";
import { labReport } from "../testing/lab-report.ts";
import type { ClaimedBoot } from "./measurement.ts";
import { precheckSevSnp } from "./precheck.ts";

type Boot = {
  readonly firmware: FirmwareSummary;
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
  readonly shape: Shape;
};

const render = createRenderer("en", [appraisalCatalogue]);
const policy = { version: 1, "sev-snp": { measurement: "reference-values" } } as const;
let usual: Boot;
let known: readonly ReferenceValue[];

beforeAll(async () => {
  const described = await describeFirmware(buildSyntheticFirmware(), "ovmf 2026.08");
  if (!described.ok) throw new Error(described.error.field);
  const shape = { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;
  const commandLine = "root=/dev/mapper/root ro panic=-1 sekisho.machine=1";
  usual = { firmware: described.value, kernel: "6.12.107", initrd: "initrd A", commandLine, shape };
  known = [await referenceValue(usual), await referenceValue({ ...usual, kernel: "6.12.108", initrd: "initrd B" })];
});

async function digestOf(boot: Boot, hashed = true): Promise<Uint8Array> {
  const { firmware, shape, commandLine } = boot;
  const files = { kernel: toUtf8(boot.kernel), initrd: toUtf8(boot.initrd), commandLine };
  const launch = hashed ? { kernelHashes: await hashKernelFiles(files) } : {};
  return computeSnpLaunchDigest({ firmware, shape, ...launch });
}

async function referenceValue(boot: Boot): Promise<ReferenceValue> {
  const { firmware, shape, commandLine, kernel, initrd } = boot;
  const hashes = await hashKernelFiles({ kernel: toUtf8(kernel), initrd: toUtf8(initrd), commandLine });
  return {
    name: `kernel ${kernel}`,
    addedAt: "2026-11-23T00:00:00Z",
    launchDigest: toHex(await digestOf(boot)),
    firmware,
    kernel: { sha256: toHex(hashes.kernel), version: kernel },
    initrd: { sha256: toHex(hashes.initrd) },
    commandLine,
    shape,
  };
}

/** The launch digest's checks of a report that carries this digest. */
async function judge(measurement: Uint8Array, claimedBoot?: ClaimedBoot, explain: "near" | "far" | "none" = "far") {
  const { report } = await labReport({ fields: { measurement } });
  const claimed = claimedBoot === undefined ? {} : { claimedBoot };
  const checks = await precheckSevSnp({ report, policy, referenceValues: known, explain, ...claimed });
  return checks.filter(({ id }) => id.startsWith("sev-snp.policy.measurement"));
}

const claiming = (boot: Boot): ClaimedBoot => ({ commandLine: boot.commandLine, kernelVersion: boot.kernel });

test("a known launch passes, by its name", async () => {
  const checks = await judge(await digestOf(usual));
  expect(checks).toMatchObject([{ status: "pass", detail: { values: { name: "kernel 6.12.107" } } }]);
});

describe("a launch that differs is explained by what differs", () => {
  test("a longer command line, as the guest claims it", async () => {
    const boot = { ...usual, commandLine: `${usual.commandLine} init=/bin/sh` };
    const [main, detail, ...more] = await judge(await digestOf(boot), claiming(boot), "near");
    expect(main?.status).toBe("fail");
    expect(main && render(main.detail)).toBe('The kernel command line adds "init=/bin/sh".');
    expect(main?.expected).toContain(known[0]?.launchDigest);
    expect(detail).toMatchObject({
      id: "sev-snp.policy.measurement.command-line",
      status: "fail",
      expected: usual.commandLine,
      actual: boot.commandLine,
    });
    // The digest was computed from all four files, so it proves the other three.
    expect(more.map(({ id, status, expected, actual }) => [id.split(".").at(-1), status, expected === actual])).toEqual(
      [
        ["firmware", "pass", true],
        ["kernel", "pass", true],
        ["initrd", "pass", true],
      ],
    );
  });

  test.each<[string, (boot: Boot) => Boot, string]>([
    [
      "vCPU count",
      (boot) => ({ ...boot, shape: { ...boot.shape, vcpus: 64 } }),
      "The number of virtual CPUs differs: 2 → 64.",
    ],
    [
      "vCPU type",
      (boot) => ({ ...boot, shape: { ...boot.shape, vcpuType: "EPYC-Genoa" } }),
      "The type of the virtual CPUs differs: EPYC-v4 → EPYC-Genoa.",
    ],
    [
      "SEV features",
      (boot) => ({ ...boot, shape: { ...boot.shape, guestFeatures: "0x21" } }),
      "The guest's SEV features differ.",
    ],
  ])("%s", async (_what, change, sentence) => {
    const [main] = await judge(await digestOf(change(usual)));
    expect(main?.status).toBe("fail");
    expect(main && render(main.detail)).toBe(sentence);
  });

  test("a known kernel with the initrd of another known launch", async () => {
    const [main, ...details] = await judge(await digestOf({ ...usual, initrd: "initrd B" }), undefined, "near");
    expect(main?.status).toBe("fail");
    // It is as near to the one as to the other; the first is taken.
    expect(main && render(main.detail)).toBe("The initrd differs: it is another of the known ones.");
    const [initrd, ...same] = details;
    expect(initrd).toMatchObject({ expected: known[0]?.initrd.sha256, actual: known[1]?.initrd.sha256 });
    expect(same.every(({ status, detail }) => status === "pass" && detail.values["name"] === known[0]?.name)).toBe(
      true,
    );
  });

  test("a known initrd with the kernel of another known launch", async () => {
    const [main] = await judge(await digestOf({ ...usual, kernel: "6.12.108" }), undefined, "near");
    expect(main && render(main.detail)).toBe("The kernel differs: 6.12.107 → 6.12.108.");
  });

  test("kernel hashes that are switched off", async () => {
    const [main, off, ...same] = await judge(await digestOf(usual, false), undefined, "near");
    expect(main && render(main.detail)).toContain("kernel-hashes=off");
    expect(off?.status).toBe("fail");
    // Of the other files such a launch proves nothing.
    expect(same.map(({ id }) => id)).toEqual(["sev-snp.policy.measurement.firmware"]);
  });

  test("two components at once", async () => {
    const boot = { ...usual, commandLine: `${usual.commandLine} debug`, shape: { ...usual.shape, vcpus: 3 } };
    const [main, ...details] = await judge(await digestOf(boot), claiming(boot));
    expect(main && render(main.detail)).toContain("Several components of the launch differ: command-line, vcpus.");
    const differing = details.filter(({ status }) => status === "fail");
    expect(differing.map(({ id }) => id.split(".").at(-1))).toEqual(["command-line", "vcpus"]);
  });
});

describe("a launch that nothing known explains", () => {
  test("says what was tried, and what it must be", async () => {
    const [main, ...more] = await judge(new Uint8Array(48).fill(1));
    expect(main?.detail.id).toBe("explain.nothing");
    expect(Number(main?.detail.values["tried"])).toBeGreaterThan(1000);
    expect(more).toEqual([]);
  });

  test("passes on what the guest claims of its kernel, as a claim", async () => {
    const boot = { ...usual, kernel: "6.1.0-evil" };
    const [main] = await judge(await digestOf(boot), claiming(boot));
    expect(main && render(main.detail)).toContain(
      'The guest claims kernel "6.1.0-evil"; known are 6.12.107, 6.12.108.',
    );
  });

  test("names the initrd where the guest claims all else as it is known", async () => {
    const [main] = await judge(await digestOf({ ...usual, initrd: "initrd X" }), claiming(usual), "near");
    expect(main && render(main.detail)).toContain("the initrd is the likeliest");
  });

  test("tells a claimed command line that does not explain it", async () => {
    const boot = { ...usual, initrd: "initrd X", commandLine: `${usual.commandLine} rd.break` };
    const [main] = await judge(await digestOf(boot), claiming(boot));
    expect(main && render(main.detail)).toContain('"rd.break"');
  });

  test("is refused without a search where none is wanted, or the binding is wrong", async () => {
    const digest = await digestOf({ ...usual, shape: { ...usual.shape, vcpus: 9 } });
    const [main] = await judge(digest, undefined, "none");
    expect(main?.detail.id).toBe("sev-snp.measurement.unknown");
    const { report } = await labReport({ fields: { measurement: digest } });
    const expectedReportData = new Uint8Array(64).fill(1);
    const checks = await precheckSevSnp({ report, policy, referenceValues: known, explain: "far", expectedReportData });
    expect(checks.find(({ id }) => id === "sev-snp.policy.measurement")?.detail.id).toBe("sev-snp.measurement.unknown");
  });

  test("a claim never makes an unknown launch a known one", async () => {
    const bytes = fromHex("digest", "ab".repeat(48));
    const [main] = await judge(bytes.ok ? bytes.value : new Uint8Array(), claiming(usual));
    expect(main?.status).toBe("fail");
  });
});

describe("a firmware that is known to do less than its digest promises", () => {
  const weakSha256 = "3e4fd0b3fe3b2dbe481c3d9e99418a034174f26cbe1f55aa212b0f18c12d2d6f";

  async function judge(weakFirmware: "warn" | "refuse" | undefined, sha256: string): Promise<readonly Check[]> {
    const boot = { ...usual, firmware: { ...usual.firmware, sha256 } };
    const measurement = await digestOf(boot);
    const demands = { ...policy["sev-snp"], ...(weakFirmware === undefined ? {} : { "weak-firmware": weakFirmware }) };
    const { report } = await labReport({ fields: { measurement } });
    const checks = await precheckSevSnp({
      report,
      policy: { version: 1, "sev-snp": demands },
      referenceValues: [await referenceValue(boot)],
    });
    return checks.filter(({ id }) => id === "sev-snp.weak-firmware");
  }

  test("is warned of, and refused where the policy says so", async () => {
    expect(await judge(undefined, weakSha256)).toMatchObject([{ status: "unknown", required: false }]);
    expect(await judge("warn", weakSha256)).toMatchObject([{ status: "unknown", required: false }]);
    expect(await judge("refuse", weakSha256)).toMatchObject([{ status: "fail", required: true }]);
  });

  test("is not confused with another firmware", async () => {
    expect(await judge("refuse", "00".repeat(32))).toEqual([]);
  });
});
