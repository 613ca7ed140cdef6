import type { FastifyRequest } from "fastify";
import { identifyToken } from "../../people/tokens.ts";
import { sameText } from "../../people/secrets.ts";
import { demandSession, type Session } from "../../people/sessions.ts";
import type { PeopleOrigin } from "../../people/ceremony.ts";
import { ProblemError } from "../../problems.ts";
import type { Gate } from "../../requests/gate.ts";
import type { Identify } from "../roles.ts";
import { readSessionCookie } from "./cookies.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The session that signs the caller in; absent for programs and the owner. */
    session?: Session;
  }
}

const changesNothing = new Set(["GET", "HEAD"]);

/** At the people's door: a program by its token, a person by the cookie of a session. The administrator's token is not for this door. */
export function identifyPeople(gate: Gate, people: PeopleOrigin): Identify {
  return async (request) => {
    if (request.headers.authorization !== undefined) {
      const program = await identifyToken(gate, request.headers.authorization);
      if (program === undefined) throw new ProblemError("gate.problem.tokenForeign");
      return program;
    }
    demandOwnPage(request, people);
    const session = await demandSession(gate, readSessionCookie(request, people));
    if (!changesNothing.has(request.method)) {
      const said = request.headers["x-sekisho-csrf"];
      if (typeof said !== "string" || !sameText(said, session.csrf)) throw new ProblemError("gate.problem.csrfMissing");
    }
    request.session = session;
    return session.actor;
  };
}

/** Refuses what another site's page makes a browser send: whatever changes something must say that it comes from the gate's own page. */
export function demandOwnPage({ method, headers }: FastifyRequest, { origin }: PeopleOrigin): void {
  const site = headers["sec-fetch-site"];
  const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
  const foreignOrigin = changesNothing.has(method)
    ? headers.origin !== undefined && headers.origin !== origin
    : headers.origin !== origin;
  if (foreignSite || foreignOrigin) {
    throw new ProblemError("gate.problem.originForeign", { actual: headers.origin ?? "–", expected: origin });
  }
}
