import { message, type Message } from "@sekisho/messages";
import type { z } from "zod";
import { pauseAfter } from "./backoff.ts";
import type { AgentLimits } from "./configuration.ts";
import type { AgentPorts, GateAnswer, GatePath } from "./ports.ts";

/** The gate's answer, or that there was none and a pause is over, or that there is no point in going on. */
export type Called<T> =
  | { readonly kind: "answer"; readonly value: T }
  /** The gate knows nothing of the request that was named. */
  | { readonly kind: "request-unknown" }
  | { readonly kind: "try-again" }
  | { readonly kind: "given-up"; readonly outcome: { readonly kind: "gate-not-pinned" | "gate-unavailable" } };

export type GateCaller = <T>(path: GatePath, body: unknown, schema: z.ZodType<T>) => Promise<Called<T>>;

/**
 * Calls the gate, and after a failure says what the machine waits for and pauses: longer with each failure in a row. It
 * never repeats a call by itself, since a nonce serves only once.
 */
export function createGateCaller(ports: Pick<AgentPorts, "gate" | "clock" | "say">, limits: AgentLimits): GateCaller {
  let failures = 0;
  let strangers = 0;
  return async (path, body, schema) => {
    const answer = await ports.gate.post(path, body);
    if (answer.kind === "problem" && answer.status === 404 && answer.error === "gate.problem.requestUnknown") {
      return { kind: "request-unknown" };
    }
    const checked = answer.kind === "answer" ? schema.safeParse(answer.body) : undefined;
    if (checked?.success === true) {
      // A gate that hands out challenges and fails at all evidence is not well: the pauses must go on growing.
      if (path !== "/v1/challenge") failures = 0;
      strangers = 0;
      return { kind: "answer", value: checked.data };
    }
    failures++;
    strangers = answer.kind === "not-pinned" ? strangers + 1 : 0;
    if (strangers >= limits.notPinnedAttempts) return { kind: "given-up", outcome: { kind: "gate-not-pinned" } };
    if (failures >= limits.attempts) return { kind: "given-up", outcome: { kind: "gate-unavailable" } };
    const requested = answer.kind === "problem" ? answer.retryAfterSeconds : undefined;
    const seconds = pauseAfter(failures, limits, ports.clock.random(), requested);
    ports.say(failureMessage(answer, Math.ceil(seconds)));
    await ports.clock.sleep(seconds);
    return { kind: "try-again" };
  };
}

function failureMessage(answer: GateAnswer, seconds: number): Message {
  switch (answer.kind) {
    case "unreachable":
      return message("guest.gate.unreachable", { reason: answer.reason, seconds });
    case "not-pinned":
      return message("guest.gate.notPinned", { actual: answer.actual, seconds });
    case "problem":
      return message("guest.gate.problem", { status: answer.status, error: answer.error ?? "-", seconds });
    case "answer":
      return message("guest.gate.unreadable", { seconds });
  }
}
