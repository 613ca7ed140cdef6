import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkSnpHost, type HostPaths } from "./check.ts";
import { parseQemuVersion, qemuVersion } from "./version.ts";

let folder: string;
let paths: HostPaths;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-host-"));
  paths = { kvm: join(folder, "kvm"), snpParameter: join(folder, "sev_snp"), sevDevice: join(folder, "sev") };
});
afterEach(() => rm(folder, { recursive: true }));

const version = (output: string) => () => Promise.resolve(parseQemuVersion(output) ?? fail());
function fail(): never {
  throw new Error("no version");
}
const recent = version("QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)");

describe("a host is told what it lacks for SEV-SNP, one thing after the other", () => {
  test("KVM, SEV-SNP, its device, a recent QEMU", async () => {
    const problem = () => checkSnpHost({ paths, version: recent }).catch((error: unknown) => error);
    expect(await problem()).toMatchObject({ problem: { id: "launch.host.no-kvm" } });
    await writeFile(paths.kvm, "");
    expect(await problem()).toMatchObject({ problem: { id: "launch.host.no-snp" } });
    await writeFile(paths.snpParameter, "N\n");
    expect(await problem()).toMatchObject({ problem: { id: "launch.host.no-snp" } });
    await writeFile(paths.snpParameter, "Y\n");
    expect(await problem()).toMatchObject({ problem: { id: "launch.host.no-sev-device" } });
    await writeFile(paths.sevDevice, "");
    expect(await problem()).toBeUndefined();
    const old = checkSnpHost({ paths, version: version("QEMU emulator version 9.0.4") });
    await expect(old).rejects.toMatchObject({ problem: { id: "launch.qemu.too-old", values: { version: "9.0.4" } } });
    const enough = checkSnpHost({ paths, version: version("QEMU emulator version 9.1.0") });
    await expect(enough).resolves.toBeUndefined();
  });
});

test("QEMU's version is read from what distributions make of it", () => {
  expect(parseQemuVersion("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright")).toEqual({
    major: 7,
    minor: 2,
    text: "7.2.22",
  });
  expect(parseQemuVersion("QEMU emulator version 9.1.2(qemu-9.1.2-1.el10)")).toMatchObject({ text: "9.1.2" });
  expect(parseQemuVersion("bash: no such command")).toBeUndefined();
});

test("a missing QEMU is said in a sentence", async () => {
  await expect(qemuVersion(join(folder, "qemu"))).rejects.toMatchObject({ problem: { id: "launch.qemu.missing" } });
});
