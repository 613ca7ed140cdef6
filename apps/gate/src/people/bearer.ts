import { headerCarriesToken } from "../keys/administrator-token.ts";
import type { Identify } from "../http/roles.ts";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { owner } from "./actor.ts";

/** At the guests' door: the administrator's token. */
export function identifyByToken(gate: Gate): Identify {
  return async ({ headers }) => {
    if (headerCarriesToken(headers.authorization, gate.keys.administratorTokenDigest)) return owner;
    throw new ProblemError("gate.problem.unauthorized");
  };
}
