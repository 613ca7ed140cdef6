import { describe, expect, test } from "vitest";
import { bootDigest, policyDigest, shortCode, verdictDigest, type BootFacts } from "./digests.ts";

const facts: BootFacts = {
  machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0de",
  technology: "sev-snp",
  launchDigest: "11".repeat(48),
  registers: { "4": "22".repeat(32), "11": "33".repeat(32) },
  platform: { reportedTcb: { snp: 24, microcode: 219 }, tpm: null },
  headerDigest: "44".repeat(32),
  policyDigest: null,
};
const judged = {
  request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
  guestKey: "key",
  bootDigest: "55".repeat(32),
  verdict: {
    verdict: "accepted",
    checks: [
      { id: "a", status: "pass", required: true },
      { id: "b", status: "unknown", required: false },
    ],
  },
} as const;

test("a boot has one digest, in whatever order its facts are told", async () => {
  const turned = Object.fromEntries(Object.entries(facts).toReversed()) as BootFacts;
  expect(await bootDigest(turned)).toBe(await bootDigest(facts));
  expect(await bootDigest(facts)).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<BootFacts>]>([
  ["machine", { machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0df" }],
  ["technology", { technology: "tdx" }],
  ["launch digest", { launchDigest: "12".repeat(48) }],
  ["register", { registers: { ...facts.registers, "11": "34".repeat(32) } }],
  ["number of registers", { registers: { "4": "22".repeat(32) } }],
  ["TCB", { platform: { ...facts.platform, reportedTcb: { snp: 23, microcode: 219 } } }],
  ["LUKS2 header", { headerDigest: "45".repeat(32) }],
  ["policy", { policyDigest: "66".repeat(32) }],
])("another %s makes another boot", async (_, changes) => {
  expect(await bootDigest({ ...facts, ...changes })).not.toBe(await bootDigest(facts));
});

describe("what a person approves", () => {
  test("does not depend on the order of the checks, nor on what they say in words", async () => {
    const checks = judged.verdict.checks.map((check) => ({ ...check, detail: "words" })).toReversed();
    expect(await verdictDigest({ ...judged, verdict: { verdict: "accepted", checks } })).toBe(
      await verdictDigest(judged),
    );
  });

  test.each([
    ["request", { request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c12" }],
    ["guest", { guestKey: "other" }],
    ["boot", { bootDigest: "56".repeat(32) }],
    ["verdict", { verdict: { ...judged.verdict, verdict: "rejected" as const } }],
    [
      "outcome of a check",
      { verdict: { verdict: "accepted" as const, checks: [{ id: "a", status: "pass", required: true }] } },
    ],
    [
      "status of a check that does not decide",
      {
        verdict: {
          verdict: "accepted" as const,
          checks: [judged.verdict.checks[0], { id: "b", status: "pass", required: false }],
        },
      },
    ],
  ])("is about another thing with another %s", async (_, changes) => {
    expect(await verdictDigest({ ...judged, ...changes })).not.toBe(await verdictDigest(judged));
  });
});

test("the strict default has no digest, and every text has its own", async () => {
  expect(await policyDigest(null)).toBeNull();
  expect(await policyDigest("")).not.toBe(await policyDigest("version: 1\n"));
});

test("the code that people compare is the first 64 bits", () => {
  expect(shortCode("0123456789abcdef".repeat(4))).toBe("0123 4567 89ab cdef");
});
