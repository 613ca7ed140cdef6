import { randomUUID } from "node:crypto";
import type { Actor, NewToken } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import type { Database } from "../store/open.ts";
import type { TokenTable } from "../store/people-tables.ts";
import { addToken, findToken, findTokenByHash, noteTokenUse, removeToken } from "../store/tokens.ts";
import { nameKey } from "../store/accounts.ts";
import { nameOf } from "./actor.ts";
import { logToken } from "./log-entries.ts";
import { newSecret, secretHash } from "./secrets.ts";

/** Lets secret scanners recognize a token, and tells it from the administrator's. */
const prefix = "sekisho-token-";
const day = 24 * 3600_000;
const seenStep = 60_000;

/** Makes the access of a program. Its secret is returned here, and kept by nobody but the program. */
export async function createToken(
  gate: Gate,
  actor: Actor,
  { name, role, days }: NewToken,
): Promise<{ readonly token: TokenTable; readonly secret: string }> {
  const secret = prefix + newSecret();
  const now = gate.clock().getTime();
  const token = await gate.database.transaction().execute(async (database) => {
    const made: TokenTable = {
      id: randomUUID(),
      name,
      name_key: nameKey(name),
      role,
      token_hash: secretHash(secret),
      created_at: now,
      created_by: await makerOf(database, actor),
      expires_at: days === null ? null : now + days * day,
      last_used_at: null,
    };
    if (!(await addToken(database, made))) throw new ProblemError("gate.problem.tokenExists", { name });
    await logToken(gate, database, actor, "made", made);
    return made;
  });
  return { token, secret };
}

/** Of a token that a program makes, whoever gave that program access: nobody gets around four eyes by a chain of programs. */
async function makerOf(database: Database, actor: Actor): Promise<string> {
  const token = actor.kind === "token" ? await findToken(database, actor.id) : undefined;
  return token?.created_by ?? nameOf(actor);
}

/** Ends a program's access. */
export async function deleteToken(gate: Gate, actor: Actor, id: string): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const token = await findToken(database, id);
    if (token === undefined) throw new ProblemError("gate.problem.tokenUnknown", { token: id });
    await removeToken(database, id);
    await logToken(gate, database, actor, "removed", token);
  });
}

/** Which program an `Authorization` header names ("Bearer sekisho-token-…"); undefined for any other header. */
export async function identifyToken(
  { database, clock }: Gate,
  header: string | undefined,
): Promise<Extract<Actor, { kind: "token" }> | undefined> {
  const secret = header?.startsWith(`Bearer ${prefix}`) === true ? header.slice("Bearer ".length) : undefined;
  const token = secret === undefined ? undefined : await findTokenByHash(database, secretHash(secret));
  if (token === undefined) return undefined;
  const now = clock();
  if (token.expires_at !== null && now.getTime() >= token.expires_at) {
    throw new ProblemError("gate.problem.tokenExpired", { name: token.name });
  }
  if (now.getTime() >= (token.last_used_at ?? 0) + seenStep) await noteTokenUse(database, token.id, now);
  return { kind: "token", id: token.id, name: token.name, role: token.role };
}
