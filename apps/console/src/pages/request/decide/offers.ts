import { message, type Message } from "@sekisho/messages";
import { includesRole, shortCode, type ApprovalView } from "@sekisho/release";
import { isUndecided, missingApprovals, type Act, type Offer, type Situation } from "./situation.ts";

/** What can be done with a request now, by this person, on this page. */
export function offersOf(situation: Situation): Readonly<Record<Act, Offer>> {
  return { approve: approveOffer(situation), enter: enterOffer(situation), deny: denyOffer(situation) };
}

const none: Offer = { kind: "none" };

function approveOffer(situation: Situation): Offer {
  const { request, actor, origin } = situation;
  const { approval, releaseMode, number } = request;
  if (releaseMode !== "approve" || !isUndecided(request)) return none;
  if (approval === null) return closed("console.request.approve.not-yet");
  if (actor.kind === "token") return closed("console.request.approve.program");
  if (actor.kind === "owner") {
    const url = requestAt(origin, number);
    if (url === undefined) return closed("console.request.approve.no-page");
    const keeps = mustWait(situation) ?? otherCode(situation);
    if (keeps !== undefined) return keeps;
    return { ...closed("console.request.approve.elsewhere", { page: url.origin }), wayOn: { url: url.href } };
  }
  if (!includesRole(actor.role, "approver")) return closed("console.request.role-too-low", { role: actor.role });
  const barred = barredFrom(approval, actor.name);
  if (barred !== undefined) return { kind: "closed", because: barred };
  const waits = mustWait(situation) ?? otherCode(situation);
  if (waits !== undefined) return waits;
  const missing = missingApprovals(approval);
  const after =
    missing > 1
      ? message("console.request.approve.then-others", { missing: missing - 1 })
      : message("console.request.approve.then-released");
  return open([message("console.request.approve.signs", { number }), after]);
}

/** Why this very person can't approve, though others may. */
function barredFrom(approval: ApprovalView, name: string): Message | undefined {
  const { given, excluded, approvers } = approval;
  const missing = missingApprovals(approval);
  if (given.some(({ account }) => account === name)) {
    return missing === 0
      ? message("console.request.approve.all-given")
      : message("console.request.approve.given", { missing });
  }
  const exclusion = excluded.find(({ account }) => account === name);
  if (exclusion !== undefined) return exclusion.reason;
  if (approvers.includes(name)) return undefined;
  return message("console.request.approve.not-named");
}

function enterOffer(situation: Situation): Offer {
  const { request, actor, place } = situation;
  if (request.releaseMode !== "enter" || !isUndecided(request)) return none;
  if (actor.kind !== "owner" && !includesRole(actor.role, "approver")) {
    return closed("console.request.role-too-low", { role: actor.role });
  }
  const waits = mustWait(situation);
  if (waits !== undefined) return waits;
  return open([
    message("console.request.enter.sealed"),
    message("console.request.enter.passed-on"),
    message("console.request.enter.then"),
    ...(place === "gate" ? [message("console.request.enter.leaks-only")] : []),
  ]);
}

/** What must be so before anything is handed over, whoever does it. */
function mustWait({ request, look, now }: Situation): Offer | undefined {
  if (Date.parse(request.expiresAt) <= now.getTime()) return closed("console.request.too-late");
  if (request.state === "activating") return closed("console.request.tpm-first");
  switch (look.kind) {
    case "agrees":
      return undefined;
    case "looking":
      return closed("console.request.look-first");
    case "differs":
      return closed("console.request.verdicts-differ");
    case "refuses":
      return closed("console.request.evidence-refused");
    case "impossible":
      return closed("console.request.not-verified");
  }
}

/** An approval must be about what this page itself found: the same evidence, judged by the same policy. */
function otherCode({ request: { verdictDigest }, look }: Situation): Offer | undefined {
  if (look.kind !== "agrees" || (look.digest !== null && look.digest === verdictDigest)) return undefined;
  const code = (digest: string | null): string => (digest === null ? "–" : shortCode(digest));
  return closed("console.request.approve.other-code", { here: code(look.digest), gate: code(verdictDigest) });
}

/** To deny is safe always, so neither a verdict nor its absence keeps anybody from it. */
function denyOffer({ request, actor }: Situation): Offer {
  if (!isUndecided(request) && request.state !== "decided") return none;
  if (actor.kind !== "owner" && !includesRole(actor.role, "approver")) {
    return closed("console.request.role-too-low", { role: actor.role });
  }
  return open([message("console.request.deny.no-key"), message("console.request.deny.reason-kept")]);
}

/** The same request on the page that the gate serves; undefined where the gate names no address that a passkey could be used at. */
function requestAt(origin: string | null, number: number): URL | undefined {
  if (origin === null || !URL.canParse(origin)) return undefined;
  const { protocol, hostname } = new URL(origin);
  const secure = protocol === "https:" || (protocol === "http:" && hostname === "localhost");
  return secure ? new URL(`/requests/${number}`, origin) : undefined;
}

function open(willHappen: readonly Message[]): Offer {
  return { kind: "open", willHappen };
}

function closed(id: string, values: Record<string, string | number> = {}): { kind: "closed"; because: Message } {
  return { kind: "closed", because: message(id, values) };
}
