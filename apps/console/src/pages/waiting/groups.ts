import { includesRole, type Actor, type RequestView } from "@sekisho/release";

/** What a request is to the person who looks: theirs to decide, under way without them, or over. */
export type Group = "yours" | "under-way" | "ended";

/** Which group a request belongs to. */
export function groupOf(request: RequestView, actor: Actor): Group {
  switch (request.state) {
    case "waiting":
      return mayDecide(request, actor) ? "yours" : "under-way";
    case "activating":
    case "decided":
      return "under-way";
    default:
      return "ended";
  }
}

/** An owner types a passphrase like anybody else, but approves nothing: an approval is a person's passkey. */
function mayDecide({ releaseMode, approval }: RequestView, actor: Actor): boolean {
  if (releaseMode === "enter") return actor.kind === "owner" || includesRole(actor.role, "approver");
  if (releaseMode !== "approve" || approval === null) return false;
  return actor.kind === "account" && approval.approvers.includes(actor.name);
}

/** Requests by group: those to decide with the one that waits longest first, the others with the newest first. */
export function grouped(
  requests: readonly RequestView[],
  actor: Actor,
): Readonly<Record<Group, readonly RequestView[]>> {
  const of = (group: Group) => requests.filter((request) => groupOf(request, actor) === group);
  const byAge = (left: RequestView, right: RequestView) => left.number - right.number;
  return {
    yours: of("yours").toSorted(byAge),
    "under-way": of("under-way").toSorted(byAge),
    ended: of("ended").toSorted((left, right) => right.number - left.number),
  };
}

/** The requests that ask now and did not before: what is announced. Nothing is, the first time. */
export function arrivals(
  before: readonly RequestView[] | undefined,
  now: readonly RequestView[],
): readonly RequestView[] {
  if (before === undefined) return [];
  const known = new Set(before.filter(({ state }) => state === "waiting").map(({ id }) => id));
  return now.filter(({ id, state }) => state === "waiting" && !known.has(id));
}
