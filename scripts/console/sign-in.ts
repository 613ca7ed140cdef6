import { createdAccountSchema, type Role } from "@sekisho/release";
import type { Browser } from "playwright-core";
import { openVisit, usualView, type View, type Visit } from "./browser.ts";
import { callAsOwner } from "./owner.ts";

/** A person with an account and a passkey, who is signed in. */
export type Person = Visit & { readonly name: string };

/** Makes an account, as the gate's owner does. Its link is used in a browser once. */
export async function invite(socketPath: string, name: string, role: Role): Promise<string> {
  const answer = await callAsOwner(socketPath, "POST", "/v1/admin/accounts", { name, role });
  return createdAccountSchema.parse(answer).enrolment.url;
}

/** Opens a one-time link, makes a passkey, and comes to the waiting room. */
export async function enrol({ page }: Visit, link: string, label = "a virtual authenticator"): Promise<void> {
  await page.goto(link);
  await page.locator("form input").fill(label);
  await page.locator("form button[type=submit]").click();
  await page
    .waitForURL((url) => url.pathname === "/")
    .catch(async (cause: unknown) => {
      throw new Error(`no passkey was made: ${await page.locator("body").innerText()}`, { cause });
    });
  await page.locator("main h1").waitFor();
}

/** A browser with a person in it who has just enrolled. */
export async function openPerson(
  browser: Browser,
  gate: { readonly socket: string; readonly origin: string },
  { name, role, view = usualView }: { readonly name: string; readonly role: Role; readonly view?: View },
): Promise<Person> {
  const visit = await openVisit(browser, gate.origin, view);
  try {
    await enrol(visit, await invite(gate.socket, name, role));
    return { ...visit, name };
  } catch (error) {
    await visit.close();
    throw error;
  }
}
