import { includesRole, type Actor, type Role } from "@sekisho/release";
import { ProblemError } from "../problems.ts";

/** Who came in by the gate's socket or with the administrator's token. */
export const owner: Actor = { kind: "owner" };

/** A person with an account and a passkey. */
export type Person = Extract<Actor, { kind: "account" }>;

/** Refuses an actor whose role does not include the wanted one. The owner may do everything but approve. */
export function demandRole(actor: Actor, wanted: Role): void {
  if (actor.kind === "owner" || includesRole(actor.role, wanted)) return;
  throw new ProblemError("gate.problem.roleTooLow", { role: actor.role, wanted });
}

/** Refuses the owner and programs where only a person with a passkey can act. */
export function demandPerson(actor: Actor): Person {
  if (actor.kind !== "account") throw new ProblemError("gate.problem.personNeeded");
  return actor;
}

/** How an actor is called in lists and logs. */
export function nameOf(actor: Actor): string {
  return actor.kind === "owner" ? "owner" : actor.name;
}
