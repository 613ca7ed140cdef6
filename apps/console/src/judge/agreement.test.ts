import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { expect, test } from "vitest";
import { agreementOf } from "./agreement.ts";

const check = (id: string, status: Check["status"], required = true): Check => ({
  id,
  status,
  required,
  expected: null,
  actual: null,
  detail: message(`${id}.${status}`),
});

const verdict = (...checks: readonly Check[]) => ({
  verdict: checks.every(({ status }) => status === "pass") ? ("accepted" as const) : ("rejected" as const),
  checks,
});

test("the same word is agreement, also where one side has more checks", () => {
  const gate = verdict(check("signature", "pass"));
  expect(agreementOf(gate, verdict(check("signature", "pass"), check("request.machine", "pass")))).toEqual({
    kind: "same",
  });
  expect(agreementOf(verdict(check("a", "fail")), verdict(check("b", "fail")))).toEqual({ kind: "same" });
});

test("where a gate accepts what this page refuses, the checks that refuse here are told", () => {
  const gate = verdict(check("signature", "pass"), check("measurement", "pass"));
  const here = verdict(check("signature", "pass"), check("measurement", "fail"), check("request.header", "fail"));
  const agreement = agreementOf(gate, here);
  expect(agreement).toMatchObject({
    kind: "differs",
    disputes: [
      { id: "measurement", gate: { status: "pass" }, here: { status: "fail" } },
      { id: "request.header", gate: undefined, here: { status: "fail" } },
    ],
  });
});

test("a fault is told before what merely can't be shown", () => {
  const here = verdict(check("chain", "unknown"), check("measurement", "fail"));
  expect(agreementOf(verdict(check("a", "pass")), here)).toMatchObject({
    disputes: [
      { id: "measurement", fault: true },
      { id: "chain", fault: false },
    ],
  });
});

test("of several checks of one name the one that refuses is told", () => {
  const gate = verdict(check("tcb", "pass"), check("tcb", "unknown"));
  expect(agreementOf(gate, verdict(check("tcb", "pass")))).toMatchObject({
    disputes: [{ id: "tcb", gate: { status: "unknown" }, here: { status: "pass" } }],
  });
});

test("a gate that has judged nothing is not said to agree", () => {
  expect(agreementOf(null, verdict(check("a", "fail")))).toEqual({ kind: "gate-judged-nothing" });
});
