import {
  enrolmentOptionsSchema,
  enrolmentQuestionSchema,
  enrolmentSchema,
  sessionViewSchema,
  signInOptionsSchema,
  signInSchema,
} from "@sekisho/release";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { PeopleOrigin } from "../../people/ceremony.ts";
import { enrol, enrolmentOptions } from "../../people/enrolment.ts";
import { demandSession, endSession } from "../../people/sessions.ts";
import { signIn, signInOptions } from "../../people/sign-in.ts";
import { viewSession } from "../../people/view.ts";
import { ProblemError } from "../../problems.ts";
import type { Gate } from "../../requests/gate.ts";
import { limited, type Rate } from "../rate-limit.ts";
import { forRole } from "../roles.ts";
import type { Routes } from "../serve-guests.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "./cookies.ts";
import { demandOwnPage } from "./identify.ts";

const questionLimit = 1024;
/** An attestation with a chain of certificates. */
const credentialLimit = 96 * 1024;

/** How often one address may try to sign in or to enrol. */
export const defaultSignInRate: Rate = { burst: 30, perSecond: 0.5 };

/** What people do before they are signed in: sign in, and enrol with a one-time link. */
export function serveSignIn(routes: Routes, gate: Gate, people: PeopleOrigin, rate: Rate): void {
  const slow = limited(rate);
  routes.addHook("onRequest", async (request) => {
    demandOwnPage(request, people);
    await slow(request);
  });

  async function signedIn(
    request: FastifyRequest,
    reply: FastifyReply,
    secret: string,
  ): ReturnType<typeof viewSession> {
    const before = readSessionCookie(request, people);
    if (before !== undefined) await endSession(gate, before);
    setSessionCookie(reply, people, secret);
    const session = await demandSession(gate, secret);
    return viewSession(gate, session.actor, session);
  }

  routes.post(
    "/v1/session/options",
    {
      bodyLimit: questionLimit,
      schema: {
        summary: "Ask for a challenge to sign in with",
        body: z.strictObject({}),
        response: { 200: signInOptionsSchema },
      },
    },
    () => signInOptions(gate),
  );

  routes.post(
    "/v1/session",
    {
      bodyLimit: credentialLimit,
      schema: { summary: "Sign in by passkey", body: signInSchema, response: { 200: sessionViewSchema } },
    },
    async (request, reply) => signedIn(request, reply, await signIn(gate, request.body.credential)),
  );

  routes.post(
    "/v1/enrolment/options",
    {
      bodyLimit: questionLimit,
      schema: {
        summary: "Ask what a one-time link is for",
        body: enrolmentQuestionSchema,
        response: { 200: enrolmentOptionsSchema },
      },
    },
    ({ body }) => enrolmentOptions(gate, body.token),
  );

  routes.post(
    "/v1/enrolment",
    {
      bodyLimit: credentialLimit,
      schema: {
        summary: "Register a passkey with a one-time link",
        body: enrolmentSchema,
        response: { 200: sessionViewSchema },
      },
    },
    async (request, reply) => signedIn(request, reply, await enrol(gate, request.body)),
  );
}

/** What everybody may ask who was recognized: who am I, and sign me out. */
export function serveSession(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/session",
    { ...forRole("viewer"), schema: { summary: "Who calls", response: { 200: sessionViewSchema } } },
    ({ actor, session }) => viewSession(gate, actor, session),
  );

  routes.delete(
    "/v1/session",
    { ...forRole("viewer"), schema: { summary: "Sign out", response: { 204: z.null() } } },
    async ({ session }, reply) => {
      if (session === undefined || gate.people === undefined) throw new ProblemError("gate.problem.personNeeded");
      await endSession(gate, session.secret);
      clearSessionCookie(reply, gate.people);
      return reply.status(204).send(null);
    },
  );
}
