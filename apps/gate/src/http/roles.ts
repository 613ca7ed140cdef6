import type { Actor, Role } from "@sekisho/release";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { demandRole, owner } from "../people/actor.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a caller must be to use this address. */
    role?: Role;
  }
  interface FastifyRequest {
    /** Who calls; set on every address under {@link guardByRole}. */
    actor: Actor;
  }
}

/** How OpenAPI calls the ways to be somebody: a token, or the cookie of a session. */
const security = [{ token: [] }, { session: [] }];

/** Tells who calls, or refuses with a ProblemError. */
export type Identify = (request: FastifyRequest) => Promise<Actor>;

/** The options of a route that callers with this role, or a higher one, may use: `{ ...forRole("viewer"), schema: … }`. */
export function forRole(role: Role): { readonly config: { readonly role: Role } } {
  return { config: { role } };
}

/**
 * Lets nobody in whom `identify` does not know, and nobody whose role is too low. A route that names no role stops the gate from
 * starting, so that none is open by oversight.
 */
export function guardByRole(routes: FastifyInstance, identify: Identify): void {
  routes.decorateRequest("actor");
  routes.addHook("onRoute", (route) => {
    const { method, url, config, schema } = route;
    if (config?.role === undefined) throw new Error(`${String(method)} ${url} names no role: ...forRole("…")`);
    route.schema = { ...schema, security };
  });
  routes.addHook("onRequest", async (request) => {
    const { role } = request.routeOptions.config;
    request.actor = await identify(request);
    demandRole(request.actor, role ?? "administrator");
  });
}

/** At the socket, where only the gate's owner can connect. */
export const identifyOwner: Identify = () => Promise.resolve(owner);
