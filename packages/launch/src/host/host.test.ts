import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { QuoteService } from "../target.ts";
import { checkSnpHost, checkTdxHost, type HostPaths } from "./check.ts";
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

test("a host is told what it lacks for TDX: KVM, TDX, the quote service, a recent QEMU", async () => {
  const [kvm, tdxParameter, socket] = [join(folder, "kvm"), join(folder, "tdx"), join(folder, "qgs")];
  const unix = { kind: "unix", path: socket } as const;
  const check = (text: string, quoteService: QuoteService = unix) =>
    checkTdxHost(quoteService, { paths: { kvm, tdxParameter }, version: version(text) }).then(
      () => undefined,
      (error: unknown) => error,
    );
  const [recentEnough, old] = ["QEMU emulator version 10.1.0", "QEMU emulator version 10.0.7"];
  expect(await check(recentEnough)).toMatchObject({ problem: { id: "launch.host.no-kvm" } });
  await writeFile(kvm, "");
  expect(await check(recentEnough)).toMatchObject({ problem: { id: "launch.host.no-tdx" } });
  await writeFile(tdxParameter, "N\n");
  expect(await check(recentEnough)).toMatchObject({ problem: { id: "launch.host.no-tdx" } });
  await writeFile(tdxParameter, "Y\n");
  expect(await check(recentEnough)).toMatchObject({ problem: { id: "launch.host.no-quote-service" } });
  expect(await check(recentEnough, { kind: "vsock", cid: 2, port: 4050 })).toBeUndefined();
  await writeFile(socket, "");
  expect(await check(old)).toMatchObject({
    problem: { id: "launch.qemu.too-old", values: { technology: "TDX", needed: "10.1", version: "10.0.7" } },
  });
  expect(await check(recentEnough)).toBeUndefined();
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
