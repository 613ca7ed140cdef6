import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalsAt, approve, thisBoot } from "../test-support/approve.ts";
import type { AuthenticatorKind } from "../test-support/authenticator.ts";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { localDoor, person, problemOf } from "../test-support/people.ts";
import { refresh, waiting } from "../test-support/waiting.ts";

let gate: TestGate;

beforeAll(async () => {
  gate = await testGate({
    people: localDoor,
    // What a passkey's label says its hardware is, in the place of its attestation.
    hardwareOf: ({ label, backup_eligible }) => {
      if (backup_eligible === 1) return Promise.resolve({ state: "synced" });
      const level = (["tpm", "security-key"] as const).find((known) => known === label);
      return Promise.resolve(level === undefined ? { state: "unknown" } : { state: "known", level });
    },
  });
});
afterAll(() => gate.stop());

const demanding = (hardware: string): string => `version: 1\nsev-snp: {}\napproval: {hardware: ${hardware}}\n`;

/** What the gate answers to somebody with a passkey of this kind. */
async function refusalOf(request: string, label: string, kind: AuthenticatorKind = {}): Promise<string> {
  const { browser } = await person(gate, `${label} ${request}`, "approver", kind, label);
  return problemOf(await browser.call({ path: `${approvalsAt(request)}/options`, body: { scope: thisBoot } }));
}

test("a passkey of which nothing is known, or that can be copied, does not approve where hardware is demanded", async () => {
  const { request } = await waiting(gate, demanding("required"));
  expect(await refusalOf(request, "found")).toBe("gate.problem.hardwareUnknown");
  expect(await refusalOf(request, "phone", { backupEligible: true, counts: false })).toBe(
    "gate.problem.hardwareSynced",
  );
  const { approval } = await gate.detail(request);
  expect(approval).toMatchObject({ hardware: "required", approvers: [] });
  expect(approval?.hardwareLevels).toContain("security-key");
  expect(approval?.excluded.map(({ reason }) => reason.id).toSorted()).toEqual([
    "gate.problem.hardwareSynced",
    "gate.problem.hardwareUnknown",
  ]);
});

test("only the demanded kinds of hardware approve, and the approval says which it was", async () => {
  const asked = await waiting(gate, demanding("[tpm]"));
  expect(await refusalOf(asked.request, "security-key")).toBe("gate.problem.hardwareOther");
  const owner = await person(gate, `owner of a TPM ${asked.request}`, "approver", {}, "tpm");
  expect((await approve(owner, asked.request)).status).toBe(200);
  expect((await refresh(asked)).state).toBe("released");
  expect((await gate.detail(asked.request)).approval?.given).toMatchObject([{ hardware: "tpm" }]);
});

test("any passkey approves where nothing is demanded", async () => {
  const { request } = await waiting(gate, demanding("any"));
  const anybody = await person(gate, `anybody ${request}`, "approver", { backupEligible: true, counts: false });
  expect((await approve(anybody, request)).status).toBe(200);
});
