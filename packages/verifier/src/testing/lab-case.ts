import { randomBytes } from "node:crypto";
import { toBase64, toBase64Url } from "@sekisho/encoding";
import { bindingOfEvidence, type EvidenceBundle, type Machine, type RequestDetail } from "@sekisho/release";
import { headline, judgeRequest, leadingCheck, trustGraph, type TrustGraph } from "../index.ts";
import type { Verdict } from "@sekisho/appraisal";
import type { Message } from "@sekisho/messages";

/** Evidence as a gate hands it out, and what a person holds against it. */
export type LabCase = {
  readonly detail: Pick<RequestDetail, "number" | "evidence" | "endorsements">;
  readonly machine: Machine;
  readonly policy: string | null;
  readonly at: Date;
};

export const gateKeyDigest = "44".repeat(32);

export const labGate: Machine["gate"] = {
  type: "sekisho-gate",
  version: 1,
  url: "https://gate.example",
  signingKeys: [{ digest: gateKeyDigest, spki: toBase64(new Uint8Array(44)) }],
  tlsKeyDigests: [],
};

const file = { file: "x", sha256: "11".repeat(32), version: "1" };

/** What every machine of these tests has. */
export function labMachine(id: string, changes: Partial<Machine>): Machine {
  return {
    type: "sekisho-machine",
    version: 1,
    id,
    name: "ledger",
    createdAt: "2026-11-01T00:00:00.000Z",
    technology: "sev-snp",
    shape: { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: { kind: "direct", firmware: file, kernel: file, initrd: file, commandLine: "quiet" },
    disk: { file: "disk.img", headerDigest: "33".repeat(32), headerBytes: 8_388_608 },
    gate: labGate,
    releaseMode: "enter",
    additionalRoots: [],
    referenceValues: [],
    ...changes,
  };
}

/** A bundle whose evidence is made over its own binding. */
export async function bundleOf(
  machine: Machine,
  changes: Partial<EvidenceBundle>,
  make: (
    binding: Uint8Array,
  ) => Pick<EvidenceBundle, "evidence" | "vtpm"> | Promise<Pick<EvidenceBundle, "evidence" | "vtpm">>,
): Promise<EvidenceBundle> {
  const unsigned: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId: machine.id,
    nonce: toBase64Url(randomBytes(32)),
    guestKey: toBase64Url(randomBytes(32)),
    gateKeyDigest,
    headerDigest: machine.disk.headerDigest,
    attestationKeyName: "",
    ...changes,
    evidence: { technology: "tpm" },
  };
  return { ...unsigned, ...(await make(await bindingOfEvidence(unsigned))) };
}

export function endorsementsOf(given: {
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly collateral?: readonly Uint8Array[];
}): RequestDetail["endorsements"] {
  const { certificates = [], crls = [], collateral = [] } = given;
  return { certificates: certificates.map(toBase64), crls: crls.map(toBase64), collateral: collateral.map(toBase64) };
}

/** A case as a person sees it. */
export type Seen = {
  readonly verdict: Verdict;
  readonly graph: TrustGraph;
  readonly headline: Message;
  /** The identifiers of the links that fail, and of those that are not shown. */
  readonly failing: readonly string[];
  readonly unknown: readonly string[];
  readonly leading: string | undefined;
};

export async function look({ detail, machine, policy, at }: LabCase): Promise<Seen> {
  const { verdict } = await judgeRequest(detail, machine, policy, at);
  const graph = trustGraph({ verdict, machine });
  const idsOf = (status: string): string[] => graph.nodes.filter((node) => node.status === status).map(({ id }) => id);
  return {
    verdict,
    graph,
    headline: headline(verdict, graph),
    failing: idsOf("fail"),
    unknown: idsOf("unknown"),
    leading: leadingCheck(verdict)?.id,
  };
}
