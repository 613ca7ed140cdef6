import { includesRole, sessionViewSchema, type Role, type SessionView } from "@sekisho/release";
import { z } from "zod";
import { navigate, place } from "../app/router.ts";
import { configurationSchema, type Configuration } from "./configuration.ts";
import { deviceToken, events, gate, session } from "./gate.ts";
import { asCallError } from "./problems.ts";

/** Asks who is signed in, and begins to listen to the gate. */
export async function resumeSession(): Promise<void> {
  try {
    await openDevice();
    const configuration = configurationOf();
    // Asked for at the same moment; without a session nobody waits for it.
    configuration.catch(() => undefined);
    await begin(await gate.get("/v1/session", sessionViewSchema), configuration);
  } catch (error) {
    const { status, id, problem } = asCallError(error);
    const signedOut = status === 401 && id !== "console.device.locked";
    session.set(signedOut ? { kind: "signed-out", why: "never" } : { kind: "failed", problem });
  }
}

/** `sekisho console` opens the page at `/open#SECRET`: the secret is changed for a cookie and a token, once, and leaves the address. */
async function openDevice(): Promise<void> {
  const { path, fragment } = place.get().place;
  if (path !== "/open") return;
  navigate("/", { replace: true });
  const { csrf } = await gate.post("/open", { secret: fragment }, z.object({ csrf: z.string() }));
  deviceToken.keep(csrf);
}

/** Goes on with a session that was just given. */
export async function begin(view: SessionView, configuration = configurationOf()): Promise<void> {
  session.set({ kind: "signed-in", session: view, configuration: await configuration });
}

function configurationOf(): Promise<Configuration> {
  return gate.get("/configuration.json", configurationSchema);
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

/** Listens to the gate as long as somebody is signed in, and learns when that person's role or passkeys change. */
export function followSession(): void {
  session.subscribe(() => {
    if (session.get().kind === "signed-in") events.start();
    else events.stop();
  });
  events.listen(({ name }) => {
    if (name === "account" || name === "resync") void refresh();
  });
}

/** Asks for the session anew; where that fails, what was known stays, and the client has told if it is over. */
async function refresh(): Promise<void> {
  const view = await gate.get("/v1/session", sessionViewSchema).catch(() => undefined);
  const now = session.get();
  if (view !== undefined && now.kind === "signed-in") session.set({ ...now, session: view });
}
