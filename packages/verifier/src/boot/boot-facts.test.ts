import { bootDigest, type BootFacts, type EvidenceBundle } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { bootFactsOf } from "./boot-facts.ts";

type Claims = Readonly<Record<string, unknown>>;
type Bundle = Parameters<typeof bootFactsOf>[0];

const tcb = { bootLoader: 9, tee: 0, snp: 23, microcode: 72 };
const report: Claims = {
  technology: "sev-snp",
  guestSvn: 0,
  policy: { abiMajor: 0, smt: true, debug: false },
  familyId: "00",
  imageId: "00",
  vmpl: 0,
  platformInfo: { smtEnabled: true },
  authorKeyEn: false,
  maskChipKey: false,
  signingKey: "VCEK",
  hostData: "00",
  idKeyDigest: "00",
  authorKeyDigest: "00",
  cpuidFamId: 25,
  cpuidModId: 17,
  cpuidStep: 1,
  product: "Genoa",
  currentTcb: tcb,
  reportedTcb: tcb,
  committedTcb: tcb,
  launchTcb: tcb,
  currentMajor: 1,
  currentMinor: 55,
  currentBuild: 40,
  committedMajor: 1,
  committedMinor: 55,
  committedBuild: 40,
  launchMitVector: "0x0000000000000000",
  currentMitVector: "0x0000000000000000",
  measurement: "5a".repeat(48),
};
const ofThisBoot: Claims = {
  reportData: "01",
  reportId: "02",
  reportIdMa: "03",
  chipId: "04",
  version: 3,
  signatureAlgo: 1,
};

const quote: Claims = {
  version: 4,
  body: "td-1.5",
  attestationKeyType: 2,
  qeSvn: 8,
  pceSvn: 13,
  qeVendorId: "00",
  teeTcbSvn: "03",
  teeTcbSvn2: "03",
  mrSeam: "11",
  mrSignerSeam: "00",
  seamAttributes: "00",
  tdAttributes: { debug: false },
  xfam: "e7",
  mrConfigId: "00",
  mrOwner: "00",
  mrOwnerConfig: "00",
  mrServiceTd: "00",
  mrTd: "4d".repeat(48),
  rtmr0: "00",
  rtmr1: "01",
  rtmr2: "02",
  rtmr3: "03",
};
const pck = {
  fmspc: "90c06f000000",
  pceId: "0000",
  pceSvn: 13,
  cpuSvn: "00",
  components: [8, 8],
  sgxType: "scalable",
  configuration: {},
};
const td: Claims = {
  ...quote,
  pck: { ...pck, ppid: "aa", platformInstanceId: "bb" },
  tcb: { status: "UpToDate", evaluationDataNumber: 18 },
};

const pcrs = Object.fromEntries(Array.from({ length: 16 }, (_, pcr) => [`${pcr}`, `${pcr}`.repeat(64).slice(0, 64)]));
const measuredBoot = { provider: "svsm", endorsementKey: { sha256: "ee" }, attestationKey: { name: "ak" }, pcrs };

function bundleOf(technology: "sev-snp" | "tdx" | "tpm", vtpm = false): Bundle {
  return {
    machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0de",
    headerDigest: "33".repeat(32),
    evidence: { technology } as EvidenceBundle["evidence"],
    ...(vtpm ? { vtpm: {} as NonNullable<EvidenceBundle["vtpm"]> } : {}),
  };
}

async function digestOf(bundle: Bundle, claims: Claims, policy: string | null = null): Promise<string> {
  const facts: BootFacts | undefined = await bootFactsOf(bundle, claims, policy);
  return facts === undefined ? "none" : bootDigest(facts);
}

/** The same value, but for something in it. */
function other(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}0`;
  return { ...(value as object), changed: true };
}

describe("a boot that a report speaks for", () => {
  const bundle = bundleOf("sev-snp");

  test("is the same with another nonce, boot and chip", async () => {
    const again = Object.fromEntries(Object.entries(ofThisBoot).map(([name, value]) => [name, other(value)]));
    expect(await digestOf(bundle, { ...report, ...again })).toBe(await digestOf(bundle, { ...report, ...ofThisBoot }));
  });

  test.each(Object.keys(report).filter((name) => name !== "technology"))(
    "is another one with another %s",
    async (name) => {
      const changed = await digestOf(bundle, { ...report, [name]: other(report[name]) });
      expect(changed).not.toBe(await digestOf(bundle, report));
      expect(changed).not.toBe("none");
    },
  );

  test("is another one with a lower TCB, disk header or policy", async () => {
    const lower = { ...report, reportedTcb: { ...tcb, microcode: 71 } };
    const digests = [
      await digestOf(bundle, report),
      await digestOf(bundle, lower),
      await digestOf({ ...bundle, headerDigest: "34".repeat(32) }, report),
      await digestOf({ ...bundle, machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0df" }, report),
      await digestOf(bundle, report, "version: 1\n"),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});

describe("a boot of a TD", () => {
  const bundle = bundleOf("tdx");

  test("is the same with another nonce, platform of the kind, and newer documents of Intel's", async () => {
    const again = {
      ...td,
      reportData: "02",
      userData: "03",
      pck: { ...pck, ppid: "ab", platformInstanceId: "bc" },
      tcb: { status: "UpToDate", evaluationDataNumber: 19 },
    };
    expect(await digestOf(bundle, again)).toBe(await digestOf(bundle, td));
  });

  test.each(Object.keys(quote))("is another one with another %s", async (name) => {
    expect(await digestOf(bundle, { ...td, [name]: other(quote[name]) })).not.toBe(await digestOf(bundle, td));
  });

  test.each([
    ["platform", { pck: { ...pck, fmspc: "90c06f000001" } }],
    ["SVN", { pck: { ...pck, components: [8, 7] } }],
    ["TCB status", { tcb: { status: "OutOfDate", evaluationDataNumber: 18 } }],
  ])("is another one with another %s", async (_, changes) => {
    expect(await digestOf(bundle, { ...td, ...changes })).not.toBe(await digestOf(bundle, td));
  });
});

describe("a boot that a TPM recorded", () => {
  const bundle = bundleOf("sev-snp", true);
  const claims = (changes: object): Claims => ({ ...report, measuredBoot: { ...measuredBoot, ...changes } });

  test.each(Array.from({ length: 16 }, (_, pcr) => pcr).filter((pcr) => pcr !== 10))(
    "is another one with another PCR %i",
    async (pcr) => {
      const changed = claims({ pcrs: { ...pcrs, [pcr]: "changed" } });
      expect(await digestOf(bundle, changed)).not.toBe(await digestOf(bundle, claims({})));
    },
  );

  test("is the same whatever IMA measured since, unless the policy demands to know that", async () => {
    const later = claims({ pcrs: { ...pcrs, "10": "later" } });
    expect(await digestOf(bundle, later)).toBe(await digestOf(bundle, claims({})));
    const policy = "version: 1\nmeasured-boot: {pcrs: [4, 10]}\n";
    expect(await digestOf(bundle, later, policy)).not.toBe(await digestOf(bundle, claims({}), policy));
  });

  test("is of the same TPM, where software that the launch digest covers does not make it anew at each launch", async () => {
    const newKey = { endorsementKey: { sha256: "ef" } };
    expect(await digestOf(bundle, claims(newKey))).toBe(await digestOf(bundle, claims({})));
    for (const provider of ["azure-hcl", "google", "device"]) {
      const before = await digestOf(bundle, claims({ provider }));
      expect(await digestOf(bundle, claims({ provider, ...newKey }))).not.toBe(before);
    }
  });

  test("without a report is one, too", async () => {
    expect(await digestOf(bundleOf("tpm", true), { measuredBoot })).toMatch(/^[0-9a-f]{64}$/);
  });
});

test.each<[string, Bundle, Claims]>([
  ["a report without launch digest", bundleOf("sev-snp"), { ...report, measurement: undefined }],
  ["a report without TCB", bundleOf("sev-snp"), { ...report, reportedTcb: undefined }],
  ["a quote without register", bundleOf("tdx"), { ...td, rtmr2: undefined }],
  ["a quote without certificate", bundleOf("tdx"), { ...td, pck: undefined }],
  ["a TPM without registers", bundleOf("sev-snp", true), { ...report, measuredBoot: { ...measuredBoot, pcrs: {} } }],
  ["a TPM of which nothing is claimed", bundleOf("tpm", true), {}],
])("%s is no boot to stand on", async (_, bundle, claims) => {
  expect(await digestOf(bundle, claims)).toBe("none");
});
