import { toBase64Url } from "@sekisho/encoding";
import type { Luks2Header } from "@sekisho/evidence/luks2";
import { message } from "@sekisho/messages";
import {
  activationProof,
  challengeSchema,
  generateGuestKey,
  requestStatusSchema,
  type Challenge,
  type GuestKey,
  type ReleasePoll,
  type RequestStatus,
  type SealedCredential,
  type SignedRelease,
} from "@sekisho/release";
import { acceptRelease, openCredential } from "./accept-release.ts";
import { createGateCaller, type Called, type GateCaller } from "./call-gate.ts";
import { limitsOf, type AgentConfiguration } from "./configuration.ts";
import { makeEvidence } from "./make-evidence.ts";
import type { Outcome } from "./outcome.ts";
import type { AgentPorts } from "./ports.ts";

/**
 * The conversation with the gate:
 *
 *     challenge ──▶ evidence ──▶ waiting ──▶ released ──▶ the key
 *         ▲            │  ▲         │
 *         └── failed ──┘  └─ fresh ─┘        refused, given up ──▶ ended
 *
 * With a TPM, the gate's first answer to evidence asks for an activation: it is `waiting`, too, and the poll that follows at
 * once carries the proof.
 */
type State =
  | { readonly at: "challenge"; readonly request: string | undefined }
  | { readonly at: "evidence"; readonly challenge: Challenge; readonly request: string | undefined }
  | {
      readonly at: "activation";
      readonly request: string;
      readonly seconds: number;
      readonly activation: SealedCredential;
    }
  | { readonly at: "waiting"; readonly request: string; readonly seconds: number }
  | { readonly at: "released"; readonly request: string; readonly release: SignedRelease }
  | { readonly at: "ended"; readonly result: Result };

/** The disk key, which the caller wipes, or how it ended without one. */
export type Result =
  | { readonly kind: "key"; readonly secret: Uint8Array }
  | Exclude<Outcome, { readonly kind: "opened" }>;

/** COCONUT's SVSM can crash above two guest requests in two seconds. */
const secondsBetweenReports = 2;

/** Asks the gate for the key until it comes, or until it is clear that it won't. */
export async function converse(
  ports: AgentPorts,
  configuration: AgentConfiguration,
  header: Luks2Header,
): Promise<Result> {
  const conversation = new Conversation(ports, configuration, header.headerDigest, await generateGuestKey());
  let state: State = { at: "challenge", request: undefined };
  while (state.at !== "ended") state = await conversation.step(state);
  return state.result;
}

class Conversation {
  readonly #ports: AgentPorts;
  readonly #configuration: AgentConfiguration;
  readonly #headerDigest: string;
  readonly #guestKey: GuestKey;
  readonly #call: GateCaller;
  /**
   * The bindings made in the present request, by their base64url: a release may be sealed under any of them. Evidence whose
   * answer was lost counts too, as the gate may have released for it.
   */
  readonly #bindings = new Map<string, Uint8Array>();
  /** The binding of the latest evidence: the one whose activation the gate asks for. */
  #latest: Uint8Array | undefined;
  #lastReport = -Infinity;
  #saidWaiting = false;

  constructor(ports: AgentPorts, configuration: AgentConfiguration, headerDigest: string, guestKey: GuestKey) {
    this.#ports = ports;
    this.#configuration = configuration;
    this.#headerDigest = headerDigest;
    this.#guestKey = guestKey;
    this.#call = createGateCaller(ports, limitsOf(configuration));
  }

  step(state: Exclude<State, { readonly at: "ended" }>): Promise<State> {
    switch (state.at) {
      case "challenge":
        return this.#challenge(state.request);
      case "evidence":
        return this.#evidence(state.challenge, state.request);
      case "activation":
        return this.#activation(state);
      case "waiting":
        return this.#waiting(state.request, state.seconds);
      case "released":
        return this.#released(state.request, state.release);
    }
  }

  async #challenge(request: string | undefined): Promise<State> {
    const called = await this.#call("/v1/challenge", {}, challengeSchema);
    if (called.kind === "answer") return { at: "evidence", challenge: called.value, request };
    return called.kind === "given-up" ? ended(called.outcome) : { at: "challenge", request };
  }

  async #evidence(challenge: Challenge, request: string | undefined): Promise<State> {
    const { gate } = this.#configuration.guest;
    const gateKeyDigest = challenge.gateKeyDigest ?? gate.signingKeys[0]?.digest;
    if (gate.signingKeys.every(({ digest }) => digest !== gateKeyDigest) || gateKeyDigest === undefined) {
      const reason = message("guest.gate.keyNotPinned", { actual: gateKeyDigest ?? "" });
      return ended({ kind: "release-refused", reason });
    }
    await this.#pace();
    const evidence = await makeEvidence({
      configuration: this.#configuration,
      ports: this.#ports,
      challenge,
      gateKeyDigest,
      guestKey: this.#guestKey,
      headerDigest: this.#headerDigest,
      request,
    });
    if (!evidence.ok) return ended({ kind: "no-report", reason: evidence.reason });
    this.#bindings.set(toBase64Url(evidence.binding), evidence.binding);
    this.#latest = evidence.binding;
    const called = await this.#call("/v1/evidence", evidence.bundle, requestStatusSchema);
    const next = this.#next(called, { at: "challenge", request });
    return next.at === "activation" ? { ...next, seconds: 0 } : next;
  }

  /** Proves that the TPM of the quote also holds the endorsement key. A failed poll is repeated with the same proof. */
  async #activation(state: Extract<State, { readonly at: "activation" }>): Promise<State> {
    const { request, seconds, activation } = state;
    const { vtpm } = this.#ports;
    const binding = this.#latest;
    if (vtpm === undefined || binding === undefined) return activationRefused("unexpected");
    const opened = await openCredential(vtpm, activation);
    if (!opened.ok) return ended({ kind: "no-report", reason: opened.reason });
    const credential = opened.value;
    if (credential === undefined) return activationRefused("foreign");
    const proof = await activationProof(credential, request, binding);
    credential.fill(0);
    // Only an answer to evidence is to be followed at once: a gate that asks again and again must not be hurried.
    await this.#ports.clock.sleep(seconds);
    return this.#poll({ request, activationProof: toBase64Url(proof) }, { ...state, seconds: 0 });
  }

  async #waiting(request: string, seconds: number): Promise<State> {
    if (!this.#saidWaiting) this.#ports.say(message("guest.waiting"));
    this.#saidWaiting = true;
    await this.#ports.clock.sleep(seconds);
    return this.#poll({ request }, { at: "waiting", request, seconds: 0 });
  }

  async #poll(poll: ReleasePoll, again: State): Promise<State> {
    return this.#next(await this.#call("/v1/release", poll, requestStatusSchema), again);
  }

  async #released(request: string, release: SignedRelease): Promise<State> {
    const accepted = await acceptRelease(release, {
      gate: this.#configuration.guest.gate,
      machineId: this.#configuration.machineId,
      request,
      headerDigest: this.#headerDigest,
      guestKey: this.#guestKey,
      bindings: this.#bindings,
      vtpm: this.#ports.vtpm,
    });
    if (accepted.ok) return ended({ kind: "key", secret: accepted.secret });
    return ended({ kind: "release-refused", reason: accepted.reason });
  }

  /** @param again where to go on after a failed call */
  #next(called: Called<RequestStatus>, again: State): State {
    switch (called.kind) {
      case "given-up":
        return ended(called.outcome);
      case "try-again":
        return again;
      case "request-unknown":
        this.#bindings.clear();
        this.#latest = undefined;
        this.#ports.say(message("guest.gate.requestForgotten"));
        return { at: "challenge", request: undefined };
      case "answer":
        return statusState(called.value);
    }
  }

  async #pace(): Promise<void> {
    const { seconds, sleep } = this.#ports.clock;
    const missing = this.#lastReport + secondsBetweenReports - seconds();
    if (missing > 0) await sleep(missing);
    this.#lastReport = seconds();
  }
}

function statusState(status: RequestStatus): State {
  switch (status.state) {
    case "refused":
      return ended({ kind: "refused", number: status.number });
    case "released":
      return { at: "released", request: status.request, release: status.release };
    case "waiting": {
      const { request, challenge, activation, pollAfterSeconds: seconds } = status;
      if (challenge !== undefined) return { at: "evidence", challenge, request };
      return activation === undefined
        ? { at: "waiting", request, seconds }
        : { at: "activation", request, seconds, activation };
    }
  }
}

function activationRefused(why: "unexpected" | "foreign"): State {
  return ended({ kind: "release-refused", reason: message(`guest.activation.${why}`) });
}

function ended(result: Result): State {
  return { at: "ended", result };
}
