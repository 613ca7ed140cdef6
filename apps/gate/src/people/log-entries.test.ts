import { createdTokenSchema } from "@sekisho/release";
import { logPageSchema, type LogEntry } from "@sekisho/release/log";
import { expect, test } from "vitest";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { localDoor, person, strangerAt } from "../test-support/people.ts";

async function entriesOf(gate: TestGate, kind: string): Promise<readonly LogEntry[]> {
  const { body } = await gate.administrator.call({ method: "GET", path: `/v1/admin/log/entries?kind=${kind}` });
  return logPageSchema
    .parse(body)
    .entries.map(({ entry }) => entry)
    .toReversed();
}

test("whatever is done to accounts and tokens is in the log, with who did it", async () => {
  const gate = await testGate({ people: localDoor });
  const hanako = await person(gate, "hanako", "administrator");
  const jiro = await person(gate, "jiro", "viewer");
  const path = `/v1/admin/accounts/${jiro.id}`;
  await hanako.browser.call({ method: "PATCH", path, body: { role: "approver" } });
  await hanako.browser.call({ method: "PATCH", path, body: { role: "approver" } });
  await hanako.browser.call({ path: `${path}/enrolment` });
  for (const counter of [5, 5]) await strangerAt(gate).signIn(jiro.authenticator, { counter });
  const passkey = jiro.authenticator.passkeys[0]?.id.toString("base64url") ?? "";
  await hanako.browser.call({ method: "DELETE", path: `${path}/passkeys/${passkey}` });
  await hanako.browser.call({ method: "DELETE", path });
  const owner = { kind: "owner" };
  const byHanako = { kind: "account", id: hanako.id, name: "hanako" };
  const byJiro = { kind: "account", id: jiro.id, name: "jiro" };
  const ofJiro = (await entriesOf(gate, "account")).filter((entry) => "account" in entry && entry.account === jiro.id);
  expect(ofJiro).toMatchObject([
    { action: "added", actor: owner, role: "viewer", name: "jiro", passkey: null },
    { action: "passkey-added", actor: byJiro, passkey: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { action: "changed", actor: byHanako, role: "approver" },
    { action: "enrolment-issued", actor: byHanako },
    { action: "passkey-locked", actor: { kind: "gate" } },
    { action: "passkey-removed", actor: byHanako },
    { action: "removed", actor: byHanako },
  ]);

  const body = { name: "backup", role: "viewer", days: null };
  const made = await hanako.browser.call({ path: "/v1/admin/tokens", body });
  const { token } = createdTokenSchema.parse(made.body);
  await gate.administrator.call({ method: "DELETE", path: `/v1/admin/tokens/${token.id}` });
  expect(await entriesOf(gate, "token")).toMatchObject([
    { action: "made", actor: byHanako, token: token.id, name: "backup", role: "viewer" },
    { action: "removed", actor: owner, token: token.id },
  ]);
  await gate.stop();
});
