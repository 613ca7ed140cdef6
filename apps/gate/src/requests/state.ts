/**
 * The life of a request, as a pure function.
 *
 *     first evidence ─ refused ──────────────────────────────────────────▶ refused
 *           │
 *           ├─ accepted, mode auto ──────────────────────────────────────▶ released
 *           │
 *           └─ accepted, mode enter ─▶ waiting ─ entered, fresh evidence ▶ released
 *                                       │   └─── entered ─▶ decided ─ fresh evidence accepted ▶ released
 *                                       │                      │
 *                                       └──────────────────────┴─ evidence refused ▶ refused
 *                                                              ├─ denied ▶ denied
 *                                                              └─ expired ▶ expired
 *
 * `released`, `refused`, `denied` and `expired` are final.
 */
export type RequestState = "waiting" | "decided" | "released" | "refused" | "denied" | "expired";

/** Who must act before a key is released. */
export type ReleaseMode = "auto" | "enter";

export type RequestEvent =
  | { readonly kind: "evidence-accepted" }
  | { readonly kind: "evidence-refused" }
  /** A person sealed a secret to the guest; `evidenceIsFresh` when the newest evidence is seconds old. */
  | { readonly kind: "entered"; readonly evidenceIsFresh: boolean }
  | { readonly kind: "denied" }
  | { readonly kind: "expired" };

/** The state in which a request begins, by the outcome of its first evidence. */
export function firstState(mode: ReleaseMode, accepted: boolean): RequestState {
  if (!accepted) return "refused";
  return mode === "auto" ? "released" : "waiting";
}

/** The state after an event; `undefined` when the event can't happen in this state. */
export function nextState(state: RequestState, event: RequestEvent): RequestState | undefined {
  if (!isOpen(state)) return undefined;
  switch (event.kind) {
    case "evidence-accepted":
      return state === "decided" ? "released" : "waiting";
    case "evidence-refused":
      return "refused";
    case "entered":
      if (state === "decided") return undefined;
      return event.evidenceIsFresh ? "released" : "decided";
    case "denied":
      return "denied";
    case "expired":
      return "expired";
  }
}

/** Whether anything can still happen to a request. */
export function isOpen(state: RequestState): boolean {
  return state === "waiting" || state === "decided";
}
