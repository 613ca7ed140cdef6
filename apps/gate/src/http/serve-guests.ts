import { challengeSchema, evidenceBundleSchema, releasePollSchema, requestStatusSchema } from "@sekisho/release";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { receiveEvidence } from "../requests/receive-evidence.ts";
import { pollRequest } from "../requests/status.ts";
import { createRateLimiter, limited, type Rate } from "./rate-limit.ts";

export type Routes = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * How often one address may ask for challenges or releases, and how often it may send evidence, which costs more; and how much evidence about one machine may come, from
 * however many addresses (absent: any).
 */
export type GuestRates = { readonly questions: Rate; readonly evidence: Rate; readonly machine?: Rate };

export const defaultRates: GuestRates = {
  questions: { burst: 60, perSecond: 10 },
  evidence: { burst: 20, perSecond: 2 },
  machine: { burst: 60, perSecond: 1 },
};

const questionLimit = 1024;
/** A report, a certificate table and the logs of a boot as base64, a command line of 8 KiB, and the rest. */
const evidenceLimit = 1536 * 1024;

/** What everybody may ask who reaches the gate: challenge, evidence, release. */
export function serveGuests(routes: Routes, gate: Gate, rates: GuestRates): void {
  const slowQuestions = limited(rates.questions);
  const slowEvidence = limited(rates.evidence);
  const slowMachine = rates.machine === undefined ? undefined : createRateLimiter(rates.machine);

  routes.post(
    "/v1/challenge",
    {
      bodyLimit: questionLimit,
      onRequest: slowQuestions,
      schema: {
        summary: "Ask for a nonce",
        body: z.strictObject({}).nullish(),
        response: { 200: challengeSchema },
      },
    },
    () => gate.nonces.issue(gate.clock()),
  );

  routes.post(
    "/v1/evidence",
    {
      bodyLimit: evidenceLimit,
      onRequest: slowEvidence,
      schema: { summary: "Send evidence", body: evidenceBundleSchema, response: { 200: requestStatusSchema } },
    },
    async ({ body }) => {
      const seconds = slowMachine?.(body.machineId, Date.now()) ?? 0;
      if (seconds > 0) {
        throw new ProblemError("gate.problem.tooManyOfMachine", { machineId: body.machineId, seconds }, seconds);
      }
      return receiveEvidence(gate, body);
    },
  );

  routes.post(
    "/v1/release",
    {
      bodyLimit: questionLimit,
      onRequest: slowQuestions,
      schema: {
        summary: "Ask what became of a request",
        body: releasePollSchema,
        response: { 200: requestStatusSchema },
      },
    },
    ({ body }) => pollRequest(gate, body),
  );
}
