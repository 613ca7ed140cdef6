import { includesRole, sessionViewSchema, type Role, type SessionView } from "@sekisho/release";
import { configurationSchema } from "./configuration.ts";
import { events, gate, session } from "./gate.ts";
import { asCallError } from "./problems.ts";

/** Asks who is signed in, and begins to listen to the gate. */
export async function resumeSession(): Promise<void> {
  try {
    await begin(await gate.get("/v1/session", sessionViewSchema));
  } catch (error) {
    const { status, problem } = asCallError(error);
    session.set(status === 401 ? { kind: "signed-out", why: "never" } : { kind: "failed", problem });
  }
}

/** Goes on with a session that was just given. */
export async function begin(view: SessionView): Promise<void> {
  const configuration = await gate.get("/configuration.json", configurationSchema);
  session.set({ kind: "signed-in", session: view, configuration });
}

/** Ends the session, here and at the gate. */
export async function leave(): Promise<void> {
  await gate.remove("/v1/session").catch((error: unknown) => {
    if (asCallError(error).status !== 401) throw error;
  });
  session.set({ kind: "signed-out", why: "left" });
}

/** Whether the person may do what a role may. */
export function may(view: SessionView, role: Role): boolean {
  return view.actor.kind === "owner" || includesRole(view.actor.role, role);
}

/** Listens to the gate as long as somebody is signed in. */
export function followSession(): void {
  session.subscribe(() => {
    if (session.get().kind === "signed-in") events.start();
    else events.stop();
  });
}
