import { parsePolicy, type ApprovalPolicy } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import { hardwareLevels, verifyApproval, type ApprovalRecord, type Scope } from "@sekisho/release";
import { canonicalJson, digestOfJson, type Receipt } from "@sekisho/release/log";
import { receiptCheck } from "./check.ts";
import type { PlacedEntry, ReceiptEntries } from "./read-entries.ts";

/** What the evidence says of the boot, judged here. */
export type JudgedBoot = { readonly bootDigest: string; readonly verdictDigest: string };

const hour = 3_600_000;

/** Mode `approve`: did as many people as the policy asks approve this very verdict, or make a grant that covers this boot? */
export async function checkApprovals(
  receipt: Receipt,
  entries: ReceiptEntries,
  boot: JudgedBoot | undefined,
): Promise<readonly Check[]> {
  const { release, grant } = entries;
  if (release.entry.mode !== "approve") return [];
  const proven: ApprovalRecord[] = [];
  for (const index of release.entry.approvals) {
    const found = entries.approvals.find((approval) => approval.index === index);
    const record = found === undefined ? undefined : await recordOf(receipt, found);
    if (found === undefined || record === undefined) return [receiptCheck("approval", "fail", "missing", { index })];
    const wrong = await wrongWith(record, found);
    if (wrong !== undefined) return [wrong];
    proven.push(record);
  }
  const people = new Set(proven.map(({ statement }) => statement.account)).size;
  return [
    receiptCheck("approval", "pass", "pass", {
      names: proven.map(({ statement }) => statement.accountName).join(", "),
    }),
    rulesCheck(receipt, proven, people),
    release.entry.grant === null ? thisVerdict(entries, proven, boot) : grantCheck(entries, grant, proven, boot),
  ];
}

async function recordOf(receipt: Receipt, { entry }: PlacedEntry<"approval">): Promise<ApprovalRecord | undefined> {
  for (const record of receipt.approvals) if ((await digestOfJson(record)) === entry.record) return record;
  return undefined;
}

async function wrongWith(
  record: ApprovalRecord,
  { index, entry }: PlacedEntry<"approval">,
): Promise<Check | undefined> {
  const { statement } = record;
  const who = statement.accountName;
  const [fault] = await verifyApproval(record);
  if (fault !== undefined) return receiptCheck("approval", "fail", "forged", { who, index });
  const { request, number, machineId, verdictDigest, scope } = entry;
  const same =
    statement.request === request &&
    statement.number === number &&
    statement.machineId === machineId &&
    statement.verdictDigest === verdictDigest &&
    canonicalJson(statement.scope) === canonicalJson(scope) &&
    entry.actor.kind === "account" &&
    entry.actor.id === statement.account;
  if (!same) return receiptCheck("approval", "fail", "other", { who, index });
  if (entry.time > statement.expiresAt) return receiptCheck("approval", "fail", "expired", { who, index });
  return undefined;
}

function rulesCheck({ policy }: Receipt, proven: readonly ApprovalRecord[], people: number): Check {
  const parsed = policy === null ? undefined : parsePolicy(policy);
  if (parsed?.ok === false) return receiptCheck("approval-rules", "fail", "policy");
  const { approvals = 1, approvers, hardware = "any", ...rules } = parsed?.policy.approval ?? {};
  const needed = rules["four-eyes"] === true ? Math.max(2, approvals) : approvals;
  if (people < needed) return receiptCheck("approval-rules", "fail", "too-few", { people, needed });
  const named = approvers?.map(nameKey);
  const other = proven.find(({ statement }) => named !== undefined && !named.includes(nameKey(statement.accountName)));
  if (other !== undefined)
    return receiptCheck("approval-rules", "fail", "not-named", { who: other.statement.accountName });
  const levels = hardware === "required" ? hardwareLevels : hardware;
  const weak = proven.find(
    (record) => levels !== "any" && (record.hardware === null || !levels.includes(record.hardware)),
  );
  if (weak !== undefined)
    return receiptCheck("approval-rules", "fail", "hardware", { who: weak.statement.accountName });
  const wide = proven.find(({ statement: { scope } }) => reachesBeyond(scope, rules.longest));
  if (wide !== undefined)
    return receiptCheck("approval-rules", "fail", "too-wide", { who: wide.statement.accountName });
  return receiptCheck("approval-rules", "pass", "pass", { people, needed });
}

/** What a policy that limits boots or hours does not name, it does not allow. */
function reachesBeyond(scope: Scope, longest: ApprovalPolicy["longest"]): boolean {
  if (longest === undefined || scope.kind === "this-boot") return false;
  return scope.kind === "boots" ? scope.count > (longest.boots ?? 1) : scope.hours > (longest.hours ?? 0);
}

/** As the gate compares names. */
function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

function thisVerdict(
  { release, verdict }: ReceiptEntries,
  proven: readonly ApprovalRecord[],
  boot: JudgedBoot | undefined,
): Check {
  const other = proven.find(({ statement }) => statement.request !== release.entry.request);
  if (other !== undefined)
    return receiptCheck("approved", "fail", "other-request", { who: other.statement.accountName });
  const expected = boot?.verdictDigest ?? "–";
  const digests = [verdict?.entry.verdictDigest ?? "–", ...proven.map(({ statement }) => statement.verdictDigest)];
  const actual = digests.find((digest) => digest !== expected);
  if (actual !== undefined) return receiptCheck("approved", "fail", "fail", {}, { expected, actual });
  return receiptCheck("approved", "pass", "pass");
}

function grantCheck(
  { release }: ReceiptEntries,
  grant: PlacedEntry<"grant"> | undefined,
  proven: readonly ApprovalRecord[],
  boot: JudgedBoot | undefined,
): Check {
  if (grant === undefined || grant.entry.grant !== release.entry.grant || grant.entry.action !== "made") {
    return receiptCheck("grant", "fail", "missing");
  }
  const { entry } = grant;
  if (entry.machineId !== release.entry.machineId) return receiptCheck("grant", "fail", "other-machine");
  const made = new Set(entry.approvals);
  if (made.size !== proven.length || release.entry.approvals.some((index) => !made.has(index))) {
    return receiptCheck("grant", "fail", "other-approvals");
  }
  const expected = boot?.bootDigest ?? "–";
  const actual = [entry.bootDigest, ...proven.map(({ statement }) => statement.bootDigest)].find(
    (digest) => digest !== expected,
  );
  if (actual !== undefined) return receiptCheck("grant", "fail", "other-boot", {}, { expected, actual });
  const narrow = proven.find(({ statement }) => statement.scope.kind === "this-boot");
  if (narrow !== undefined) return receiptCheck("grant", "fail", "this-boot", { who: narrow.statement.accountName });
  const age = Date.parse(release.entry.time) - Date.parse(entry.time);
  const hours = proven.flatMap(({ statement: { scope } }) => (scope.kind === "hours" ? [scope.hours] : []));
  if (hours.some((longest) => age > longest * hour)) return receiptCheck("grant", "fail", "over", { time: entry.time });
  return receiptCheck("grant", "pass", "pass", { time: entry.time });
}
