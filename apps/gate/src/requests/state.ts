/**
 * The life of a request, as a pure function.
 *
 *     first evidence ─ refused ──────────────────────────────────────────▶ refused
 *           │
 *           ├─ accepted, with a vTPM ─▶ activating ─ its TPM has answered ─ on as below
 *           │
 *           ├─ accepted, mode auto, or under a grant ────────────────────▶ released
 *           │
 *           └─ accepted, else ───────▶ waiting ─ entered, fresh evidence ▶ released
 *                                       │ ▲ └─── entered, or the last approval ─▶ decided ─ fresh evidence accepted ▶ released
 *                                       │ └───── approvals don't stand any more ─────┤
 *                                       │                      │
 *                                       └──────────────────────┴─ evidence refused ▶ refused
 *                                                              ├─ denied ▶ denied
 *                                                              └─ expired ▶ expired
 *
 * What can happen to a request that waits can happen to one that is `activating`, but that nobody can enter anything yet.
 *
 * `released`, `refused`, `denied` and `expired` are final.
 */
export type RequestState = "activating" | "waiting" | "decided" | "released" | "refused" | "denied" | "expired";

export type RequestEvent =
  | { readonly kind: "evidence-accepted" }
  | { readonly kind: "evidence-refused" }
  /** The guest's TPM has opened the credential that was made for it. */
  | { readonly kind: "activated"; readonly releases: boolean }
  /** A person sealed a secret to the guest; `evidenceIsFresh` when the newest evidence is seconds old. */
  | { readonly kind: "entered"; readonly evidenceIsFresh: boolean }
  /** The last approval that was needed is given. */
  | { readonly kind: "approved" }
  /** Of the approvals given not enough stand any more. */
  | { readonly kind: "approvals-fell" }
  | { readonly kind: "denied" }
  | { readonly kind: "expired" };

/**
 * The state in which a request begins.
 *
 * @param accepted the outcome of its first evidence
 * @param vtpm whether that came with one
 * @param releases whether nobody has to be asked
 */
export function firstState(accepted: boolean, vtpm: boolean, releases: boolean): RequestState {
  if (!accepted) return "refused";
  if (vtpm) return "activating";
  return releases ? "released" : "waiting";
}

/** The state after an event; `undefined` when the event can't happen in this state. */
export function nextState(state: RequestState, event: RequestEvent): RequestState | undefined {
  if (!isOpen(state)) return undefined;
  switch (event.kind) {
    case "evidence-accepted":
      return state === "decided" ? "released" : state;
    case "activated":
      if (state !== "activating") return undefined;
      return event.releases ? "released" : "waiting";
    case "evidence-refused":
      return "refused";
    case "entered":
      if (state !== "waiting") return undefined;
      return event.evidenceIsFresh ? "released" : "decided";
    case "approved":
      return state === "waiting" ? "decided" : undefined;
    case "approvals-fell":
      return state === "decided" ? "waiting" : undefined;
    case "denied":
      return "denied";
    case "expired":
      return "expired";
  }
}

/** The states in which a person may be needed. */
export const statesForPeople: readonly RequestState[] = ["waiting", "decided"];

/** The states in which anything can still happen. */
export const openStates: readonly RequestState[] = ["activating", ...statesForPeople];

/** Whether anything can still happen to a request. */
export function isOpen(state: RequestState): boolean {
  return openStates.includes(state);
}
