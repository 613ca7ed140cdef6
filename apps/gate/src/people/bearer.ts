import { headerCarriesToken } from "../keys/administrator-token.ts";
import type { Identify } from "../http/roles.ts";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { owner } from "./actor.ts";
import { identifyToken } from "./tokens.ts";

/** At the guests' door: the administrator's token, or that of a program. */
export function identifyByToken(gate: Gate): Identify {
  return async ({ headers: { authorization } }) => {
    if (headerCarriesToken(authorization, gate.keys.administratorTokenDigest)) return owner;
    const program = await identifyToken(gate, authorization);
    if (program !== undefined) return program;
    throw new ProblemError("gate.problem.unauthorized");
  };
}
