import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { fromBase64, fromBase64Url, fromHex, toBase64, toBase64Url } from "@sekisho/encoding";
import { createReportPort, type GateTransport, type ReportSource } from "@sekisho/guest";
import { machineFiles } from "@sekisho/launch";
import {
  activationProof,
  challengeSchema,
  computeBinding,
  generateGuestKey,
  requestStatusSchema,
  type Challenge,
  type DiskMachine,
  type EvidenceBundle,
  type RequestStatus,
  type SealedCredential,
} from "@sekisho/release";
import { openReportPort, tpmStateOf } from "../cloud/disk-machine.ts";
import type { Lab } from "../cloud/lab.ts";
import { eventsOfKnownBoots, recordBoot, writeFirmwareLog, type RecordedEvent } from "../vtpm/record-boot.ts";
import { endorsementKeyIn, startGuestTpm, withTpm } from "../vtpm/software-tpm.ts";
import { forgeQuote, openAttackerTpm, type AttackerTpm, type SignedQuote } from "./attacker-tpm.ts";
import { forgedBoot, quotedDigest } from "./forged-boot.ts";
import { post, sound } from "./gate-conversation.ts";
import type { Forgery } from "./forgery.ts";

export type ForgedEvidenceInput = {
  readonly forgery: Forgery;
  /** The machine whose key is asked for. */
  readonly machine: DiskMachine;
  /** Where its `machine.json` stands. */
  readonly folder: string;
  /** A folder of this attempt alone: for the TPMs. */
  readonly work: string;
  /** Where the report port's Unix socket is to stand; those of the TPMs have four characters more. */
  readonly socket: string;
  readonly gate: GateTransport;
  /** The events of a genuine boot; default: one that the machine's known boots accept. */
  readonly events?: readonly RecordedEvent[];
};

/**
 * Root in a machine whose boot was changed asks for its key, with evidence that hides the change.
 *
 * The lab launches the machine with its genuine firmware and plays the changed boot to its TPM; all that follows is the
 * attacker's own program, who has the machine's TPM, its report port, and a TPM of its own.
 *
 * @returns the gate's last word: `refused`, unless it fell for it
 * @throws Error when the gate can't be had
 */
export async function forgeEvidence(lab: Lab, input: ForgedEvidenceInput): Promise<RequestStatus> {
  const { forgery, machine, folder, work, socket } = input;
  const genuine = input.events ?? eventsOfKnownBoots(machine.measuredBoots ?? []);
  const boot = forgedBoot(forgery, genuine);
  const state = tpmStateOf(machine, { folder, work });
  const [machineSocket, ownSocket] = [`${socket}.tpm`, `${socket}.own`];
  const parts: (() => Promise<void>)[] = [];
  try {
    const files = machineFiles(machine, folder);
    const port = await openReportPort(lab, { machine, folder, socket }, files, () =>
      endorsementKeyIn(state, machineSocket),
    );
    if (port !== null) parts.push(port.close);
    const reports = port === null ? null : createReportPort(socket);
    if (reports !== null) parts.unshift(reports.close);
    const tpm = await startGuestTpm(state, machineSocket);
    parts.push(tpm.stop);
    const own = await startGuestTpm(join(work, "own-tpm"), ownSocket);
    parts.push(own.stop);
    return await withTpm(machineSocket, async (machineTransport) =>
      withTpm(ownSocket, async (ownTransport) => {
        await recordBoot(machineTransport, boot.measured);
        await recordBoot(ownTransport, genuine);
        const restricted = forgery !== "unrestricted-attestation-key";
        return converse(input, {
          genuine,
          log: writeFirmwareLog(boot.claimed),
          machineTpm: await openAttackerTpm(machineTransport, { restricted }),
          ownTpm: await openAttackerTpm(ownTransport, { restricted: true }),
          reports,
        });
      }),
    );
  } finally {
    for (const end of parts) await end();
  }
}

/** What the attacker has. */
type Attacker = {
  readonly genuine: readonly RecordedEvent[];
  readonly log: Uint8Array;
  readonly machineTpm: AttackerTpm;
  readonly ownTpm: AttackerTpm;
  readonly reports: ReportSource | null;
};

async function converse(input: ForgedEvidenceInput, attacker: Attacker): Promise<RequestStatus> {
  const { gate } = input;
  const challenge = challengeSchema.parse(await post(gate, "/v1/challenge", {}));
  const { bundle, binding } = await forgedBundle(input, attacker, challenge);
  let status = requestStatusSchema.parse(await post(gate, "/v1/evidence", bundle));
  for (let guess = 0; guess < mostGuesses; guess++) {
    if (status.state !== "waiting" || status.activation === undefined) break;
    // The credential is for the endorsement key that the evidence names: what can't be opened is guessed.
    const { activation, request } = status;
    const credential = await openCredential(usedTpm(input.forgery, attacker), activation);
    const proof = await activationProof(credential ?? new Uint8Array(randomBytes(32)), request, binding);
    const poll = { request, activationProof: toBase64Url(proof) };
    status = requestStatusSchema.parse(await post(gate, "/v1/release", poll));
  }
  return status;
}

/** More than a gate has patience for. */
const mostGuesses = 8;

function usedTpm(forgery: Forgery, { machineTpm, ownTpm }: Attacker): AttackerTpm {
  return forgery === "second-attestation-key" || forgery === "own-report" ? ownTpm : machineTpm;
}

async function openCredential(
  tpm: AttackerTpm,
  { credentialBlob, secret }: SealedCredential,
): Promise<Uint8Array | undefined> {
  const credential = {
    credentialBlob: sound(fromBase64("credentialBlob", credentialBlob)),
    secret: sound(fromBase64("secret", secret)),
  };
  return tpm.activate(credential).catch(() => undefined);
}

async function forgedBundle(
  { forgery, machine }: ForgedEvidenceInput,
  attacker: Attacker,
  challenge: Challenge,
): Promise<{ readonly bundle: EvidenceBundle; readonly binding: Uint8Array }> {
  const gateKeyDigest = challenge.gateKeyDigest ?? machine.gate.signingKeys[0]?.digest ?? "";
  const guestKey = await generateGuestKey();
  const used = usedTpm(forgery, attacker);
  const binding = await computeBinding({
    machineId: machine.id,
    gateKeyDigest: sound(fromHex("gateKeyDigest", gateKeyDigest)),
    nonce: sound(fromBase64Url("nonce", challenge.nonce)),
    guestKey: guestKey.publicKey,
    headerDigest: sound(fromHex("headerDigest", machine.disk.headerDigest)),
    attestationKeyName: used.attestationKeyName,
  });
  const { quote, signature } = await forgedQuote(forgery, attacker, digest("sha256", binding));
  // Only with a report of its own making can the attacker name another endorsement key than the machine's.
  const { endorsementKey } = forgery === "own-report" ? attacker.ownTpm : attacker.machineTpm;
  const { evidence, servicesManifest } = await reportOf(forgery, machine, attacker.reports, binding, endorsementKey);
  const fields = {
    endorsementKey: toBase64(endorsementKey),
    attestationKey: toBase64(used.attestationKey),
    quote: toBase64(quote),
    signature: toBase64(signature),
    firmwareLog: toBase64(attacker.log),
  };
  const { provider } = machine.vtpm;
  if (provider === "azure-hcl") throw new TypeError("the lab has no paravisor as Azure's is");
  const bundle: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId: machine.id,
    nonce: challenge.nonce,
    guestKey: toBase64Url(guestKey.publicKey),
    gateKeyDigest,
    headerDigest: machine.disk.headerDigest,
    attestationKeyName: toBase64Url(used.attestationKeyName),
    evidence,
    vtpm:
      provider === "svsm"
        ? { provider, ...fields, servicesManifest: toBase64(servicesManifest) }
        : { provider, ...fields },
    claimedBoot: { commandLine: machine.boot.commandLine, kernelVersion: "" },
  };
  return { bundle, binding };
}

async function forgedQuote(
  forgery: Forgery,
  { genuine, machineTpm, ownTpm }: Attacker,
  extraData: Uint8Array,
): Promise<SignedQuote> {
  switch (forgery) {
    case "event-removed":
    case "event-relabelled":
      return machineTpm.quote(extraData);
    case "other-pcrs":
      return machineTpm.quote(extraData, [16, 23]);
    case "second-attestation-key":
    case "own-report":
      return ownTpm.quote(extraData);
    case "unrestricted-attestation-key": {
      const quote = forgeQuote((await machineTpm.quote(extraData)).quote, quotedDigest(genuine));
      return { quote, signature: await machineTpm.sign(quote) };
    }
  }
}

/** The SVSM's vTPM service (COCONUT-SVSM); version 0 of its manifest is the endorsement key's TPMT_PUBLIC. */
const vtpmService = { provider: "svsm", guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3", manifestVersion: 0 } as const;

async function reportOf(
  forgery: Forgery,
  { vtpm: { provider } }: DiskMachine,
  reports: ReportSource | null,
  binding: Uint8Array,
  endorsementKey: Uint8Array,
): Promise<{ readonly evidence: EvidenceBundle["evidence"]; readonly servicesManifest: Uint8Array }> {
  if (reports === null) return { evidence: { technology: "tpm" }, servicesManifest: new Uint8Array() };
  const own = forgery === "own-report";
  const reported = own
    ? await reports.report(digest("sha512", binding, endorsementKey))
    : await reports.report(binding, provider === "svsm" ? vtpmService : undefined);
  if (!reported.ok) throw new Error(`no report: ${reported.reason.id}`);
  const { outblob, manifestblob } = reported.report;
  return {
    evidence: { technology: "sev-snp", report: toBase64(outblob) },
    servicesManifest: own ? endorsementKey : manifestblob,
  };
}

function digest(algorithm: "sha256" | "sha512", ...parts: readonly Uint8Array[]): Uint8Array {
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}
