import { refuses } from "@sekisho/evidence";
import { approve, person, socketClient, type TestPerson } from "@sekisho/gate/testing";
import { approvalChallenge, type ApprovalRecord, type Machine, type RequestOptions } from "@sekisho/release";
import {
  digestOfJson,
  receiptSchema,
  type LogEntry,
  type LogEntryKind,
  type LogEntryOf,
  type Receipt,
} from "@sekisho/release/log";
import { verifyReceipt } from "@sekisho/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { createGateClient } from "../gate-client/client.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";
import { forgeLog } from "../receipt/test-forge.ts";

const policyText = "version: 1\nsev-snp: {}\napproval: {approvals: 2, approvers: [hanako, taro]}\n";

let place: TestPlace;
let people: readonly TestPerson[];
let approved: Receipt;
let granted: Receipt;

async function receiptOf(request: number): Promise<Receipt> {
  const client = createGateClient({ kind: "socket", path: place.gate.adminSocket });
  return client.get(`/v1/admin/requests/${request}/receipt`, receiptSchema);
}

/** A machine of mode approve: its first boot was approved by two people for three boots, its second came under that grant. */
beforeAll(async () => {
  place = await testPlace("approve");
  const context = createContext("en", { write: () => 0 }, { write: () => 0 });
  const keyFile = await place.write("disk.key", "k".repeat(64));
  const policyFile = await place.write("policy.yaml", policyText);
  const words = ["machine", "add", place.machineFile, "--policy", policyFile, "--key-file", keyFile];
  if ((await main([...words, "--socket", place.gate.adminSocket], context)) !== 0) throw new Error("machine add");
  const guest = await place.guest();
  const waiting = await guest.attest();
  const door = { gate: place.gate, administrator: socketClient(place.gate.adminSocket) };
  people = [await person(door, "hanako", "approver"), await person(door, "taro", "approver")];
  for (const one of people) await approve(one, 1, { kind: "boots", count: 3 });
  const first = await guest.attest(waiting.state === "waiting" ? waiting.request : "");
  const second = await (await place.guest()).attest();
  if (first.state !== "released" || second.state !== "released") throw new Error(`${first.state}, ${second.state}`);
  approved = await receiptOf(1);
  granted = await receiptOf(2);
}, 120_000);

afterAll(() => place.close());

const kindsOf = ({ entries }: Receipt): LogEntryKind[] =>
  entries.map(({ leaf }) => (JSON.parse(leaf) as LogEntry).kind);

async function refusals(receipt: Receipt, gate = place.gate.identity): Promise<string[]> {
  const { verdict } = await verifyReceipt(receipt, { gate });
  return verdict.checks.filter(refuses).map(({ detail }) => detail.id.replace("verifier.receipt.", ""));
}

async function refusalsOf(
  receipt: Receipt,
  change: (found: LogEntry) => LogEntry | undefined,
  more: Partial<Receipt> = {},
): Promise<string[]> {
  const forged = await forgeLog(receipt, place.gate.identity, change, more);
  return refusals(forged.receipt, forged.gate);
}

const entry =
  <Kind extends LogEntryKind>(kind: Kind, changes: Partial<LogEntryOf<Kind>>) =>
  (found: LogEntry): LogEntry =>
    found.kind === kind ? { ...found, ...changes } : found;

/** The receipt with changed records, and the log changed with them. */
async function withRecords(receipt: Receipt, change: (record: ApprovalRecord) => ApprovalRecord): Promise<string[]> {
  const approvals = receipt.approvals.map(change);
  const digests = new Map<string, string>();
  for (const [at, record] of receipt.approvals.entries()) {
    digests.set(await digestOfJson(record), await digestOfJson(approvals[at] ?? record));
  }
  const follow = (found: LogEntry): LogEntry =>
    found.kind === "approval" ? { ...found, record: digests.get(found.record) ?? found.record } : found;
  return refusalsOf(receipt, follow, { approvals });
}

describe("the receipt of an approved release", () => {
  test("has the approvals of both, each of which proves itself, and is accepted", async () => {
    expect(kindsOf(approved).filter((kind) => kind === "approval")).toHaveLength(2);
    expect(approved.approvals.map(({ statement }) => statement.accountName)).toEqual(["hanako", "taro"]);
    const { verdict } = await verifyReceipt(approved, {
      gate: place.gate.identity,
      machine: place.machine,
      policy: policyText,
    });
    expect(verdict.checks.filter(refuses)).toEqual([]);
    const passed = verdict.checks.filter(({ status }) => status === "pass").map(({ id }) => id);
    expect(passed).toEqual(
      expect.arrayContaining(["receipt.approval", "receipt.approval-rules", "receipt.same-verdict"]),
    );
  });

  test("of the boot that the grant covers, names grant and approvals, and is accepted", async () => {
    expect(kindsOf(granted).filter((kind) => kind === "approval")).toHaveLength(2);
    expect(kindsOf(granted)).toContain("grant");
    const { verdict } = await verifyReceipt(granted, { gate: place.gate.identity });
    expect(verdict.checks.filter(refuses)).toEqual([]);
    expect(verdict.checks.map(({ id }) => id)).toContain("receipt.grant");
  });
});

describe("is refused", () => {
  test("without an approval, or with fewer than the policy asks for", async () => {
    expect(await refusals({ ...approved, approvals: approved.approvals.slice(1) })).toEqual(["approval.missing"]);
    const fewer = (found: LogEntry): LogEntry =>
      found.kind === "release" ? { ...found, approvals: found.approvals.slice(1) } : found;
    expect(await refusalsOf(approved, fewer)).toContain("approval-rules.too-few");
  });

  test("with a passkey's signature, or anything of what was signed, that is not right", async () => {
    const signature = Buffer.alloc(70).toString("base64url");
    expect(await withRecords(approved, (record) => ({ ...record, signature }))).toEqual(["approval.forged"]);
    const renamed = (record: ApprovalRecord) => ({
      ...record,
      statement: { ...record.statement, accountName: "jiro" },
    });
    expect(await withRecords(approved, renamed)).toEqual(["approval.forged"]);
  });

  test("where the log says that the key went out in another mode, in which nobody is asked", async () => {
    const unasked = entry("release", { mode: "auto", approvals: [], grant: null });
    expect(await refusalsOf(approved, unasked)).toEqual(["mode.fail"]);
    const machine: Machine = { ...place.machine, releaseMode: "auto" };
    const digest = await digestOfJson(machine);
    const registered = (found: LogEntry): LogEntry =>
      found.kind === "verdict" ? { ...found, machine: digest } : unasked(found);
    const forged = await forgeLog(approved, place.gate.identity, registered, { machine });
    const { verdict } = await verifyReceipt(forged.receipt, { gate: forged.gate, machine: place.machine });
    expect(verdict.checks.filter(refuses).map(({ detail }) => detail.id)).toEqual(["verifier.receipt.mode.fail"]);
  });

  const other = "00000000-0000-4000-8000-000000000000";
  test.each<[string, (found: LogEntry) => LogEntry]>([
    ["approval.other", entry("approval", { verdictDigest: "00".repeat(32) })],
    ["approval.other", entry("approval", { request: other })],
    ["approval.other", entry("approval", { actor: { kind: "owner" } })],
    ["approval.other", entry("approval", { scope: { kind: "boots", count: 100 } })],
    ["approval.expired", (found) => ({ ...found, time: "2031-01-01T00:00:00.000Z" })],
    ["approved.fail", entry("verdict", { verdictDigest: "00".repeat(32) })],
  ])("%s", async (reason, change) => {
    const ungranted = (found: LogEntry): LogEntry => (found.kind === "release" ? { ...found, grant: null } : found);
    expect(await refusalsOf(approved, (found) => ungranted(change(found)))).toContain(reason);
  });

  test("where the policy names others, allows less, or asks for hardware that no passkey proves", async () => {
    const judgedBy = async (policy: string): Promise<string[]> => {
      const digest = await digestOfPolicy(policy);
      return refusalsOf(approved, entry("verdict", { policy: digest }), { policy });
    };
    const policy = (rules: string): string => `version: 1\nsev-snp: {}\napproval: {${rules}}\n`;
    expect(await judgedBy(policy("approvals: 2, approvers: [hanako]"))).toContain("approval-rules.not-named");
    expect(await judgedBy(policy("approvals: 2, hardware: required"))).toContain("approval-rules.hardware");
    expect(await judgedBy(policy("approvals: 3"))).toContain("approval-rules.too-few");
    expect(await judgedBy(policy("longest: {boots: 3}"))).not.toContain("approval-rules.too-wide");
    for (const longest of ["boots: 2", "hours: 5", ""]) {
      expect(await judgedBy(policy(`longest: {${longest}}`))).toContain("approval-rules.too-wide");
    }
  });

  test.each<[string, (found: LogEntry) => LogEntry | undefined]>([
    ["grant.missing", (found) => (found.kind === "grant" ? undefined : found)],
    ["grant.missing", entry("grant", { grant: other })],
    ["grant.other-machine", entry("grant", { machineId: other })],
    ["grant.other-approvals", entry("grant", { approvals: [1] })],
    ["grant.other-boot", entry("grant", { bootDigest: "00".repeat(32) })],
    ["approved.other-request", entry("release", { grant: null })],
  ])("under a grant: %s", async (reason, change) => {
    expect(await refusalsOf(granted, change)).toContain(reason);
  });
});

/** What the same people would have signed, had they approved for another scope. */
async function signedFor(receipt: Receipt, scope: ApprovalRecord["statement"]["scope"]): Promise<Receipt["approvals"]> {
  return Promise.all(
    receipt.approvals.map(async (record) => {
      const signer = people.find(({ name }) => name === record.statement.accountName);
      if (signer === undefined) throw new Error(record.statement.accountName);
      const statement = { ...record.statement, scope };
      const challenge = Buffer.from(await approvalChallenge(statement)).toString("base64url");
      const allowCredentials: RequestOptions["allowCredentials"] = [{ id: record.credentialId, type: "public-key" }];
      const common = { rpId: record.rpId, timeout: 1000, userVerification: "required" } as const;
      const { response } = await signer.authenticator.get({ ...common, challenge, allowCredentials }, record.origin);
      const { authenticatorData, clientDataJSON, signature } = response;
      return { ...record, statement, authenticatorData, clientDataJSON, signature };
    }),
  );
}

describe("under a grant that people did not mean:", () => {
  test.each<[string, ApprovalRecord["statement"]["scope"], string]>([
    ["grant.this-boot", { kind: "this-boot" }, "2020-01-01T00:00:00.000Z"],
    ["grant.over", { kind: "hours", hours: 1 }, "2020-01-01T00:00:00.000Z"],
  ])("%s", async (reason, scope, time) => {
    const approvals = await signedFor(granted, scope);
    const digests = await Promise.all(approvals.map(digestOfJson));
    const names = approvals.map(({ statement }) => statement.account);
    const follow = (found: LogEntry): LogEntry => {
      if (found.kind === "grant") return { ...found, time };
      if (found.kind !== "approval" || found.actor.kind !== "account") return found;
      return { ...found, scope, record: digests[names.indexOf(found.actor.id)] ?? "" };
    };
    expect(await refusalsOf(granted, follow, { approvals })).toEqual([reason]);
  });
});

async function digestOfPolicy(policy: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(policy));
  return Buffer.from(bytes).toString("hex");
}
