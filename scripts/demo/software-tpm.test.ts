import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createGateTransport } from "@sekisho/guest";
import { endorsementKeyIn, forgeEvidence, forgeries, type Forgery, type GuestEnd } from "@sekisho/lab";
import { createRenderer } from "@sekisho/messages";
import { releaseCatalogue } from "@sekisho/release/locales";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepareMachine, writeTree, type SoftwareMachine } from "./software/prepare.ts";
import { asTpmMachine, startTpmGuest, type TpmMachine } from "./software/tpm-machine.ts";
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

async function register({ machine }: TpmMachine): Promise<void> {
  await world.gate.client.forget(machine.name);
  const diskKey = Buffer.from(prepared.secret).toString("base64");
  await world.gate.client.register({ machine, diskKey });
}

/** Runs the real agent as a process, with a TPM to which this boot is played. */
async function boot(made: TpmMachine, work: string, state: string): Promise<GuestEnd> {
  return (await startTpmGuest(world, made, { folder: work, state })).ended;
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
    const made = await asTpmMachine(prepared, "sev-snp", { provider: "svsm" });
    const { machine } = made;
    await register(made);
    const work = await workFolder("svsm");
    expect(await boot(made, work, join(work, "tpm"))).toEqual({ kind: "opened" });

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
    const made = await asTpmMachine(prepared, "tpm", { provider: "device", endorsementKeys: [sha256(key)], roots: [] });
    await register(made);
    expect(await boot(made, work, state)).toEqual({ kind: "opened" });
    expect(await boot(made, work, join(work, "other-tpm"))).toMatchObject({ kind: "refused" });
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
