import { randomBytes } from "node:crypto";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { refuses } from "@sekisho/evidence";
import {
  createLaunchSession,
  parseLaunchMeasurement,
  parseSevCertificate,
  parseSevCertificates,
} from "@sekisho/evidence/sev";
import { createSevPlatform, type SevPlatformOptions } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import {
  buildKernelHashTable,
  buildSaveArea,
  hashKernelFiles,
  sevReferenceValue,
  vcpuSignature,
  type ReferenceValue,
} from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { describe, expect, test } from "vitest";
import { policySchema, type Policy } from "../policy/schema.ts";
import type { SevPolicy } from "../policy/sev-schema.ts";
import { appraiseSev, appraiseSevPlatform, type SevAppraisalInput } from "./appraise.ts";

const authority = await testAuthority("Milan");
const firmware = buildSyntheticFirmware();
const shape = { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x0" } as const;
const boot = { kernel: "kernel 1", initrd: "initrd 1", commandLine: "quiet panic=-1" };
const sevEs = 0x1800_000f;
const sev = 0x1800_000b;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

type Launched = {
  readonly policy?: number;
  readonly firmware?: Uint8Array;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly commandLine?: string;
  readonly vcpus?: number;
  readonly fpu?: boolean;
  readonly hashed?: boolean;
  readonly platform?: SevPlatformOptions;
};

function knownBoot(es: boolean, changes: Partial<typeof boot> = {}): Promise<ReferenceValue> {
  const { kernel, initrd, commandLine } = { ...boot, ...changes };
  return sevReferenceValue({
    name: `${kernel}, ${initrd}`,
    addedAt: "2026-11-23T00:00:00Z",
    es,
    firmware: { bytes: firmware, version: "OVMF 1" },
    kernel: { bytes: toUtf8(kernel), version: kernel },
    initrd: toUtf8(initrd),
    commandLine,
    shape,
  });
}

/** Launches a guest on the lab's platform as a host would, and gives all that its owner then judges it by. */
async function launched(changes: Launched = {}): Promise<SevAppraisalInput> {
  const { policy = sevEs, vcpus = shape.vcpus, fpu = true, hashed = true } = changes;
  const platform = createSevPlatform(authority, changes.platform ?? {});
  const pdh = parseSevCertificate(platform.certificates.pdh);
  const owner = pdh.ok ? await createLaunchSession({ pdh: pdh.value, policy, random }) : undefined;
  const certificates = parseSevCertificates(platform.chain);
  if (owner === undefined || !certificates.ok) throw new Error("no session");
  const launching = await platform.launchStart({ policy, ...owner });
  const ovmf = changes.firmware ?? firmware;
  const { kernel, initrd, commandLine } = { ...boot, ...changes };
  launching.updateData(ovmf);
  const kernelHashes = await hashKernelFiles({ kernel: toUtf8(kernel), initrd: toUtf8(initrd), commandLine });
  if (hashed) launching.updateData(buildKernelHashTable(kernelHashes));
  const es = (policy & 4) !== 0;
  if (es) for (const area of saveAreas(vcpus, fpu)) launching.updateVmsa(area);
  const measurement = parseLaunchMeasurement(await launching.measure());
  if (!measurement.ok) throw new Error("no measurement");
  return {
    policy: { version: 1, sev: { roots: { additional: [authority.rootDigest] } } },
    certificates: certificates.value,
    firmware: platform.firmware,
    guestPolicy: policy,
    measurement: measurement.value,
    tik: owner.keys.tik,
    referenceValues: [await knownBoot(es), await knownBoot(es, { kernel: "kernel 2" })],
    explain: { firmware: new Map([[toHex(await hash("sha256", firmware)), firmware]]), es, commandLines: [] },
  };
}

function saveAreas(vcpus: number, fpu: boolean): readonly Uint8Array[] {
  const signature = vcpuSignature(shape.vcpuType) ?? 0;
  const area = (address: number) => buildSaveArea("QEMU", { address, signature, features: 0n, fpu });
  return [area(0xffff_fff0), ...Array.from({ length: vcpus - 1 }, () => area(0x80_b004))];
}

async function refusals(input: SevAppraisalInput): Promise<readonly string[]> {
  return (await appraiseSev(input)).checks.filter(refuses).map(({ id }) => id);
}

function withDemands(input: SevAppraisalInput, demands: SevPolicy): SevAppraisalInput {
  const roots = { ...demands.roots, additional: [authority.rootDigest] };
  const policy: Policy = { version: 1, sev: { ...demands, roots } };
  return { ...input, policy: policySchema.parse(policy) };
}

describe.each([
  ["SEV-ES", sevEs],
  ["SEV", sev],
])("a launch under %s", (_, policy) => {
  test("of a known boot is accepted, and named", async () => {
    const verdict = await appraiseSev(await launched({ policy }));
    expect(verdict.checks.filter(refuses)).toEqual([]);
    expect(verdict.verdict).toBe("accepted");
    const measurement = verdict.checks.find(({ id }) => id === "sev.measurement");
    expect(measurement?.detail).toMatchObject({ id: "sev.measurement.known", values: { name: "kernel 1, initrd 1" } });
    expect(verdict.claims).toMatchObject({ technology: policy === sev ? "sev" : "sev-es" });
  });

  test.each<[string, Launched, readonly string[]]>([
    ["another known kernel with the known initrd", { kernel: "kernel 2" }, []],
    ["no kernel hashes", { hashed: false }, ["sev.measurement", "sev.measurement.kernel-hashes"]],
    ["an unknown kernel", { kernel: "kernel 3" }, ["sev.measurement"]],
    ["an unknown initrd", { initrd: "initrd 2" }, ["sev.measurement"]],
    ["an unknown firmware", { firmware: buildSyntheticFirmware({ pages: 5 }) }, ["sev.measurement"]],
    ["an unknown command line", { commandLine: "quiet panic=-1 init=/bin/sh" }, ["sev.measurement"]],
  ])("with %s", async (_name, changes, expected) => {
    expect(await refusals(await launched({ policy, ...changes }))).toEqual(expected);
  });

  test("with a kernel that somebody suspects is explained by it, and refused", async () => {
    const input = await launched({ policy, kernel: "kernel 3" });
    const others = [await knownBoot(policy === sevEs, { kernel: "kernel 3" })];
    const verdict = await appraiseSev({ ...input, ...(input.explain && { explain: { ...input.explain, others } }) });
    expect(verdict.checks.filter(refuses).map(({ id, detail }) => [id, detail.id])).toEqual([
      ["sev.measurement", "explain.kernel"],
      ["sev.measurement.kernel", "explain.kernel"],
    ]);
  });

  test("with a command line that somebody suspects is explained by it", async () => {
    const input = await launched({ policy, commandLine: "quiet panic=-1 init=/bin/sh" });
    const commandLines = ["quiet panic=-1 init=/bin/sh"];
    const explain = input.explain && { ...input.explain, commandLines };
    const verdict = await appraiseSev({ ...input, ...(explain && { explain }) });
    const [measurement] = verdict.checks.filter(refuses);
    expect(measurement?.detail).toMatchObject({
      id: "explain.command-line.adds",
      values: { added: '"init=/bin/sh"' },
    });
  });
});

describe("virtual CPUs under SEV-ES", () => {
  test("more of them are refused, and counted", async () => {
    const verdict = await appraiseSev(await launched({ vcpus: 3 }));
    const [measurement] = verdict.checks.filter(refuses);
    expect(measurement?.detail).toMatchObject({ id: "explain.vcpus", values: { expected: 2, actual: 3 } });
  });

  test("of a host older than Linux 6.10 are as good", async () => {
    const verdict = await appraiseSev(await launched({ fpu: false }));
    expect(verdict.verdict).toBe("accepted");
    const measurement = verdict.checks.find(({ id }) => id === "sev.measurement");
    expect(measurement?.detail.id).toBe("sev.measurement.known-older-host");
  });

  test("of the known files, but without SEV-ES where that is what is known, is no known launch", async () => {
    const input = { ...(await launched({ policy: sev })), referenceValues: [await knownBoot(true)] };
    expect(await refusals(input)).toEqual(["sev.measurement"]);
  });

  test("of such a host are found among as many known boots as a machine can have", async () => {
    const others = Array.from({ length: 62 }, (_, index) =>
      knownBoot(true, { kernel: `kernel ${index + 10}`, initrd: `${index}` }),
    );
    const input = await launched({ fpu: false });
    const referenceValues = [...(await Promise.all(others)), ...(input.referenceValues ?? [])];
    expect(await refusals({ ...input, referenceValues })).toEqual([]);
  });

  test("of a known boot that the policy does not name are refused all the same", async () => {
    const { checks } = await appraiseSev(
      withDemands(await launched({ fpu: false }), { measurement: ["00".repeat(32)] }),
    );
    expect(checks.filter(refuses).map(({ detail }) => detail.id)).toEqual(["sev.measurement.not-demanded"]);
  });

  test("more of them count for nothing without ES", async () => {
    expect(await refusals(await launched({ policy: sev, vcpus: 3 }))).toEqual([]);
  });
});

describe("only one thing is wrong", () => {
  test.each<[string, (input: SevAppraisalInput) => Partial<SevAppraisalInput>, readonly string[]]>([
    ["the key", () => ({ tik: new Uint8Array(16) }), ["sev.measurement"]],
    [
      "the nonce",
      ({ measurement }) => ({ measurement: { ...measurement, nonce: new Uint8Array(16) } }),
      ["sev.measurement"],
    ],
    ["API major", ({ firmware: told }) => ({ firmware: { ...told, apiMajor: 2 } }), ["sev.measurement"]],
    ["API minor", ({ firmware: told }) => ({ firmware: { ...told, apiMinor: 56 } }), ["sev.measurement"]],
    ["build", ({ firmware: told }) => ({ firmware: { ...told, build: 22 } }), ["sev.measurement"]],
    ["the launch policy", () => ({ guestPolicy: sevEs - 8 }), ["sev.measurement"]],
    ["the known launches", () => ({ referenceValues: [] }), ["sev.measurement"]],
    ["the machine's policy", () => ({ expectedGuestPolicy: sevEs - 8 }), ["sev.guest-policy"]],
    ["the root", () => ({ policy: { version: 1, sev: {} } }), ["sev.chain.root"]],
    ["the policy's section", () => ({ policy: { version: 1 } }), ["policy.section"]],
  ])("%s", async (_, change, expected) => {
    const { explain: _explain, ...input } = await launched();
    expect(await refusals({ ...input, ...change(input) })).toEqual(expected);
  });

  test("a forged certificate", async () => {
    expect(await refusals(await launched({ platform: { forge: "PEK" } }))).toEqual(["sev.chain.signatures"]);
  });

  test("the measurement of another launch of the same boot is refused", async () => {
    const [first, second] = [await launched(), await launched()];
    expect(await refusals({ ...second, measurement: first.measurement })).toEqual(["sev.measurement"]);
  });
});

describe("what a policy can name", () => {
  test.each<[string, SevPolicy, readonly string[]]>([
    ["key sharing", { "guest-policy": { "key-sharing": true } }, ["sev.policy.key-sharing"]],
    ["debugging", { "guest-policy": { debug: true } }, ["sev.policy.debug"]],
    ["ES", { "guest-policy": { es: false } }, ["sev.policy.es"]],
    ["sending", { "guest-policy": { send: true } }, ["sev.policy.send"]],
    ["the domain", { "guest-policy": { domain: true } }, ["sev.policy.domain"]],
    ["SEV at the other end", { "guest-policy": { sev: true } }, ["sev.policy.sev"]],
    ["the API", { "guest-policy": { api: { minimum: "1.0" } } }, ["sev.policy.api"]],
    ["the firmware", { firmware: { minimum: "1.55.22" } }, ["sev.policy.firmware"]],
    ["the chip", { chips: ["00".repeat(32)] }, ["sev.policy.chips"]],
    ["the digest", { measurement: ["00".repeat(32)] }, ["sev.measurement"]],
    ["AMD's roots", { roots: { vendor: [] } }, []],
  ])("%s", async (_, demands, expected) => {
    const { explain: _explain, ...input } = await launched();
    expect(await refusals(withDemands(input, demands))).toEqual(expected);
  });

  test("both sides of a bit are shown by AMD's name for it", async () => {
    const { explain: _explain, ...input } = await launched();
    const { checks } = await appraiseSev(withDemands(input, { "guest-policy": { "key-sharing": true, es: false } }));
    const sides = checks
      .filter(({ id }) => id.startsWith("sev.policy."))
      .map(({ expected, actual }) => [expected, actual]);
    expect(sides).toEqual([
      ["NODBG=1", "NODBG=1"],
      ["NOKS=0", "NOKS=1"],
      ["ES=0", "ES=1"],
    ]);
  });

  test("a vendor's root that is not accepted is not shown as one", async () => {
    const { explain: _explain, ...input } = await launched();
    const { checks } = await appraiseSev(withDemands(input, { roots: { vendor: [] } }));
    expect(checks.find(({ id }) => id === "sev.chain.root")?.expected).toBe(authority.rootDigest);
  });

  test("a launch digest of which no more is known is enough", async () => {
    const { explain: _explain, referenceValues = [], ...input } = await launched();
    const knownDigests = referenceValues.map(({ launchDigest }) => ({ name: "by hand", launchDigest }));
    const { checks } = await appraiseSev({ ...input, knownDigests });
    expect(checks.filter(refuses)).toEqual([]);
    expect(checks.find(({ id }) => id === "sev.measurement")?.detail.values).toEqual({ name: "by hand" });
  });

  test("all of it together passes where it is so", async () => {
    const input = await launched();
    const { claims } = await appraiseSev(input);
    const demands: SevPolicy = {
      "guest-policy": {
        debug: false,
        "key-sharing": false,
        es: true,
        send: false,
        domain: false,
        sev: false,
        "unknown-bits": false,
        api: { minimum: "0.24" },
      },
      firmware: { minimum: "1.55.21" },
      chips: [String(claims["chip"]).toUpperCase()],
      measurement: [(input.referenceValues?.[0]?.launchDigest ?? "").toUpperCase()],
    };
    expect(await refusals(withDemands(input, demands))).toEqual([]);
  });

  test("a launch policy that allows debugging or sets reserved bits is refused", async () => {
    const debug = await launched({ policy: sevEs - 1 });
    expect(await refusals(debug)).toEqual(["sev.policy.debug"]);
    const strange = withDemands(await launched({ policy: sevEs + 0x40 }), {
      "guest-policy": { "unknown-bits": false },
    });
    expect(await refusals(strange)).toEqual(["sev.policy.unknown-bits"]);
  });
});

test("a platform can be judged before its first launch, and its firmware later", async () => {
  const { certificates, policy } = await launched();
  const demands: Policy = { ...policy, sev: { ...policy.sev, firmware: { minimum: "1.55.21" } } };
  const before = await appraiseSevPlatform({ certificates, policy: demands, guestPolicy: sevEs });
  expect(before.verdict).toBe("accepted");
  expect(before.checks.find(({ id }) => id === "sev.policy.firmware")).toMatchObject({
    status: "unknown",
    required: false,
  });
  const debugged = await appraiseSevPlatform({ certificates, policy, guestPolicy: sevEs - 1 });
  expect(debugged.verdict).toBe("rejected");
});
