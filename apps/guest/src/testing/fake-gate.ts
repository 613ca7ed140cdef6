import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from "node:crypto";
import { fromBase64, fromBase64Url, toBase64, toBase64Url, toUtf8, type Parsed } from "@sekisho/encoding";
import { makeCredential, objectName, parsePublicArea } from "@sekisho/evidence/tpm";
import {
  bindingOfEvidence,
  credentialKey,
  evidenceBundleSchema,
  releasePollSchema,
  releaseStatement,
  sealSecret,
  type Challenge,
  type EvidenceBundle,
  type ReleasePoll,
  type ReleaseStatement,
  type RequestStatus,
  type SealedCredential,
  type SignedRelease,
} from "@sekisho/release";
import type { GateAnswer, GatePath } from "../agent/ports.ts";

/** A gate's Ed25519 key. */
export type FakeSigningKey = { readonly spki: string; readonly digest: string; readonly privateKey: KeyObject };

export function makeSigningKey(): FakeSigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  return { spki: toBase64(spki), digest: createHash("sha256").update(spki).digest("hex"), privateKey };
}

/** One accepted bundle with its recomputed binding. */
export type Accepted = { readonly bundle: EvidenceBundle; readonly binding: Uint8Array };

/** What the gate does with evidence and with polls; `turn` counts from 0. */
export type Script = {
  readonly onEvidence?: (gate: FakeGate, evidence: Accepted, turn: number) => Promise<GateAnswer>;
  readonly onPoll?: (gate: FakeGate, request: string, turn: number) => Promise<GateAnswer>;
  readonly onChallenge?: (gate: FakeGate, turn: number) => GateAnswer | undefined;
};

/**
 * A gate for the agent's tests: genuine schemas, bindings, sealing and signatures, and no appraisal. A script says how it
 * misbehaves; without one it releases at once.
 */
export class FakeGate {
  readonly calls: GatePath[] = [];
  readonly evidence: Accepted[] = [];
  readonly polls: ReleasePoll[] = [];
  readonly signingKey: FakeSigningKey;
  readonly secret: Uint8Array;
  request: string = randomUUID();
  readonly #script: Script;
  #turns = { challenge: 0, evidence: 0, poll: 0 };

  constructor(secret: string, script: Script = {}, signingKey = makeSigningKey()) {
    this.secret = toUtf8(secret);
    this.signingKey = signingKey;
    this.#script = script;
  }

  async handle(path: GatePath, body: unknown): Promise<GateAnswer> {
    this.calls.push(path);
    switch (path) {
      case "/v1/challenge":
        return this.#script.onChallenge?.(this, this.#turns.challenge++) ?? answer(this.challenge());
      case "/v1/evidence": {
        const bundle = evidenceBundleSchema.parse(body);
        const accepted = { bundle, binding: await bindingOfEvidence(bundle) };
        this.evidence.push(accepted);
        const onEvidence = this.#script.onEvidence ?? ((gate, evidence) => gate.released(evidence));
        return onEvidence(this, accepted, this.#turns.evidence++);
      }
      case "/v1/release": {
        const poll = releasePollSchema.parse(body);
        this.polls.push(poll);
        const onPoll = this.#script.onPoll ?? (() => Promise.resolve(this.waiting()));
        return onPoll(this, poll.request, this.#turns.poll++);
      }
    }
  }

  challenge(): Challenge {
    return { nonce: toBase64Url(new Uint8Array(randomBytes(48))), expiresAt: "2026-11-23T00:00:00Z" };
  }

  waiting(pollAfterSeconds = 5, challenge?: Challenge): GateAnswer {
    const status: RequestStatus = { state: "waiting", request: this.request, pollAfterSeconds };
    return answer(challenge === undefined ? status : { ...status, challenge });
  }

  /** Asks for an activation of this credential. */
  activation(activation: SealedCredential, pollAfterSeconds = 5): GateAnswer {
    return answer({ state: "waiting", request: this.request, pollAfterSeconds, activation });
  }

  async released(evidence: Accepted, change: (release: ReleaseStatement) => ReleaseStatement = (same) => same) {
    return answer({ state: "released", request: this.request, release: await this.release(evidence, change) });
  }

  /** A release for this evidence, signed after `change`. */
  async release(
    { bundle, binding }: Accepted,
    change: (release: ReleaseStatement) => ReleaseStatement = (same) => same,
  ): Promise<SignedRelease> {
    const guestKey = bytesOf(fromBase64Url("guestKey", bundle.guestKey));
    const made = bundle.vtpm === undefined ? undefined : await credentialFor(bundle.vtpm);
    const preSharedKey = made === undefined ? {} : { preSharedKey: credentialKey(made.credential) };
    const sealed = await sealSecret({ guestKey, binding, secret: this.secret, ...preSharedKey });
    const statement = change({
      machineId: bundle.machineId,
      request: this.request,
      binding: toBase64Url(binding),
      encapsulatedKey: toBase64Url(sealed.encapsulatedKey),
      ciphertext: toBase64Url(sealed.ciphertext),
      ...(made === undefined ? {} : { credential: made.sealed }),
      headerDigest: bundle.headerDigest,
      gateKeyDigest: this.signingKey.digest,
    });
    const signature = sign(null, releaseStatement(statement), this.signingKey.privateKey);
    return { ...statement, signature: toBase64Url(new Uint8Array(signature)) };
  }
}

export function answer(body: unknown): GateAnswer {
  return { kind: "answer", body };
}

export function problem(status: number, error: string | null, retryAfterSeconds?: number): GateAnswer {
  return { kind: "problem", status, error, retryAfterSeconds };
}

/** A fresh credential for the keys that evidence names, and as it travels. @param name another attestation key's */
export async function credentialFor(
  vtpm: { readonly endorsementKey: string; readonly attestationKey: string },
  name?: Uint8Array,
): Promise<{ readonly credential: Uint8Array; readonly sealed: SealedCredential }> {
  const endorsementKey = bytesOf(parsePublicArea(bytesOf(fromBase64("endorsementKey", vtpm.endorsementKey))));
  const attestationKey = bytesOf(parsePublicArea(bytesOf(fromBase64("attestationKey", vtpm.attestationKey))));
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const credential = random(32);
  const request = { endorsementKey, name: name ?? (await objectName(attestationKey)), credential, random };
  const made = await makeCredential(request);
  if (made === undefined) throw new Error("no credential for this endorsement key");
  return { credential, sealed: { credentialBlob: toBase64(made.credentialBlob), secret: toBase64(made.secret) } };
}

function bytesOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}
