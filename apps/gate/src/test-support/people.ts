import { createdAccountSchema, problemSchema, type Role } from "@sekisho/release";
import { expect } from "vitest";
import { problemStatus } from "../problems.ts";
import { softwareAuthenticator, type AuthenticatorKind, type SoftwareAuthenticator } from "./authenticator.ts";
import { testBrowser, type TestBrowser } from "./browser.ts";
import type { Answer } from "./client.ts";
import type { TestGate } from "./gate.ts";

/** A free port of this machine, over plain HTTP. */
export const localDoor = { listen: { host: "127.0.0.1", port: 0 }, signInRate: { burst: 10_000, perSecond: 10_000 } };

/** A person with an account, a browser and an authenticator. */
export type TestPerson = {
  readonly id: string;
  readonly name: string;
  readonly browser: TestBrowser;
  readonly authenticator: SoftwareAuthenticator;
};

/** Any gate with a door for people. */
type WithDoor = {
  readonly gate: { readonly people: { readonly origin: string; readonly port: number } | undefined };
};

/** A browser that nobody is signed in with. */
export function strangerAt({ gate }: WithDoor): TestBrowser {
  if (gate.people === undefined) throw new Error("this gate has no door for people");
  return testBrowser(gate.people);
}

/** Makes an account by the owner's socket; its link is not used yet. */
export async function invite(
  gate: Pick<TestGate, "administrator">,
  name: string,
  role: Role,
): Promise<{ readonly id: string; readonly url: string }> {
  const answer = await gate.administrator.call({ path: "/v1/admin/accounts", body: { name, role } });
  if (answer.status !== 201) throw new Error(`account: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { account, enrolment } = createdAccountSchema.parse(answer.body);
  return { id: account.id, url: enrolment.url };
}

/** A person who is signed in with a passkey of their own. */
export async function person(
  gate: WithDoor & Pick<TestGate, "administrator">,
  name: string,
  role: Role,
  kind?: AuthenticatorKind,
  label?: string,
): Promise<TestPerson> {
  const { id, url } = await invite(gate, name, role);
  const [browser, authenticator] = [strangerAt(gate), softwareAuthenticator(kind)];
  await browser.enrol(url, authenticator, label);
  return { id, name, browser, authenticator };
}

/** The identifier of the problem in an answer, whose status must be that of the problem. */
export function problemOf({ status, body }: Answer): string {
  const { error } = problemSchema.parse(body);
  expect(problemStatus).toHaveProperty([error], status);
  return error;
}
