import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { SecretPacket } from "@sekisho/evidence/sev";
import { readMachine } from "@sekisho/image";
import { createSevPlatform, launchSevMachine, type SevMachineInput } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { qemuVersion, type MachineEvent } from "@sekisho/launch";
import { isDirect, type DirectMachine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sekisho } from "../testing.ts";

/** A root filesystem whose kernel has the driver efi_secret: no distribution that Sekisho itself can build has one. */
const rootfs = join(import.meta.dirname, "../../../../.cache/sev/rootfs.tar");
const haveQemu = await qemuVersion().then(
  () => true,
  () => false,
);
const canBoot = haveQemu && existsSync(rootfs);
if (!canBoot) process.stderr.write("No QEMU, or no .cache/sev/rootfs.tar (docs/en/sev.md): no SEV guest is booted.\n");

const patienceSeconds = 240;
const authority = canBoot ? await testAuthority("Milan") : undefined;
/** Nobody asks this gate: the agent only looks whether its file is sound. */
const spki = Buffer.from("a key");
const digest = createHash("sha256").update(spki).digest("hex");
const gate = {
  type: "sekisho-gate",
  version: 1,
  url: "https://10.0.2.2:8443",
  signingKeys: [{ spki: spki.toString("base64"), digest }],
  tlsKeyDigests: [digest],
};
const packetSchema = z.object({ "packet-header": z.base64(), secret: z.base64() });

let folder = "";
let machine: DirectMachine;
const place = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(async () => {
  if (!canBoot || authority === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "sekisho-sev-vm-"));
  await writeFile(place("gate.json"), JSON.stringify(gate));
  await writeFile(place("platform.cert"), createSevPlatform(authority).chain);
  const words = ["--from", rootfs, "--technology", "sev-es", "--gate", place("gate.json"), "--output", place("ward")];
  const shape = ["--name", "ward", "--vcpus", "1", "--memory", "1024", "--generate-key"];
  const built = await sekisho("image", "build", ...words, ...shape);
  if (built.status !== 0) throw new Error(built.errors);
  const made = await readMachine(place("ward", "machine.json"));
  if (!isDirect(made)) throw new Error("a machine that boots in another way");
  machine = made;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The owner: has a session made, judges what the host launched, and seals the key only then. */
async function launch(name: string, changes: SevMachineInput["changes"] = {}, key = place("ward", "keys", "disk.key")) {
  if (authority === undefined) throw new Error("no lab");
  const [out, known] = [place(name), ["--machine", place("ward", "machine.json"), "--root", authority.rootDigest]];
  await mkdir(out, { mode: 0o700 });
  const session = await sekisho("sev", "session", "--platform", place("platform.cert"), "--out", out, ...known);
  if (session.status !== 0) throw new Error(session.errors + session.output);
  const read = async (file: string) => new Uint8Array(Buffer.from(await readFile(join(out, file), "utf8"), "base64"));
  const owner = async (launchInfo: string): Promise<SecretPacket | undefined> => {
    await writeFile(join(out, "info"), launchInfo);
    const words = ["--keys", join(out, "launch.keys"), "--launch-info", join(out, "info"), "--key", key];
    const sealed = await sekisho("sev", "secret", "--json", ...words, ...known, "--out", out);
    if (sealed.status === 1) return undefined;
    if (sealed.status !== 0) throw new Error(sealed.errors);
    const packet = packetSchema.parse(JSON.parse(sealed.output));
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
    return { header: bytes(packet["packet-header"]), payload: bytes(packet.secret) };
  };
  const start = {
    policy: Number(machine.guestPolicy),
    certificate: await read("launch-dh.b64"),
    session: await read("launch-session.b64"),
  };
  const serialLog = join(out, "console.log");
  const input = { machine, folder: place("ward"), work: out, start, owner, changes, serialLog };
  return launchSevMachine(createSevPlatform(authority), input);
}

/** What the guest's agent says until the machine has booted or ended. */
async function watched(running: NonNullable<Awaited<ReturnType<typeof launch>>>) {
  const said: string[] = [];
  running.subscribe((event: MachineEvent) => {
    if (event.kind === "agent") said.push(event.text);
  });
  try {
    const end = await running.first(["login", "exit", "guest-reset", "firmware-refused"], patienceSeconds);
    return { end: end.kind, said: said.join("\n") };
  } finally {
    await running.stop();
  }
}

describe.runIf(canBoot)("a SEV-ES guest of the lab, with the genuine firmware and Linux's own driver", () => {
  test("boots from its encrypted disk with the key that its owner injected", async () => {
    const running = await launch("released");
    if (running === undefined) throw new Error("refused");
    const { end, said } = await watched(running);
    expect(said).toContain("The disk is open, and its key is wiped.");
    expect(end).toBe("login");
  });

  test("is never started when the host launches it otherwise", async () => {
    const commandLine = `${machine.boot.commandLine} init=/bin/sh`;
    expect(await launch("changed", { commandLine })).toBeUndefined();
  });

  test("restarts without its disk where another key was injected", async () => {
    await writeFile(place("wrong.key"), new Uint8Array(32).fill(7));
    const running = await launch("wrong", {}, place("wrong.key"));
    if (running === undefined) throw new Error("refused");
    const { end, said } = await watched(running);
    expect(said).toContain("The key opens no key slot of the disk.");
    expect(end).not.toBe("login");
  });
});
