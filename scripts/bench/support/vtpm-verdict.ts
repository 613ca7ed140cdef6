import { createHash, randomBytes } from "node:crypto";
import { learnablePcrs, learnBoot, readMeasuredLog } from "@sekisho/appraisal";
import { concatBytes, toBase64, toBase64Url, toHex } from "@sekisho/encoding";
import { diskBoot, softwareTpm } from "@sekisho/gate/testing";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { recorded, unpackedLog } from "@sekisho/reference-values/testing";
import { bindingOfEvidence, type EvidenceBundle, type Machine } from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";

/** So many guests take turns, so that no report and no quote is found in a processor's cache. */
const guests = 64;

/** The recording's command line names its machine so; a gate takes only UUIDs, an appraisal takes what it is given. */
const machineId = "abc";
const commandLine = "/vmlinuz-6.12 root=/dev/mapper/root ro console=ttyS0 panic=-1 sekisho.machine=abc";
const firmwarePcrs: readonly number[] = [0, 1];
const launchDigest = new Uint8Array(48).fill(0x5a);
const addedAt = "2026-11-23T00:00:00.000Z";

/** A verdict of the gate about a guest with an SVSM's TPM, ready to be asked for again and again. */
export type VtpmVerdict = {
  /** One whole verdict on the next guest, certificates seen before. Throws unless it is accepted. */
  readonly verify: () => Promise<void>;
  /** What the gate does besides before it fetches any certificate. */
  readonly precheck: () => Promise<void>;
  /** The replay of the same log alone. */
  readonly replay: () => Promise<unknown>;
  /** Of the firmware's log. */
  readonly logBytes: number;
  readonly events: number;
};

/**
 * Prepares the appraisal of guests that booted with GRUB and Secure Boot: a recorded boot of a virtual machine (OVMF, shim,
 * GRUB, kernel), quoted by TPM keys in software, with reports of the lab's processor.
 */
export async function prepareVtpmVerdict(): Promise<VtpmVerdict> {
  const firmwareLog = unpackedLog(recorded("grub-secure-boot"));
  const { parsed } = await readMeasuredLog({ firmwareLog });
  if (!parsed.ok) throw new Error(`the recorded log: ${parsed.error.field}`);
  const { events, values } = parsed.value;
  const pcrs = concatBytes(...values.values());
  const authority = await testAuthority("Milan", "bench");
  const processor = createSecureProcessor(authority);
  const file = { sha256: "11".repeat(32), version: "1" };
  const machine: Machine = {
    ...diskBoot(),
    type: "sekisho-machine",
    version: 1,
    id: machineId,
    name: "bench",
    createdAt: addedAt,
    technology: "sev-snp",
    shape: { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x1" },
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    disk: { file: "disk.img", headerDigest: "33".repeat(32), headerBytes: 8_388_608 },
    gate: { type: "sekisho-gate", version: 1, url: "https://gate.example", signingKeys: [], tlsKeyDigests: [] },
    releaseMode: "auto",
    additionalRoots: [authority.rootDigest],
    measuredLaunches: [
      { name: "OVMF with SVSM", addedAt, launchDigest: toHex(launchDigest), firmware: file, svsm: file },
    ],
    measuredBoots: await knownBoots(events),
  };
  const tpm = await softwareTpm("svsm");
  const launched = processor.launch({ launchDigest });
  const asked = await Promise.all(
    Array.from({ length: guests }, async () => {
      const unsigned: EvidenceBundle = {
        type: "sekisho-evidence",
        version: 1,
        machineId,
        nonce: toBase64Url(randomBytes(32)),
        guestKey: toBase64Url(randomBytes(32)),
        gateKeyDigest: "44".repeat(32),
        headerDigest: machine.disk.headerDigest,
        attestationKeyName: toBase64Url(tpm.attestationKeyName),
        evidence: { technology: "sev-snp", report: "" },
      };
      const binding = await bindingOfEvidence(unsigned);
      const reportData = createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
      const { report } = launched.report(reportData, 0);
      const evidence = { technology: "sev-snp", report: toBase64(report) } as const;
      return { binding, bundle: { ...unsigned, evidence, vtpm: tpm.evidence(binding, { firmwareLog, pcrs }) } };
    }),
  );
  const certificates = [processor.endorsement, authority.ask, authority.ark].map(({ certificate }) => certificate);
  const crls = [authority.crl()];
  const appraiser = createAppraiser(() => Promise.resolve({ certificates, crls, problems: [] }));
  let turn = 0;
  const next = () => {
    const one = asked[turn++ % guests];
    if (one === undefined) throw new Error("no guest");
    return { ...one, machine, policy: null, now: new Date() };
  };
  return {
    verify: async () => {
      const { verdict, checks } = (await appraiser.appraise(next())).verdict;
      if (verdict === "accepted") return;
      const wrong = checks.filter(({ status, required }) => required && status !== "pass").map(({ id }) => id);
      throw new Error(`the guest was rejected: ${wrong.join(", ")}`);
    },
    precheck: async () => {
      await appraiser.precheck(next());
    },
    replay: () => readMeasuredLog({ firmwareLog }),
    logBytes: firmwareLog.length,
    events: events.length,
  };
}

/** As a machine has them after its first boot: one value for what the files tell, one learned for what only the firmware does. */
async function knownBoots(events: Parameters<typeof learnBoot>[0]["events"]): Promise<MeasuredBoot[]> {
  const lesson = { events, known: [], accepted: learnablePcrs, commandLines: [commandLine], name: "recorded", addedAt };
  const { boot } = await learnBoot(lesson);
  if (boot === undefined) throw new Error("the recorded boot can't be learned");
  const part = (speaksFor: (pcr: number) => boolean): MeasuredBoot => ({
    ...boot,
    pcrs: boot.pcrs.filter(speaksFor),
    events: boot.events.filter(({ pcr }) => speaksFor(pcr)),
  });
  return [
    { ...part((pcr) => !firmwarePcrs.includes(pcr)), origin: "predicted" },
    part((pcr) => firmwarePcrs.includes(pcr)),
  ];
}
