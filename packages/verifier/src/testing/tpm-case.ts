import { createHash } from "node:crypto";
import { concatBytes, toBase64, toBase64Url } from "@sekisho/encoding";
import { diskBoot, softwareTpm } from "@sekisho/gate/testing";
import { createSecureProcessor, usualPolicy } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import type { Machine, VtpmEvidence } from "@sekisho/release";
import { usualBoots } from "../../../appraisal/src/testing/measured-boot.ts";
import {
  logOf,
  machineId,
  pcrsAfter,
  usualEvents,
  type TestEvent,
} from "../../../appraisal/src/testing/measured-log.ts";
import { bundleOf, endorsementsOf, labMachine, type LabCase } from "./lab-case.ts";

/** What is otherwise than with an honest machine that boots from its disk. */
export type TpmChange = {
  /** Without a confidential VM, or with the lab's processor and an SVSM. */
  readonly alone?: boolean;
  readonly events?: (usual: readonly TestEvent[]) => readonly TestEvent[];
  readonly digest?: Uint8Array;
  readonly vtpm?: (evidence: VtpmEvidence, other: VtpmEvidence) => VtpmEvidence;
  readonly machine?: Partial<Machine>;
  readonly policy?: string;
};

const launchDigest = new Uint8Array(48).fill(0x5a);
const file = { sha256: "11".repeat(32), version: "1" };

/** A machine that boots with GRUB and Secure Boot, recorded by keys in software. */
export async function tpmCase(change: TpmChange = {}): Promise<LabCase> {
  const authority = await testAuthority("Genoa");
  const alone = change.alone === true;
  const tpm = await softwareTpm(alone ? "device" : "svsm");
  const stranger = await softwareTpm(alone ? "device" : "svsm");
  const pin = createHash("sha256").update(tpm.endorsementKey).digest("hex");
  const addedAt = "2026-11-02T00:00:00.000Z";
  const launch = { name: "OVMF with SVSM", addedAt, launchDigest: "5a".repeat(48), firmware: file, svsm: file };
  const machine = labMachine(machineId, {
    ...diskBoot(),
    measuredLaunches: alone ? [] : [launch],
    measuredBoots: [...(await usualBoots())],
    additionalRoots: alone ? [] : [authority.rootDigest],
    ...(alone ? { technology: "tpm", vtpm: { provider: "device", endorsementKeys: [pin], roots: [] } } : {}),
    ...change.machine,
  });
  const events = change.events?.(usualEvents) ?? usualEvents;
  const boot = { firmwareLog: logOf(events), pcrs: concatBytes(...pcrsAfter(events)) };
  const processor = createSecureProcessor(authority);
  const launched = processor.launch({ launchDigest: change.digest ?? launchDigest, policy: usualPolicy });
  const named = { attestationKeyName: toBase64Url(tpm.attestationKeyName) };
  const bundle = await bundleOf(machine, named, (binding) => {
    const reportData = createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
    const evidence = tpm.evidence(binding, boot);
    return {
      evidence: alone
        ? { technology: "tpm" }
        : { technology: "sev-snp", report: toBase64(launched.report(reportData, 0).report) },
      vtpm: change.vtpm?.(evidence, stranger.evidence(binding, boot)) ?? evidence,
    };
  });
  const { ark, ask } = authority;
  const certificates = [processor.endorsement, ask, ark].map(({ certificate }) => certificate);
  const endorsements = alone ? {} : { certificates, crls: [authority.crl()] };
  return {
    detail: { number: 3, evidence: bundle, endorsements: endorsementsOf(endorsements) },
    machine,
    policy: change.policy ?? null,
    at: new Date(),
  };
}
