import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64 } from "@sekisho/encoding";
import type { DirectMachine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { libvirtDomain, machineFiles, qemuArguments, type DirectFiles, type TdxTarget } from "../index.ts";
import { writeTestMachine } from "../testing/index.ts";

let folder: string;
let td: DirectMachine;
let files: DirectFiles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-launch-td-"));
  const { machine } = await writeTestMachine(folder);
  td = { ...machine, technology: "tdx", guestPolicy: "0x8000000010000000" };
  files = machineFiles(td, folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** The values of one option, in their order. */
function valuesOf(words: readonly string[], option: string): string[] {
  return words.filter((_, index) => words[index - 1] === option);
}

describe("a TD", () => {
  const target: TdxTarget = {
    kind: "tdx",
    network: { kind: "user" },
    quoteService: { kind: "vsock", cid: 2, port: 4050 },
  };
  const owner = { mrConfigId: new Uint8Array(48).fill(1), mrOwner: new Uint8Array(48).fill(2) };

  test("is started by QEMU with its attributes, its owner's words and the host's quote service", () => {
    const words = qemuArguments(td, files, { ...target, ...owner });
    const [object = ""] = valuesOf(words, "-object");
    // More than 53 bits, so a JSON parser of JavaScript's would not give the same number back.
    expect(object).toContain('"attributes":9223372037123211264,');
    expect(JSON.parse(object)).toMatchObject({
      "qom-type": "tdx-guest",
      id: "tdx0",
      "quote-generation-socket": { type: "vsock", cid: "2", port: "4050" },
      mrconfigid: toBase64(owner.mrConfigId),
      mrowner: toBase64(owner.mrOwner),
    });
    expect(object).not.toContain("mrownerconfig");
    expect(valuesOf(words, "-machine")).toEqual([
      "q35,confidential-guest-support=tdx0,kernel-irqchip=split,smm=off,vmport=off,hpet=off",
    ]);
    expect(valuesOf(words, "-cpu")).toEqual(["host"]);
    expect(valuesOf(words, "-bios")).toEqual([join(folder, "firmware")]);
    expect(valuesOf(words, "-append")).toEqual([td.boot.commandLine]);
    expect(valuesOf(words, "-device").every((device) => device.includes(",iommu_platform=on,"))).toBe(true);
    const [unix = ""] = valuesOf(
      qemuArguments(td, files, { ...target, quoteService: { kind: "unix", path: '/run/q"gs' } }),
      "-object",
    );
    expect(JSON.parse(unix)).toMatchObject({ "quote-generation-socket": { type: "unix", path: '/run/q"gs' } });
  });

  test("is started by libvirt alike, which has no vsock", () => {
    const unix = { ...target, ...owner, quoteService: { kind: "unix", path: "/run/qgs" } } as const;
    const xml = libvirtDomain(td, files, unix);
    expect(xml).toContain("<launchSecurity type='tdx'>");
    expect(xml).toContain("<policy>0x8000000010000000</policy>");
    expect(xml).toContain(`<mrConfigId>${toBase64(owner.mrConfigId)}</mrConfigId>`);
    expect(xml).toContain("<quoteGenerationService path='/run/qgs'/>");
    expect(xml).toContain("<ioapic driver='qemu'/>");
    expect(xml).toContain("<timer name='hpet' present='no'/>");
    expect(xml).toContain("<cpu mode='host-passthrough'/>");
    expect(xml).not.toContain("mrOwnerConfig");
    expect(xml).not.toContain("memoryBacking");
    const refusal = expect.objectContaining({ problem: { id: "launch.tdx.vsock", values: {} } });
    expect(() => libvirtDomain(td, files, target)).toThrow(refusal);
  });
});
