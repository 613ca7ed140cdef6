import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { createGateTransport } from "@sekisho/guest";
import { imageFiles } from "@sekisho/image";
import {
  endorsementKeyIn,
  eventsOfKnownBoots,
  forgeEvidence,
  forgeries,
  launchSoftwareGuest,
  measureLaunch,
  recordBoot,
  serveReportPort,
  startGuestTpm,
  vmplUnderSvsm,
  withTpm,
  writeInitramfs,
  type Forgery,
  type GuestEnd,
} from "@sekisho/lab";
import { createRenderer } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { isDisk, machineSchema, type DiskMachine, type VtpmExpectation } from "@sekisho/release";
import { releaseCatalogue } from "@sekisho/release/locales";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kernelVersion, memoryMiB, prepareMachine, writeTree, type SoftwareMachine } from "./software/prepare.ts";
import { startWorld, type World } from "./world.ts";

const haveSwtpm = spawnSync("swtpm", ["--version"]).error === undefined;
if (!haveSwtpm) process.stderr.write("No swtpm: tests of software guests with a TPM are skipped.\n");

let folder: string;
let world: World;
let prepared: SoftwareMachine;
beforeAll(async () => {
  if (!haveSwtpm) return;
  folder = await mkdtemp(join(tmpdir(), "sekisho-tpm-demo-"));
  world = await startWorld({
    labDirectory: join(import.meta.dirname, "..", "..", ".cache", "demo", "lab"),
    render: createRenderer("en", [releaseCatalogue]),
    gateHost: "127.0.0.1",
  });
  prepared = await prepareMachine({
    technology: "sev-snp",
    folder: join(folder, "machine"),
    name: "tpm-machine",
    tree: await writeTree(folder),
    gate: world.gate.identity,
    rootDigest: world.lab.rootDigest,
    releaseMode: "auto",
  });
}, 120_000);
afterAll(async () => {
  if (!haveSwtpm) return;
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const separator = { component: "separator", name: "00000000", digest: sha256(new Uint8Array(4)) };

/** A boot as GRUB would have it, in short. */
function knownBoot(commandLine: string, addedAt: string): MeasuredBoot {
  const text = (pcr: number, component: string, name: string) => ({
    pcr,
    component,
    name,
    digest: sha256(toUtf8(name)),
  });
  return {
    name: "known",
    addedAt,
    origin: "predicted",
    pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14],
    events: [
      ...Array.from({ length: 8 }, (_, pcr) => ({ pcr, ...separator })),
      text(4, "boot-loader", "EFI/BOOT/grubx64.efi"),
      text(8, "command-line", commandLine),
      text(9, "kernel", "/vmlinuz"),
    ],
  };
}

/** The prepared machine, as one that boots from its disk. */
async function diskMachine(technology: DiskMachine["technology"], vtpm: VtpmExpectation): Promise<DiskMachine> {
  const { machine: direct, folder: home } = prepared;
  const firmware = buildSyntheticFirmware({ hashTableAddress: null });
  const variables = new Uint8Array(4096);
  const artifact = async (file: string, bytes: Uint8Array) => {
    await writeFile(join(home, file), bytes);
    return { file, sha256: sha256(bytes), version: file };
  };
  const boot = { firmware: await artifact("ovmf.fd", firmware), variables: await artifact("variables.fd", variables) };
  const { shape, createdAt } = direct;
  const digest = await measureLaunch({ firmware, variablesSize: variables.length, svsm: null, shape });
  const known = { sha256: boot.firmware.sha256, version: boot.firmware.version };
  const machine = machineSchema.parse({
    ...direct,
    technology,
    boot: { kind: "grub", ...boot, svsm: null, secureBoot: false, commandLine: direct.boot.commandLine },
    referenceValues: [],
    vtpm,
    measuredLaunches:
      technology === "tpm"
        ? []
        : [{ name: "known", addedAt: createdAt, launchDigest: toHex(digest), firmware: known, svsm: null }],
    measuredBoots: [knownBoot(direct.boot.commandLine, createdAt)],
  });
  if (!isDisk(machine)) throw new Error("it boots in another way");
  return machine;
}

async function register(machine: DiskMachine): Promise<void> {
  await world.gate.client.forget(machine.name);
  const diskKey = Buffer.from(prepared.secret).toString("base64");
  await world.gate.client.register({ machine, diskKey });
}

/** Runs the real agent as a process, with a TPM to which this boot is played. */
async function boot(machine: DiskMachine, work: string, state: string): Promise<GuestEnd> {
  const socket = `${world.socketPath()}.tpm`;
  const manifest = await endorsementKeyIn(state, socket);
  const confidential = machine.technology === "sev-snp";
  const firmware = await readFile(join(prepared.folder, machine.boot.firmware.file));
  const { size: variablesSize } = await stat(join(prepared.folder, machine.boot.variables.file));
  const port = confidential
    ? await serveReportPort(world.socketPath(), {
        ...(await world.lab.launch({
          artifacts: { firmware, variablesSize, svsm: null, shape: machine.shape },
          policy: BigInt(machine.guestPolicy),
          vmpl: vmplUnderSvsm,
        })),
        svsm: { manifest },
      })
    : null;
  const tpm = await startGuestTpm(state, socket);
  try {
    const firmwareLog = join(work, "firmware-log");
    const events = eventsOfKnownBoots(machine.measuredBoots ?? []);
    await writeFile(firmwareLog, await withTpm(socket, (transport) => recordBoot(transport, events)));
    const configuration = {
      type: "sekisho-guest",
      version: 1,
      gate: machine.gate,
      disk: { device: "/dev/vda", mapping: "root" },
      reportSource: confidential ? { kind: "port", path: "/dev/virtio-ports/x" } : { kind: "none" },
      vtpm: { provider: machine.vtpm.provider, connection: { kind: "device", path: "/dev/tpmrm0" } },
      allowPassphrasePrompt: false,
    };
    const initrd = join(work, "initrd");
    const file = { path: "etc/sekisho/guest.json", bytes: toUtf8(JSON.stringify(configuration)) };
    await writeFile(initrd, writeInitramfs([file]));
    const running = launchSoftwareGuest({
      initrd,
      commandLine: machine.boot.commandLine,
      kernelVersion,
      disk: join(prepared.folder, imageFiles.disk),
      reportPort: port?.path ?? null,
      vtpm: { socket, firmwareLog },
      folder: work,
      memoryKiB: memoryMiB * 1024,
      attempts: 3,
    });
    return await running.ended;
  } finally {
    await tpm.stop();
    await port?.close();
  }
}

/** Why the gate refuses each: a reason of its own, or the checks that failed. */
const refusals: Readonly<Record<Forgery, readonly string[]>> = {
  "event-removed": ["tpm.quote.pcr-digest"],
  "event-relabelled": ["measured-boot.known", "measured-boot.command-line"],
  "other-pcrs": ["tpm.quote.pcr-select", "tpm.quote.pcr-digest"],
  "second-attestation-key": ["gate.refusal.activationFailed"],
  "unrestricted-attestation-key": ["tpm.attestation-key.attributes"],
  "own-report": ["sev-snp.policy.vmpl", "svsm.vmpl"],
};

async function workFolder(name: string): Promise<string> {
  const work = join(folder, name);
  await mkdir(work);
  return work;
}

describe.skipIf(!haveSwtpm)("a guest that is a process, with a TPM", () => {
  it("gets its key where an SVSM holds the TPM, and root in it gets none with forged evidence", async () => {
    const machine = await diskMachine("sev-snp", { provider: "svsm" });
    await register(machine);
    const work = await workFolder("svsm");
    expect(await boot(machine, work, join(work, "tpm"))).toEqual({ kind: "opened" });

    const { tlsKeyDigests, url } = machine.gate;
    const found: Record<string, readonly string[]> = {};
    for (const forgery of forgeries) {
      const status = await forgeEvidence(world.lab, {
        forgery,
        machine,
        folder: prepared.folder,
        work: await workFolder(forgery),
        socket: world.socketPath(),
        gate: createGateTransport({ url, tlsKeyDigests }),
      });
      if (status.state !== "refused") throw new Error(`${forgery}: ${status.state}`);
      const { reason, verdict } = await world.gate.client.request(status.number);
      const failed = verdict?.checks.filter((check) => check.status === "fail").map(({ id }) => id);
      found[forgery] = [...(reason === null ? [] : [reason.id]), ...(failed ?? [])];
    }
    expect(found).toEqual(refusals);
  });

  it("gets its key with a TPM of its own and no confidential VM, but not with another TPM", async () => {
    const work = await workFolder("device");
    const state = join(work, "tpm");
    const key = await endorsementKeyIn(state, `${world.socketPath()}.tpm`);
    const machine = await diskMachine("tpm", { provider: "device", endorsementKeys: [sha256(key)], roots: [] });
    await register(machine);
    expect(await boot(machine, work, state)).toEqual({ kind: "opened" });
    expect(await boot(machine, work, join(work, "other-tpm"))).toMatchObject({ kind: "refused" });
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
