import { toBase64Url } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { approvalChallenge, verdictDigest, type ApprovalStatement, type EvidenceBundle } from "@sekisho/release";
import { expect, test } from "vitest";
import { statementFault, type Shown } from "./statement-fault.ts";

const request = "5f0f6c1e-2f0e-4c57-a2c1-0c8b9a3d7e10";
const machineId = "7b0c2f5e-94a1-4a55-9d0c-3f4f4c1f2a10";
const bootDigest = "bb".repeat(32);
const guestKey = toBase64Url(new Uint8Array(32).fill(7));
const check = {
  id: "signature",
  status: "pass",
  required: true,
  expected: null,
  actual: null,
  detail: message("x"),
} as const;
const verdict = { verdict: "accepted", checks: [check], claims: {} } as const;
const digest = await verdictDigest({ request, guestKey, bootDigest, verdict });

const shown: Shown = {
  request: {
    id: request,
    number: 7,
    machineId,
    verdictDigest: digest,
    verdict: { ...verdict, checks: [...verdict.checks] },
    // Of the evidence only the guest's key is looked at.
    evidence: { guestKey } as EvidenceBundle,
  },
  scope: { kind: "this-boot" },
  accountId: "00000000-0000-4000-8000-000000000001",
  now: new Date("2026-11-23T12:00:00Z"),
};

const statement: ApprovalStatement = {
  type: "sekisho-approval",
  version: 1,
  request,
  number: 7,
  machineId,
  machineName: "db-1",
  verdictDigest: digest,
  bootDigest,
  scope: { kind: "this-boot" },
  account: shown.accountId,
  accountName: "Aoki",
  nonce: toBase64Url(new Uint8Array(32).fill(1)),
  expiresAt: "2026-11-23T12:05:00Z",
};

async function faultOf(change: Partial<ApprovalStatement>, seen: Shown = shown): Promise<string | undefined> {
  const changed = { ...statement, ...change };
  const challenge = toBase64Url(await approvalChallenge(changed));
  return statementFault({ statement: changed, options: { challenge } }, seen);
}

test("a statement that says what the page shows is signed", async () => {
  expect(await faultOf({})).toBeUndefined();
});

test.each([
  ["request", { request: machineId }],
  ["request", { number: 8 }],
  ["machine", { machineId: request }],
  ["verdictDigest", { verdictDigest: "aa".repeat(32) }],
  ["verdictDigest", { bootDigest: "cc".repeat(32) }],
  ["scope", { scope: { kind: "hours", hours: 720 } }],
  ["account", { account: request }],
  ["expiresAt", { expiresAt: "2026-11-23T12:00:00Z" }],
] as const)("one with another %s is not: %j", async (part, change) => {
  expect(await faultOf(change)).toBe(part);
});

test("a challenge of something else than the statement is not signed", async () => {
  const other = toBase64Url(await approvalChallenge({ ...statement, number: 8 }));
  expect(await statementFault({ statement, options: { challenge: other } }, shown)).toBe("challenge");
  expect(await statementFault({ statement, options: { challenge: "?" } }, shown)).toBe("challenge");
});

test("a digest over another verdict, or for another guest's key, than this page has is not signed", async () => {
  const refused = { verdict: "accepted" as const, checks: [{ ...check, status: "unknown" as const }], claims: {} };
  expect(await faultOf({}, { ...shown, request: { ...shown.request, verdict: refused } })).toBe("verdictDigest");
  const evidence = { guestKey: toBase64Url(new Uint8Array(32).fill(8)) } as EvidenceBundle;
  expect(await faultOf({}, { ...shown, request: { ...shown.request, evidence } })).toBe("verdictDigest");
});
