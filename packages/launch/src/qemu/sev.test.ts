import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DirectMachine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { libvirtDomain, machineFiles, qemuArguments, type DirectFiles, type SevTarget } from "../index.ts";
import { writeTestMachine } from "../testing/index.ts";

let folder: string;
let machine: DirectMachine;
let files: DirectFiles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-launch-sev-"));
  const written = await writeTestMachine(folder);
  const shape = { ...written.machine.shape, guestFeatures: "0x0" };
  machine = { ...written.machine, technology: "sev-es", guestPolicy: "0xf", shape };
  files = machineFiles(machine, folder);
});
afterAll(() => rm(folder, { recursive: true }));

const target: SevTarget = {
  kind: "sev",
  network: { kind: "user" },
  cbitPosition: 47,
  reducedPhysBits: 5,
  session: { certificate: { file: "/o/dh.b64", text: "Y2VydA==" }, data: { file: "/o/session.b64", text: "c2Vzcw==" } },
};

describe("a machine of SEV-ES", () => {
  test("is started by QEMU with its owner's session, and waits before its first instruction", () => {
    const words = qemuArguments(machine, files, target);
    expect(words[words.indexOf("-object") + 1]).toBe(
      "sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=5,policy=0xf,dh-cert-file=/o/dh.b64,session-file=/o/session.b64,kernel-hashes=on",
    );
    expect(words).toContain("-S");
    expect(words).not.toContain("-bios");
    const flash = words.find((word) => word.startsWith("if=pflash,"));
    expect(flash).toBe(`if=pflash,unit=0,format=raw,readonly=on,file=${files.firmware.replaceAll(",", ",,")}`);
    expect(words[words.indexOf("-machine") + 1]).toBe("q35,confidential-guest-support=sev0,smm=off,vmport=off");
    expect(words[words.indexOf("-append") + 1]).toBe(machine.boot.commandLine);
  });

  test("is a libvirt domain with the same session, whose host knows its own C-bit", () => {
    const xml = libvirtDomain(machine, files, { ...target, cbitPosition: undefined, reducedPhysBits: undefined });
    expect(xml).toContain("<launchSecurity type='sev' kernelHashes='yes'>");
    expect(xml).toContain("<loader readonly='yes' type='pflash' stateless='yes'>");
    expect(xml).toContain("<policy>0xf</policy>");
    expect(xml).toContain("<dhCert>Y2VydA==</dhCert>");
    expect(xml).toContain("<session>c2Vzcw==</session>");
    expect(xml).not.toContain("cbitpos");
    expect(libvirtDomain(machine, files, target)).toContain("<cbitpos>47</cbitpos>");
  });

  test("is not started with virtual CPUs that QEMU has not", () => {
    const odd = { ...machine, shape: { ...machine.shape, vcpuType: "0x800f12" } };
    expect(() => qemuArguments(odd, files, target)).toThrow("launch.shape.vcpu-type");
    const foreign = { ...machine, shape: { ...machine.shape, vmmType: "gce" as const } };
    expect(() => libvirtDomain(foreign, files, target)).toThrow("launch.shape.vmm-type");
  });
});
