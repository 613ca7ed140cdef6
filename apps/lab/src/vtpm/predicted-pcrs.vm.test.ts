import { randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { toHex } from "@sekisho/encoding";
import { buildImage, fetchDiskFirmware, findTool, openCache, readMachine, imageFiles } from "@sekisho/image";
import { machineFiles, qemuArguments, qemuVersion, runMachine } from "@sekisho/launch";
import { replayMeasuredBoot } from "@sekisho/reference-values/measured-boot";
import { isDisk, type GateIdentity } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMachineTpm } from "./software-tpm.ts";
import { haveSwtpm } from "./testing.ts";

const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;
const patienceMs = 5 * 60_000;

const canBoot =
  haveSwtpm &&
  (await Promise.all([
    qemuVersion(),
    ...(["mmdebstrap", "cryptsetup", "debugfs"] as const).map((tool) => findTool(tool)),
  ]).then(
    () => true,
    () => false,
  ));
if (!canBoot)
  process.stderr.write("No QEMU, swtpm or image tools: predicted PCRs are not held against a machine's own.\n");

/** In place of the agent: it says what the TPM holds, and fails, so that the machine goes no further. */
const reader = `#!/bin/sh
for pcr in 2 3 4 5 6 7 8 9 11 12 13 14; do
  echo "TPM PCR $pcr $(cat /sys/class/tpm/tpm0/pcr-sha256/$pcr)."
done
exit 1
`;

const digest = "ab".repeat(32);
const gate: GateIdentity = {
  type: "sekisho-gate",
  version: 1,
  url: "https://10.0.2.2:8443",
  signingKeys: [{ spki: "AAAA", digest }],
  tlsKeyDigests: [digest],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-pcrs-"));
  await writeFile(join(folder, "reader"), reader, { mode: 0o755 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the PCRs of a machine hold in its initrd, by number, in hexadecimal. */
async function bootAndRead(machineFolder: string): Promise<ReadonlyMap<number, string>> {
  const machine = await readMachine(join(machineFolder, imageFiles.machine));
  const files = machineFiles(machine, machineFolder);
  if (!("variables" in files)) throw new Error("a machine that boots in another way");
  const state = join(machineFolder, "tpm");
  await mkdir(state);
  const [variables, socket] = [join(state, "variables.fd"), join(folder, "tpm.sock")];
  await copyFile(files.variables, variables);
  const tpm = await startMachineTpm(state, socket);
  try {
    let text = "";
    const target = { kind: "lab-disk", variables, tpm: socket, reportPort: null, keepDisk: false } as const;
    const running = await runMachine({
      arguments: qemuArguments(machine, files, target),
      onConsole: (bytes) => (text += Buffer.from(bytes).toString("latin1")),
    });
    const deadline = setTimeout(() => void running.stop(), patienceMs);
    await running.exited;
    clearTimeout(deadline);
    const found = Array.from(text.matchAll(/TPM PCR (\d+) ([0-9A-Fa-f]{64})\./g));
    return new Map(found.map(([, pcr, value = ""]) => [Number(pcr), value.toLowerCase()]));
  } finally {
    await tpm.stop();
  }
}

describe.runIf(canBoot).each([
  ["grub", true],
  ["grub", false],
  ["uki", true],
  ["uki", false],
] as const)("a machine that boots by %s, Secure Boot %s", (boot, secureBoot) => {
  test("holds in its PCRs what its image predicted", async () => {
    const cache = await openCache();
    const firmware = await fetchDiskFirmware({ cache, secureBoot });
    const keys = boot === "grub" && secureBoot ? firmware.microsoftVariables : firmware.blankVariables;
    const machineFolder = join(folder, `${boot}-${secureBoot ? "on" : "off"}`);
    const { machine } = await buildImage({
      boot,
      technology: "tpm",
      secureBoot,
      source: { kind: "suite", suite: "trixie", packages: [] },
      output: machineFolder,
      name: "predicted",
      gate,
      agent: join(folder, "reader"),
      firmware: firmware.firmware,
      variables: keys,
      vtpm: { provider: "device", endorsementKeys: [digest], roots: [] },
      shape,
      memoryMiB: 1024,
      secret: { releaseMode: "auto", bytes: randomBytes(32) },
      reportSource: { kind: "none" },
      allowPassphrasePrompt: false,
      additionalRoots: [],
      sshKeys: [],
      append: "no_timer_check",
      cache,
    });
    if (!isDisk(machine)) throw new Error("a machine that boots in another way");
    const found = await bootAndRead(machineFolder);
    expect(found.size).toBe(12);
    const [predicted] = machine.measuredBoots ?? [];
    const values = await replayMeasuredBoot(predicted ?? { pcrs: [], events: [] });
    expect(Array.from(values, ([pcr, value]) => [pcr, toHex(value)])).toEqual([...found]);
  });
});
