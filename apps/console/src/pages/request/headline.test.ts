import { message } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { headlineOf } from "./headline.ts";

const found = message("verifier.headline.commandLineAdds", { added: "init=/bin/sh" });
const base = { state: "waiting", releaseMode: "enter", reason: null, technology: "sev-snp" } as const;

describe("a request that waits", () => {
  test("is called safe only once this page itself accepts the evidence as the gate does", () => {
    expect(headlineOf(base, { kind: "agrees" }, found)).toMatchObject({ tone: "pass", sentence: found });
    for (const kind of ["looking", "differs", "refuses"] as const) {
      expect(headlineOf(base, { kind }, found).tone).not.toBe("pass");
    }
    expect(headlineOf(base, { kind: "impossible", reason: found }, undefined)).toMatchObject({ tone: "unknown" });
  });

  test("says not to hand over the key, and why, when the evidence is refused", () => {
    expect(headlineOf(base, { kind: "refuses" }, found)).toEqual({
      tone: "fail",
      lead: message("console.request.lead.withhold"),
      sentence: found,
    });
  });

  test("says that the verdicts differ rather than what one of them found", () => {
    const { sentence } = headlineOf(base, { kind: "differs" }, found);
    expect(sentence?.id).toBe("console.request.lead.differs");
  });

  test("waits for the TPM before anything is called safe", () => {
    expect(headlineOf({ ...base, state: "activating" }, { kind: "agrees" }, found).tone).toBe("waiting");
  });
});

test("a refusal tells what this page found, but the gate's reason where the gate has one of its own", () => {
  expect(headlineOf({ ...base, state: "refused" }, { kind: "refuses" }, found).sentence).toBe(found);
  const reason = message("gate.refusal.nonceUsed");
  expect(headlineOf({ ...base, state: "refused", reason }, { kind: "refuses" }, found).sentence).toBe(reason);
});

test("a released request whose verdict this page doesn't share is no pass", () => {
  expect(headlineOf({ ...base, state: "released" }, { kind: "differs" }, found).tone).toBe("fail");
  expect(headlineOf({ ...base, state: "released" }, { kind: "agrees" }, found).tone).toBe("pass");
});
