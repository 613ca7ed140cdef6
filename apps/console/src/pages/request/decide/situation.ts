import type { Message } from "@sekisho/messages";
import type { Actor, ApprovalView, RequestView } from "@sekisho/release";

/** What this page's own look at the evidence came to, as far as it matters to a decision. */
export type OwnLook =
  /** It is still looking. */
  | { readonly kind: "looking" }
  /** It accepts the evidence, and so does the gate. `digest`: what an approval would be about, by what this page found. */
  | { readonly kind: "agrees"; readonly digest: string | null }
  /** It refuses the evidence, and so does the gate. */
  | { readonly kind: "refuses" }
  /** It comes to another verdict than the gate. */
  | { readonly kind: "differs" }
  /** It can't look: there is no evidence, no machine, or it can't be read. */
  | { readonly kind: "impossible"; readonly reason: Message };

/** Everything that says what can be done with a request now, and by whom. */
export type Situation = {
  readonly request: Pick<RequestView, "number" | "state" | "releaseMode" | "approval" | "expiresAt" | "verdictDigest">;
  readonly actor: Actor;
  /** A page that the gate serves, or `sekisho console` on the person's own device. */
  readonly place: "gate" | "own-device";
  /** Where the gate's own page stands, where passkeys can be used; null where it has none. */
  readonly origin: string | null;
  readonly look: OwnLook;
  readonly now: Date;
};

/** What a person can do. */
export type Act = "approve" | "enter" | "deny";

/** Whether an act can be done now. */
export type Offer =
  /** It has no place at this request: another way to release, or the request has ended. */
  | { readonly kind: "none" }
  /** It could be done, but not now or not by this person: why, and where to go on. */
  | { readonly kind: "closed"; readonly because: Message; readonly wayOn?: WayOn }
  /** It can be done: what will happen then, one sentence after the other. */
  | { readonly kind: "open"; readonly willHappen: readonly Message[] };

/** Where a person goes on who can't do it here. */
export type WayOn = { readonly url: string };

/** How many more people must approve. */
export function missingApprovals({ needed, given }: Pick<ApprovalView, "needed" | "given">): number {
  return Math.max(0, needed - given.length);
}

/** Whether a request can still be decided upon by its state alone. */
export function isUndecided({ state }: Pick<RequestView, "state">): boolean {
  return state === "activating" || state === "waiting";
}
