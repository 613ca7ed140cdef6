import { randomBytes } from "node:crypto";
import { fromBase64Url, fromHex, type Parsed } from "@sekisho/encoding";
import {
  activationProof,
  challengeSchema,
  computeBinding,
  credentialKey,
  generateGuestKey,
  openSecret,
  requestStatusSchema,
  type Challenge,
  type EvidenceBundle,
  type GuestKey,
  type Machine,
  type RequestStatus,
  type SignedRelease,
} from "@sekisho/release";
import type { Client } from "./client.ts";
import { fakeReport, type Finding } from "./fake-appraiser.ts";
import type { SoftwareTpm } from "./software-tpm.ts";

/** A guest for tests of the gate: it speaks the protocol, and its reports are for the fake appraiser. */
export type TestGuest = {
  readonly key: GuestKey;
  readonly reportId: Uint8Array;
  /** From now on the guest calls a gate that was started anew. */
  moveTo(client: Client): void;
  challenge(): Promise<Challenge>;
  bundle(challenge: Challenge, changes?: Partial<EvidenceBundle>, finding?: Finding): Promise<EvidenceBundle>;
  send(bundle: EvidenceBundle): Promise<RequestStatus>;
  /** Polls with the TPM's answer to the credential in this status. */
  activate(status: RequestStatus): Promise<RequestStatus>;
  /** Challenge, evidence, status. */
  attest(changes?: Partial<EvidenceBundle>, finding?: Finding): Promise<RequestStatus>;
  poll(request: string, proof?: Uint8Array): Promise<RequestStatus>;
  /** With a TPM only what was sealed to that, too. */
  open(release: SignedRelease): Promise<string | undefined>;
};

/** Makes the evidence over some REPORT_DATA; the fake appraiser's unless a test brings a processor of the lab. */
export type MakeEvidence = (reportData: Uint8Array, finding: Finding) => EvidenceBundle["evidence"];

export async function testGuest(
  client: Client,
  machine: Machine,
  reportId = randomBytes(32),
  makeEvidence: MakeEvidence = (reportData, finding) => ({
    technology: "sev-snp",
    report: fakeReport(reportData, reportId, finding),
  }),
  tpm?: Pick<SoftwareTpm, "attestationKeyName" | "evidence" | "open">,
): Promise<TestGuest> {
  const key = await generateGuestKey();
  let newest: Uint8Array = new Uint8Array(0);
  let where = client;
  const guest: TestGuest = {
    key,
    reportId,
    moveTo: (other) => void (where = other),
    challenge: async () => challengeSchema.parse((await where.call({ path: "/v1/challenge" })).body),

    bundle: async (challenge, changes = {}, finding = "good") => {
      const fields = {
        machineId: machine.id,
        nonce: challenge.nonce,
        guestKey: Buffer.from(key.publicKey).toString("base64url"),
        gateKeyDigest: challenge.gateKeyDigest ?? "",
        headerDigest: machine.disk.headerDigest,
        attestationKeyName: Buffer.from(tpm?.attestationKeyName ?? []).toString("base64url"),
        ...changes,
      };
      const binding = await computeBinding({
        machineId: fields.machineId,
        nonce: sure(fromBase64Url("nonce", fields.nonce)),
        guestKey: sure(fromBase64Url("guestKey", fields.guestKey)),
        gateKeyDigest: sure(fromHex("gateKeyDigest", fields.gateKeyDigest)),
        headerDigest: sure(fromHex("headerDigest", fields.headerDigest)),
        attestationKeyName: sure(fromBase64Url("attestationKeyName", fields.attestationKeyName)),
      });
      newest = binding;
      return {
        type: "sekisho-evidence",
        version: 1,
        evidence: makeEvidence(binding, finding),
        ...(tpm === undefined ? {} : { vtpm: tpm.evidence(binding) }),
        ...fields,
      };
    },

    send: async (bundle) => {
      const { status, body } = await where.call({ path: "/v1/evidence", body: bundle });
      if (status !== 200) throw new Error(`evidence: ${status} ${JSON.stringify(body)}`);
      return requestStatusSchema.parse(body);
    },

    attest: async (changes, finding) => guest.send(await guest.bundle(await guest.challenge(), changes, finding)),

    activate: async (status) => {
      const credential = status.state === "waiting" ? status.activation : undefined;
      if (status.state !== "waiting" || credential === undefined || tpm === undefined) throw new Error("no activation");
      return guest.poll(status.request, await activationProof(tpm.open(credential), status.request, newest));
    },

    poll: async (request, proof) => {
      const answer = proof === undefined ? {} : { activationProof: Buffer.from(proof).toString("base64url") };
      const { status, body } = await where.call({ path: "/v1/release", body: { request, ...answer } });
      if (status !== 200) throw new Error(`release: ${status} ${JSON.stringify(body)}`);
      return requestStatusSchema.parse(body);
    },

    open: async (release) => {
      if ((release.credential === undefined) !== (tpm === undefined)) return undefined;
      const credential = release.credential && tpm?.open(release.credential);
      const opened = await openSecret({
        guestKey: key,
        binding: sure(fromBase64Url("binding", release.binding)),
        ...(credential === undefined ? {} : { preSharedKey: credentialKey(credential) }),
        sealed: {
          encapsulatedKey: sure(fromBase64Url("encapsulatedKey", release.encapsulatedKey)),
          ciphertext: sure(fromBase64Url("ciphertext", release.ciphertext)),
        },
      });
      return opened === undefined ? undefined : Buffer.from(opened).toString("utf8");
    },
  };
  return guest;
}

function sure<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(`${parsed.error.field} is malformed`);
  return parsed.value;
}
