import type { ApprovalRecord, ApprovalStatement, BootFacts } from "@sekisho/release";
import { beforeAll, describe, expect, test } from "vitest";
import { softwarePasskey } from "../../packages/release/src/approval/testing/passkey.ts";
import { haveBrowser } from "./launch.ts";
import { openPage, type Page } from "./page.ts";
import { perform } from "./tasks/perform.ts";

const statement: ApprovalStatement = {
  type: "sekisho-approval",
  version: 1,
  request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
  number: 7,
  machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0de",
  machineName: "records",
  verdictDigest: "ab".repeat(32),
  bootDigest: "cd".repeat(32),
  scope: { kind: "hours", hours: 3 },
  account: "9f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c12",
  accountName: "花子 🗝",
  nonce: Buffer.alloc(32, 9).toString("base64url"),
  expiresAt: "2026-11-23T12:00:00.000Z",
};
const facts: BootFacts = {
  machineId: statement.machineId,
  technology: "sev-snp",
  launchDigest: "11".repeat(48),
  registers: { "4": "22".repeat(32), "11": "33".repeat(32) },
  platform: { reportedTcb: { snp: 24, microcode: 219 }, policy: { smt: true }, tpm: null },
  headerDigest: "44".repeat(32),
  policyDigest: null,
};

let page: Page;

/** What the page finds of an approval, once Node.js has found the same. */
async function both(record: ApprovalRecord): Promise<unknown> {
  const task = { kind: "approval", record, facts: JSON.stringify(facts) } as const;
  const [inPage, here] = await Promise.all([page.perform(task), perform(task)]);
  expect(inPage).toEqual(here);
  return inPage;
}

describe.skipIf(!haveBrowser)("in a browser", () => {
  beforeAll(async () => {
    page = await openPage();
    return () => page.close();
  });

  test.each(["es256", "eddsa", "rs256"] as const)(
    "an approval with %s holds as in Node.js, and a changed one does not",
    async (kind) => {
      const record = await softwarePasskey(kind).approve(statement);
      expect(await both(record)).toMatchObject({ faults: [] });
      const other = await softwarePasskey(kind).approve(statement);
      const signature = [{ id: "approval.fault.signature" }];
      expect(await both({ ...record, signature: other.signature })).toMatchObject({ faults: signature });
      expect(await both({ ...record, publicKey: other.publicKey })).toMatchObject({ faults: signature });
      const moved = { ...statement, number: 8 };
      expect(await both({ ...record, statement: moved })).toMatchObject({
        faults: [{ id: "approval.fault.challenge" }],
      });
    },
  );
});
