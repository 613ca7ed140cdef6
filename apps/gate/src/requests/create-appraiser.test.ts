import { createHash, randomUUID } from "node:crypto";
import { refuses } from "@sekisho/evidence";
import {
  createSecureProcessor,
  startKeyServer,
  usualPolicy,
  type KeyServer,
  type LabAuthority,
  type SecureProcessor,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import type { Machine, RequestDetail, VtpmEvidence } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAppraiser } from "@sekisho/verifier";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { diskBoot } from "../test-support/machines.ts";
import { recordedBoot, type RecordedBoot } from "../test-support/recorded-boot.ts";
import { softwareTpm, type SoftwareTpm } from "../test-support/software-tpm.ts";
import { keyServerSource } from "./key-server-source.ts";

const launchDigest = new Uint8Array(48).fill(0x5a);
const addedAt = "2026-11-23T00:00:00.000Z";
const file = { sha256: "11".repeat(32), version: "1" };
const launch = { name: "OVMF with SVSM", addedAt, launchDigest: "5a".repeat(48), firmware: file, svsm: file };

let authority: LabAuthority;
let processor: SecureProcessor;
let keyServer: KeyServer;
let gate: TestGate;

beforeAll(async () => {
  authority = await testAuthority("Genoa");
  processor = createSecureProcessor(authority);
  keyServer = await startKeyServer({ authorities: [authority] });
  gate = await testGate({ appraiser: createAppraiser(keyServerSource({ url: keyServer.url })) });
}, 120_000);

afterAll(async () => {
  await gate.stop();
  await keyServer.close();
});

/** What a test wants otherwise than an honest guest. */
type Plan = {
  readonly machine?: Partial<Machine>;
  readonly policy?: string;
  readonly tpm?: SoftwareTpm;
  readonly boot?: (own: RecordedBoot, machine: Machine) => Pick<RecordedBoot, "firmwareLog" | "pcrs">;
  readonly vtpm?: (evidence: VtpmEvidence) => VtpmEvidence;
  readonly known?: (own: RecordedBoot) => Machine["measuredBoots"];
  readonly digest?: Uint8Array;
  readonly vmpl?: number;
  /** Another REPORT_DATA than the one that an SVSM has its report made about. */
  readonly reportData?: (binding: Uint8Array) => Uint8Array;
};

async function guestOf(plan: Plan = {}): Promise<TestGuest> {
  const { tpm = await softwareTpm("svsm"), digest = launchDigest, vmpl = 0 } = plan;
  const machineId = randomUUID();
  const own = recordedBoot(`root=/dev/mapper/root sekisho.machine=${machineId}`);
  const measuredBoots = plan.known?.(own) ?? [own.known];
  const machine = await gate.register(
    {
      ...diskBoot(),
      id: machineId,
      measuredLaunches: [launch],
      measuredBoots,
      additionalRoots: [authority.rootDigest],
      ...plan.machine,
    },
    plan.policy,
  );
  const boot = plan.boot?.(own, machine) ?? own;
  const launched = processor.launch({ launchDigest: digest, policy: usualPolicy });
  const about = (binding: Uint8Array): Uint8Array =>
    plan.reportData?.(binding) ?? createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
  return testGuest(
    gate.guests,
    machine,
    Buffer.from(launched.reportId),
    (binding) =>
      machine.technology === "tpm"
        ? { technology: "tpm" }
        : {
            technology: "sev-snp",
            report: Buffer.from(launched.report(about(binding), vmpl).report).toString("base64"),
          },
    {
      ...tpm,
      evidence: (binding) => {
        const evidence = tpm.evidence(binding, boot);
        return plan.vtpm?.(evidence) ?? evidence;
      },
    },
  );
}

/** The identifiers of the checks that refused. */
async function refusedBy(plan: Plan): Promise<string[]> {
  const status = await (await guestOf(plan)).attest();
  if (status.state !== "refused") throw new Error(`not refused but ${status.state}`);
  return refusing(await gate.detail(status.number));
}

function refusing(detail: RequestDetail): string[] {
  return (detail.verdict?.checks ?? []).filter(refuses).map((check) => check.id);
}

async function released(guest: TestGuest): Promise<RequestDetail> {
  const asked = await guest.attest();
  if (asked.state === "refused") throw new Error(JSON.stringify((await gate.detail(asked.number)).verdict?.checks));
  const status = await guest.activate(asked);
  if (status.state !== "released") throw new Error(`not released but ${status.state}`);
  expect(await guest.open(status.release)).toBe(diskKey);
  return gate.detail(status.request);
}

describe("a confidential VM with an SVSM's TPM", () => {
  test("is released to, and its verdict tells of report and boot", async () => {
    const { verdict } = await released(await guestOf());
    const ids = verdict?.checks.filter(({ status }) => status === "pass").map((check) => check.id);
    expect(ids).toEqual(
      expect.arrayContaining([
        "sev-snp.signature",
        "sev-snp.policy.measurement",
        "svsm.report-data",
        "vtpm.svsm.measured",
        "tpm.quote.signature",
        "measured-boot.known",
        "measured-boot.machine",
      ]),
    );
    expect(verdict?.claims).toMatchObject({ measuredBoot: { provider: "svsm" } });
  });

  test.each<[string, Plan, string]>([
    ["a launch that is not known", { digest: new Uint8Array(48).fill(1) }, "sev-snp.policy.measurement"],
    [
      "a known launch without an SVSM, where the policy demands one",
      {
        machine: { measuredLaunches: [{ ...launch, svsm: null }] },
        policy: "version: 1\nsev-snp: {}\nmeasured-boot:\n  unmeasured-svsm: refuse\n",
      },
      "vtpm.svsm.measured",
    ],
    ["a machine without any known launch", { machine: { measuredLaunches: [] } }, "sev-snp.policy.measurement"],
    ["a machine without any known boot", { known: () => [] }, "measured-boot.known"],
    ["a report about the binding alone", { reportData: (binding) => binding }, "svsm.report-data"],
    ["a report that the guest asked for itself, at VMPL 2", { vmpl: 2 }, "svsm.vmpl"],
    ["a boot with another command line", { boot: () => recordedBoot("init=/bin/sh") }, "measured-boot"],
    [
      "a log that tells of the known boot, with PCRs of another",
      { boot: ({ firmwareLog }) => ({ firmwareLog, pcrs: recordedBoot("init=/bin/sh").pcrs }) },
      "tpm.quote.pcr-digest",
    ],
    [
      "a quote after the initrd was left",
      { boot: (_, { id: own }) => recordedBoot(`root=/dev/mapper/root sekisho.machine=${own}`, [15]) },
      "measured-boot.initrd-left",
    ],
    [
      "another manifest than its endorsement key",
      { vtpm: (evidence) => ({ ...evidence, servicesManifest: "AAAA" }) as VtpmEvidence },
      "vtpm.svsm.manifest",
    ],
    [
      "a policy that leaves known boots out does not switch them off",
      { known: () => [], policy: "version: 1\nsev-snp: {}\nmeasured-boot:\n  pcrs: []\n" },
      "measured-boot.known",
    ],
  ])("refuses %s", async (_, plan, expected) => {
    const asked = keyServer.requests.length;
    expect((await refusedBy(plan)).join()).toContain(expected);
    // All that is seen before any certificate is fetched.
    expect(keyServer.requests.length).toBe(asked);
  });

  test("refuses a quote that nobody signed", async () => {
    const stranger = await softwareTpm("svsm");
    const plan: Plan = {
      vtpm: (evidence) => ({ ...evidence, signature: stranger.evidence(new Uint8Array(64)).signature }),
    };
    expect(await refusedBy(plan)).toContain("tpm.quote.signature");
  });

  test("refuses a boot that is known, of a machine that it does not name", async () => {
    const foreign = recordedBoot("quiet");
    const nameless = {
      ...foreign.known,
      events: foreign.known.events.map((event) => ({ ...event, component: "grub-command" })),
    };
    expect((await refusedBy({ boot: () => foreign, known: () => [nameless] })).join()).toContain(
      "measured-boot.machine",
    );
  });
});

describe("a machine with a TPM alone", () => {
  async function plan(known: boolean): Promise<Plan> {
    const tpm = await softwareTpm("device");
    const pin = createHash("sha256").update(tpm.endorsementKey).digest("hex");
    const vtpm: Machine["vtpm"] = { provider: "device", endorsementKeys: known ? [pin] : ["00".repeat(32)], roots: [] };
    return { tpm, machine: { technology: "tpm", vtpm, measuredLaunches: [], additionalRoots: [] } };
  }

  test("is released to when its endorsement key is pinned; that nothing protects its memory is said", async () => {
    const { verdict } = await released(await guestOf(await plan(true)));
    const memory = verdict?.checks.find((check) => check.id === "tpm.memory");
    expect(memory).toMatchObject({
      status: "unknown",
      required: false,
      detail: { id: "verifier.memory.unprotected" },
    });
  });

  test("is refused with another endorsement key", async () => {
    expect((await refusedBy(await plan(false))).join()).toContain("vtpm.");
  });
});
