import { message } from "@sekisho/messages";
import type { Actor, RequestView } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { arrivals, groupOf, grouped } from "./groups.ts";
import { sentence, standing } from "./words.ts";

const at = "2026-11-23T12:00:00.000Z";
const waiting: RequestView = {
  id: "5f0c3f7e-0000-4000-8000-000000000001",
  number: 7,
  machineId: "5f0c3f7e-0000-4000-8000-000000000002",
  machineName: "patient-records",
  state: "waiting",
  createdAt: at,
  updatedAt: at,
  evidenceAt: at,
  expiresAt: at,
  releaseMode: "enter",
  technology: "sev-snp",
  cloud: "sakura",
  bootNumber: 2,
  verdict: { verdict: "accepted", checks: [], claims: {} },
  verdictDigest: null,
  approval: null,
  reason: null,
};
const approval: NonNullable<RequestView["approval"]> = {
  needed: 2,
  approvers: ["Suzuki"],
  fourEyes: true,
  hardware: "any",
  hardwareLevels: [],
  longest: { boots: 1, hours: 0 },
  given: [{ account: "Sato", at, scope: { kind: "this-boot" }, hardware: null }],
  voided: [],
  excluded: [],
  grant: null,
};
const account = (name: string, role: "viewer" | "approver"): Actor => ({
  kind: "account",
  id: "5f0c3f7e-0000-4000-8000-00000000000a",
  name,
  role,
});
const owner: Actor = { kind: "owner" };
const toApprove: RequestView = { ...waiting, releaseMode: "approve", approval };

describe("a waiting request is for", () => {
  test.each([
    ["a passphrase: the owner", waiting, owner, "yours"],
    ["a passphrase: an approver", waiting, account("Sato", "approver"), "yours"],
    ["a passphrase: no viewer", waiting, account("Tanaka", "viewer"), "under-way"],
    ["an approval: who may still give one", toApprove, account("Suzuki", "approver"), "yours"],
    ["an approval: not who gave one", toApprove, account("Sato", "approver"), "under-way"],
    ["an approval: never the owner", toApprove, owner, "under-way"],
    ["a verdict alone: nobody", { ...waiting, releaseMode: "auto" }, owner, "under-way"],
  ] as const)("%s", (_, request, actor, group) => {
    expect(groupOf(request, actor)).toBe(group);
  });
});

test("who waits longest comes first, and what is over comes last, the newest first", () => {
  const list = [9, 8, 7, 6, 5].map((number) => ({
    ...waiting,
    number,
    state: number > 7 ? ("released" as const) : ("waiting" as const),
  }));
  const { yours, ended } = grouped(list, owner);
  expect(yours.map(({ number }) => number)).toEqual([5, 6, 7]);
  expect(ended.map(({ number }) => number)).toEqual([9, 8]);
});

test("only a machine that was not there before is announced, and none when the page is opened", () => {
  const other = { ...waiting, id: "5f0c3f7e-0000-4000-8000-000000000003" };
  expect(arrivals(undefined, [waiting])).toEqual([]);
  expect(arrivals([waiting], [waiting, other])).toEqual([other]);
  expect(arrivals([{ ...waiting, state: "activating" }], [waiting])).toEqual([waiting]);
  expect(arrivals([waiting], [{ ...waiting, state: "released" }])).toEqual([]);
});

describe("a request in one sentence", () => {
  const headline = () => message("verifier.headline.kernel");
  const refused: RequestView = {
    ...waiting,
    state: "refused",
    verdict: { verdict: "rejected", checks: [], claims: {} },
  };

  test("says what it waits for", () => {
    expect(sentence(waiting, undefined)?.id).toBe("console.waiting.says.enter");
    expect(sentence(toApprove, undefined)).toEqual(message("console.waiting.says.approve", { given: 1, needed: 2 }));
  });

  test("says why it was refused: by the gate's own reason, or by the verdict", () => {
    expect(sentence(refused, headline)?.id).toBe("verifier.headline.kernel");
    expect(sentence(refused, undefined)).toBeUndefined();
    const reason = message("gate.refusal.nonceUsed");
    expect(sentence({ ...refused, reason }, headline)).toEqual(reason);
  });

  test("has plain words in the place of digests, once these words are there", () => {
    const reason = message("gate.refusal.headerDiffers", { expected: "aa", actual: "bb" });
    expect(sentence({ ...refused, reason }, headline)?.id).toBe("verifier.headline.other-disk");
    expect(sentence({ ...refused, reason }, undefined)).toEqual(reason);
  });

  test("tells a release under a grant from one that somebody approved", () => {
    const released: RequestView = { ...toApprove, state: "released" };
    expect(sentence(released, undefined)?.id).toBe("console.waiting.says.released.approve");
    const granted = { ...released, approval: { ...approval, grant: waiting.id } };
    expect(sentence(granted, undefined)?.id).toBe("console.waiting.says.granted");
  });
});

test("every state has its mark and word", () => {
  const states = ["activating", "waiting", "decided", "released", "refused", "denied", "expired"] as const;
  const marks = states.map((state) => standing({ ...waiting, state }).status);
  expect(marks).toEqual(["pass", "pass", "waiting", "pass", "fail", "fail", "unknown"]);
  expect(standing({ ...waiting, verdict: { verdict: "rejected", checks: [], claims: {} } }).status).toBe("fail");
});
