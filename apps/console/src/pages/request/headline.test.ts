import { message } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { headlineOf } from "./headline.ts";

const found = message("verifier.headline.command-line.adds", { added: "init=/bin/sh" });
const own = { sentence: found, fault: true };
const base = { state: "waiting", releaseMode: "enter", reason: null, technology: "sev-snp" } as const;

describe("a request that waits", () => {
  test("is called safe only once this page itself accepts the evidence as the gate does", () => {
    const sentence = message("verifier.headline.accepted");
    const accepted = { sentence, fault: false };
    expect(headlineOf(base, { kind: "agrees", digest: null }, accepted)).toMatchObject({ tone: "pass", sentence });
    expect(headlineOf(base, { kind: "agrees", digest: null }, own).tone).not.toBe("pass");
    for (const kind of ["looking", "differs", "refuses"] as const) {
      expect(headlineOf(base, { kind }, own).tone).not.toBe("pass");
    }
    expect(headlineOf(base, { kind: "impossible", reason: found }, undefined)).toMatchObject({ tone: "unknown" });
  });

  test.each([
    ["verifier.headline.accepted", "enter", "safe"],
    ["verifier.headline.accepted", "approve", "approvable"],
    ["verifier.headline.accepted.lab", "enter", "as-prepared"],
    ["verifier.headline.accepted.tpm", "approve", "as-prepared-approvable"],
  ] as const)("with %s in mode %s is called %s: only genuine confidential VMs are safe", (id, releaseMode, word) => {
    const accepted = { sentence: message(id), fault: false };
    const { tone, lead } = headlineOf({ ...base, releaseMode }, { kind: "agrees", digest: null }, accepted);
    const safe = word === "safe" || word === "approvable";
    expect([tone, lead.id]).toEqual([safe ? "pass" : "caution", `console.request.lead.${word}`]);
  });

  test("says not to hand over the key, and why, when the evidence is refused", () => {
    expect(headlineOf(base, { kind: "refuses" }, own)).toEqual({
      tone: "fail",
      lead: message("console.request.lead.withhold"),
      sentence: found,
    });
  });

  test("says that the verdicts differ before what this page found", () => {
    const { sentence, found: fault } = headlineOf(base, { kind: "differs" }, own);
    expect([sentence?.id, fault]).toEqual(["console.request.lead.differs", found]);
    expect(headlineOf(base, { kind: "differs" }, { ...own, fault: false }).found).toBeUndefined();
  });

  test("waits for the TPM before anything is called safe", () => {
    expect(headlineOf({ ...base, state: "activating" }, { kind: "agrees", digest: null }, own).tone).toBe("waiting");
  });
});

test("a refusal tells the fault that this page found, and the gate's reason where the evidence shows no fault", () => {
  const refused = { ...base, state: "refused", reason: message("gate.refusal.nonceUsed") } as const;
  expect(headlineOf({ ...refused, reason: null }, { kind: "refuses" }, own).sentence).toBe(found);
  expect(headlineOf(refused, { kind: "refuses" }, own).sentence).toBe(found);
  expect(headlineOf(refused, { kind: "refuses" }, { ...own, fault: false }).sentence).toBe(refused.reason);
  expect(headlineOf(refused, { kind: "impossible", reason: found }, undefined).sentence).toBe(refused.reason);
});

test("a released request whose verdict this page doesn't share is no pass", () => {
  expect(headlineOf({ ...base, state: "released" }, { kind: "differs" }, own).tone).toBe("fail");
  expect(headlineOf({ ...base, state: "released" }, { kind: "agrees", digest: null }, own).tone).toBe("pass");
});
