import type { FastifyReply, FastifyRequest } from "fastify";
import type { PeopleOrigin } from "../../people/ceremony.ts";

/**
 * The cookie's name. With the prefix `__Host-` browsers take it only over TLS, for this very host and the whole of it, so that no neighbouring name can plant
 * one. Plain HTTP, on this machine alone, does without; there the port is part of the name, as cookies know no ports and several gates may run on one machine.
 */
function nameOf({ origin }: PeopleOrigin): string {
  const { protocol, port } = new URL(origin);
  return protocol === "https:" ? "__Host-sekisho" : `sekisho-${port}`;
}

/** The session's secret, as the browser sends it back. */
export function readSessionCookie(request: FastifyRequest, people: PeopleOrigin): string | undefined {
  const name = nameOf(people);
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.split("=", 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}

/** Gives the browser a session's secret, out of reach of the page's scripts. It ends with the browser; the gate ends it sooner. */
export function setSessionCookie(reply: FastifyReply, people: PeopleOrigin, secret: string): void {
  void reply.header("set-cookie", `${nameOf(people)}=${secret}; ${attributesOf(people)}`);
}

/** Makes the browser forget it. */
export function clearSessionCookie(reply: FastifyReply, people: PeopleOrigin): void {
  void reply.header("set-cookie", `${nameOf(people)}=; Max-Age=0; ${attributesOf(people)}`);
}

function attributesOf({ origin }: PeopleOrigin): string {
  return `Path=/; HttpOnly; SameSite=Strict${origin.startsWith("https:") ? "; Secure" : ""}`;
}
