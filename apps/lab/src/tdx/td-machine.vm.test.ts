import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { toHex } from "@sekisho/encoding";
import { buildImage, fetchTdxFirmware, findTool, imageFiles, openCache, readMachine } from "@sekisho/image";
import { qemuVersion } from "@sekisho/launch";
import type { GateIdentity, Machine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HostChanges } from "../cloud/host-changes.ts";
import { startLab, type Lab } from "../cloud/lab.ts";
import { reportPortName } from "../cloud/report-port-name.ts";
import { launchVirtualMachine } from "../cloud/virtual-machine.ts";
import { haveSwtpm } from "../vtpm/testing.ts";
import { registerExtensions } from "./tpm-record.ts";

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
if (!canBoot) process.stderr.write("No QEMU, swtpm or image tools: no TD is booted in the lab.\n");

const port = `/dev/virtio-ports/${reportPortName}`;

/**
 * In place of the agent: it hands the firmware's log to the report port, asks for a quote, says what it got, and fails, so that
 * the machine goes no further.
 */
const asker = `#!/bin/sh
log=$(busybox base64 /sys/kernel/security/tpm0/binary_bios_measurements | busybox tr -d '\\n')
exec 3<> ${port}
ask() {
  echo "$1" >&3
  read -r answer <&3
  echo "ANSWER $(echo "$answer" | busybox cut -c 1-48) of \${#answer}."
}
ask "{\\"id\\":\\"log\\",\\"eventLog\\":{\\"firmwareLog\\":\\"$log\\"}}"
ask '{"id":"none","eventLog":{}}'
ask '{"id":"quote","inblob":"${Buffer.alloc(64, 7).toString("base64")}"}'
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
let lab: Lab;
let machine: Machine;
let boots = 0;
beforeAll(async () => {
  if (!canBoot) return;
  folder = await mkdtemp(join(tmpdir(), "sekisho-td-vm-"));
  lab = await startLab({ directory: fileURLToPath(new URL("../../../../.cache/lab-ca/cloud", import.meta.url)) });
  await writeFile(join(folder, "asker"), asker, { mode: 0o755 });
  const cache = await openCache();
  await buildImage({
    technology: "tdx",
    source: { kind: "suite", suite: "trixie", packages: [] },
    output: join(folder, "machine"),
    name: "td",
    gate,
    agent: join(folder, "asker"),
    firmware: await fetchTdxFirmware({ cache }),
    shape,
    memoryMiB: 1024,
    secret: { releaseMode: "auto", bytes: randomBytes(32) },
    reportSource: { kind: "port", path: port },
    allowPassphrasePrompt: false,
    additionalRoots: [lab.intel.rootDigest],
    sshKeys: [],
    append: "no_timer_check",
    cache,
  });
  machine = await readMachine(join(folder, "machine", imageFiles.machine));
}, 900_000);
afterAll(async () => {
  if (!canBoot) return;
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/** Boots it; the result is what it was answered, and what each register was extended with. */
async function boot(changes: HostChanges = {}) {
  const work = join(folder, `boot-${++boots}`);
  await mkdir(work);
  let text = "";
  const virtual = await launchVirtualMachine(lab, {
    machine,
    folder: join(folder, "machine"),
    work,
    socket: join(work, "port"),
    changes,
    onConsole: (bytes) => (text += Buffer.from(bytes).toString("latin1")),
  });
  const deadline = setTimeout(() => void virtual.stop(), patienceMs);
  await virtual.running.exited;
  clearTimeout(deadline);
  await virtual.stop();
  const extensions = registerExtensions(await readFile(join(work, "tpm-record"), "utf8"));
  return {
    answers: Array.from(text.matchAll(/ANSWER (.*) of (\d+)\./g), ([, answer = "", length]) => ({
      answer,
      long: Number(length) > 1000,
    })),
    registers: [0, 1, 2].map((register) =>
      extensions.filter((one) => one.register === register).map((one) => toHex(one.digest)),
    ),
  };
}

describe.runIf(canBoot)("a TD in QEMU", () => {
  test("measures what its image predicted, and its lab takes the log and quotes", async () => {
    const { answers, registers } = await boot();
    expect(answers).toEqual([
      { answer: '{"id":"log","provider":"tdx_guest","eventLog":"A', long: true },
      { answer: '{"id":"none","error":"EINVAL"}', long: false },
      { answer: '{"id":"quote","provider":"tdx_guest","generation', long: true },
    ]);
    const predicted = (machine.measuredBoots ?? []).map(({ events }) =>
      [1, 2].map((register) => events.filter(({ pcr }) => pcr === register).map((event) => event.digest)),
    );
    expect(predicted).toContainEqual(registers.slice(1));
    const again = await boot({ commandLine: `${machine.boot.commandLine} quiet` });
    expect(again.registers.map((register, index) => register.join() === registers[index]?.join())).toEqual([
      true,
      true,
      false,
    ]);
  });
});
