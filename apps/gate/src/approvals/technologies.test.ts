import { createHash, randomUUID } from "node:crypto";
import {
  createQuotingEnclave,
  createSecureProcessor,
  createTdxModule,
  labPlatform,
  olderPlatform,
  playedTd,
  startKeyServer,
  usualPolicy,
  usualTdAttributes,
  type IntelAuthority,
  type KeyServer,
  type LabAuthority,
} from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { bootDigest, verdictDigest, type EvidenceBundle, type Machine, type RequestDetail } from "@sekisho/release";
import { bootFactsOf, createAppraiser, judgeRequest } from "@sekisho/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { intelServiceSource } from "../requests/intel-service-source.ts";
import { keyServerSource } from "../requests/key-server-source.ts";
import { approve } from "../test-support/approve.ts";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { diskBoot, referenceValue } from "../test-support/machines.ts";
import { localDoor, person, type TestPerson } from "../test-support/people.ts";
import { recordedBoot, type RecordedBoot } from "../test-support/recorded-boot.ts";
import { knownFirmware, recordedTd, tdEvent, tdFirmwareDigest } from "../test-support/recorded-td.ts";
import { softwareTpm, type SoftwareTpm } from "../test-support/software-tpm.ts";

let authority: LabAuthority;
let intel: IntelAuthority;
let service: KeyServer;
let gate: TestGate;
let taro: TestPerson;

beforeAll(async () => {
  authority = await testAuthority("Genoa");
  intel = await testIntelAuthority();
  const platforms = [labPlatform()];
  service = await startKeyServer({ authorities: [authority], intel: { authority: intel, platforms } });
  const { url } = service;
  const appraiser = createAppraiser(keyServerSource({ url }), intelServiceSource({ url }));
  gate = await testGate({ appraiser, people: localDoor });
  taro = await person(gate, "taro", "approver");
}, 120_000);
afterAll(async () => {
  await gate.stop();
  await service.close();
});

/** A machine of one technology, and ways to boot it: as ever, or in a way that its owner knows as good, too, but that is not the approved one. */
type Bootable = {
  readonly machine: Machine;
  boot(otherwise?: string): Promise<TestGuest>;
};

async function directMachine(): Promise<Bootable> {
  const machine = await gate.register({
    releaseMode: "approve",
    referenceValues: [referenceValue("5a".repeat(48)), referenceValue("5b".repeat(48))],
    additionalRoots: [authority.rootDigest],
  });
  return {
    machine,
    boot: async (otherwise) => {
      const newest = createSecureProcessor(authority);
      const tcb = { ...newest.tcb, microcode: newest.tcb.microcode + (otherwise === "another TCB" ? 1 : 0) };
      // Each boot on another chip of the kind: a cloud may do that.
      const processor = createSecureProcessor(authority, { chipName: randomUUID(), tcb });
      const digest = new Uint8Array(48).fill(otherwise === "another kernel" ? 0x5b : 0x5a);
      const launched = processor.launch({ launchDigest: digest, policy: usualPolicy });
      return testGuest(gate.guests, machine, Buffer.from(launched.reportId), (binding) => ({
        technology: "sev-snp",
        report: base64(launched.report(binding, 0).report),
      }));
    },
  };
}

/** Boots from its disk, recorded by the TPM of an SVSM, which makes its keys anew at each launch. */
async function svsmMachine(): Promise<Bootable> {
  const id = randomUUID();
  const boots = knownBoots(id);
  const digest = new Uint8Array(48).fill(0x5a);
  const launch = { ...knownFirmware, launchDigest: "5a".repeat(48), svsm: knownFirmware.firmware };
  const machine = await gate.register({
    ...diskBoot(),
    id,
    releaseMode: "approve",
    measuredLaunches: [launch],
    measuredBoots: boots.map(({ known }) => known),
    additionalRoots: [authority.rootDigest],
  });
  return {
    machine,
    boot: async (otherwise) => {
      const tpm = await softwareTpm("svsm");
      const launched = createSecureProcessor(authority).launch({ launchDigest: digest, policy: usualPolicy });
      const about = (binding: Uint8Array): Uint8Array =>
        createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
      const report = (binding: Uint8Array): EvidenceBundle["evidence"] => ({
        technology: "sev-snp",
        report: base64(launched.report(about(binding), 0).report),
      });
      const recorded = boots[otherwise === "another kernel" ? 1 : 0];
      return testGuest(gate.guests, machine, Buffer.from(launched.reportId), report, withBoot(tpm, recorded));
    },
  };
}

/** No confidential VM, but two TPMs whose keys its owner pins. */
async function tpmMachine(): Promise<Bootable> {
  const id = randomUUID();
  const boots = knownBoots(id);
  const tpms = [await softwareTpm("device"), await softwareTpm("device")] as const;
  const endorsementKeys = tpms.map(({ endorsementKey }) => createHash("sha256").update(endorsementKey).digest("hex"));
  const machine = await gate.register({
    ...diskBoot(),
    id,
    technology: "tpm",
    vtpm: { provider: "device", endorsementKeys, roots: [] },
    releaseMode: "approve",
    measuredBoots: boots.map(({ known }) => known),
  });
  let resets = 0;
  return {
    machine,
    boot: async (otherwise) => {
      const tpm = await tpms[otherwise === "another TPM" ? 1 : 0].withOtherKey();
      const recorded = boots[otherwise === "another kernel" ? 1 : 0];
      const evidence = (): EvidenceBundle["evidence"] => ({ technology: "tpm" });
      return testGuest(gate.guests, machine, Buffer.alloc(32), evidence, withBoot(tpm, recorded, ++resets));
    },
  };
}

async function tdxMachine(): Promise<Bootable> {
  const id = randomUUID();
  const { events, known } = recordedTd(`quiet sekisho.machine=${id}`);
  const [first, , ...rest] = events;
  const other = [first, tdEvent(1, "another kernel"), ...rest].filter((event) => event !== undefined);
  const alsoKnown = {
    ...known,
    name: "kernel 6.17",
    events: known.events.map((event, index) => ({
      ...event,
      digest: Buffer.from(other[index]?.digest ?? []).toString("hex"),
    })),
  };
  const machine = await gate.register(
    {
      id,
      technology: "tdx",
      guestPolicy: "0x10000000",
      referenceValues: [],
      measuredLaunches: [knownFirmware],
      measuredBoots: [known, alsoKnown],
      additionalRoots: [intel.rootDigest],
      releaseMode: "approve",
    },
    "version: 1\ntdx: {collateral: required, tcb: {statuses: [UpToDate, OutOfDate]}}\n",
  );
  return {
    machine,
    boot: async (otherwise) => {
      const platform = otherwise === "another TCB" ? olderPlatform(labPlatform()) : labPlatform();
      const module = createTdxModule(createQuotingEnclave(intel, { platform }));
      const launched = module.launch({ mrTd: tdFirmwareDigest, attributes: usualTdAttributes });
      const { td, eventLog } = playedTd(launched, otherwise === "another kernel" ? other : events);
      const log = await eventLog(undefined);
      return testGuest(gate.guests, machine, Buffer.alloc(32), (binding) => ({
        technology: "tdx",
        quote: base64(td.quote(binding)),
        ...(log === undefined ? {} : { eventLog: base64(log) }),
      }));
    },
  };
}

function knownBoots(machineId: string): readonly [RecordedBoot, RecordedBoot] {
  const commandLine = `root=/dev/mapper/root sekisho.machine=${machineId}`;
  return [recordedBoot(commandLine), recordedBoot(`${commandLine} quiet`)];
}

function withBoot(tpm: SoftwareTpm, recorded: RecordedBoot, resetCount = 7): SoftwareTpm {
  return { ...tpm, evidence: (binding) => tpm.evidence(binding, recorded, resetCount) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** Asks, with a TPM's answer where there is one. */
async function ask(guest: TestGuest): Promise<Awaited<ReturnType<TestGuest["attest"]>>> {
  const status = await guest.attest();
  if (status.state === "refused") throw new Error(JSON.stringify((await gate.detail(status.number)).verdict?.checks));
  return status.state === "waiting" && status.activation !== undefined ? guest.activate(status) : status;
}

/** The digest that a person's own device finds, by its own verdict about the evidence. */
async function digestElsewhere(detail: RequestDetail, machine: Machine): Promise<string | undefined> {
  const { id: request, evidence, verdict, policy } = detail;
  if (evidence === null || verdict === null) return undefined;
  const judged = await judgeRequest(detail, machine, policy, new Date());
  expect(judged.verdict.verdict).toBe("accepted");
  const facts = await bootFactsOf(evidence, judged.verdict.claims, policy);
  if (facts === undefined) return undefined;
  const boot = await bootDigest(facts);
  return verdictDigest({ request, guestKey: evidence.guestKey, bootDigest: boot, verdict });
}

describe.each([
  ["an SEV-SNP machine that boots directly", directMachine, ["another kernel", "another TCB"]],
  ["an SEV-SNP machine with an SVSM's TPM", svsmMachine, ["another kernel"]],
  ["a machine with a TPM alone", tpmMachine, ["another kernel", "another TPM"]],
  ["a TD", tdxMachine, ["another kernel", "another TCB"]],
] as const)("%s", (_, register, others) => {
  test("is approved, and booted like that once more without asking; otherwise somebody is asked again", async () => {
    const { boot, machine } = await register();
    const guest = await boot();
    const asked = await ask(guest);
    if (asked.state !== "waiting") throw new Error(asked.state);
    const detail = await gate.detail(asked.request);
    expect(await digestElsewhere(detail, machine)).toBe(detail.verdictDigest);
    expect((await approve(taro, asked.request, { kind: "boots", count: 2 })).status).toBe(200);
    const released = await guest.attest({ request: asked.request });
    expect(await gate.detail(asked.request)).toMatchObject({ verdictDigest: detail.verdictDigest, state: "released" });
    if (released.state !== "released") throw new Error(released.state);
    expect(await guest.open(released.release)).toBe(diskKey);

    for (const other of others) expect([other, (await ask(await boot(other))).state]).toEqual([other, "waiting"]);
    const again = await boot();
    const status = await ask(again);
    if (status.state !== "released") throw new Error(status.state);
    expect(await again.open(status.release)).toBe(diskKey);
    expect((await ask(await boot())).state).toBe("waiting");
  }, 60_000);
});

test("with a TPM nobody approves before that has answered", async () => {
  const { boot } = await svsmMachine();
  const status = await (await boot()).attest();
  const request = status.state === "waiting" ? status.request : "";
  await expect(approve(taro, request)).rejects.toThrow("gate.problem.stillActivating");
});
