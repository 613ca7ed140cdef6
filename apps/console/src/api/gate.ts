import type { Message } from "@sekisho/messages";
import { sessionViewSchema, type SessionView } from "@sekisho/release";
import { createStore } from "../state/store.ts";
import { createClient } from "./client.ts";
import type { Configuration } from "./configuration.ts";
import { createDeviceToken } from "./device-token.ts";
import { createEvents } from "./events.ts";

/** Who is signed in: `unknown` until the gate was asked, `failed` where it could not be. */
export type Session =
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly problem: Message }
  | { readonly kind: "signed-out"; readonly why: "never" | "left" | "ended" }
  | { readonly kind: "signed-in"; readonly session: SessionView; readonly configuration: Configuration };

/** Who is signed in, as far as this page knows. */
export const session = createStore<Session>({ kind: "unknown" });

/** What `sekisho console` gave this page, if it serves it. */
export const deviceToken = createDeviceToken(() => globalThis.localStorage);

/** The gate that served this page, or that `sekisho console` speaks to. */
export const gate = createClient({
  fetch: (path, init) => fetch(path, init),
  csrf: () => {
    const now = session.get();
    return now.kind === "signed-in" ? now.session.csrf : null;
  },
  device: deviceToken.recall,
  signedOut: (problem) => {
    const now = session.get();
    if (now.kind !== "signed-in") return;
    // On a person's own device nobody signs in: the page is opened by the address that was printed.
    const own = now.configuration.kind === "own-device";
    session.set(own ? { kind: "failed", problem } : { kind: "signed-out", why: "ended" });
  },
});

/** What the gate tells by itself. */
export const events = createEvents({
  open: () => new EventSource("/v1/admin/events"),
  setTimer: (work, milliseconds) => window.setTimeout(work, milliseconds),
  clearTimer: (timer) => window.clearTimeout(timer),
  // A stream does not say why it broke. If the session is over, this call tells.
  lost: () => void gate.get("/v1/session", sessionViewSchema).catch(() => undefined),
});
