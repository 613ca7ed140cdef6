import type { Check } from "@sekisho/evidence";
import { policyDigest } from "@sekisho/release";
import { digestOfJson, type Receipt } from "@sekisho/release/log";
import { receiptCheck } from "./check.ts";
import type { ReceiptGround } from "./ground.ts";
import type { PlacedEntry, ReceiptEntries } from "./read-entries.ts";

/** Are the things in the receipt those that the log's entries name by their digests? */
export async function checkContent(
  receipt: Receipt,
  verdict: PlacedEntry<"verdict">,
  release: PlacedEntry<"release">,
  ground: ReceiptGround,
): Promise<readonly Check[]> {
  const { entry } = verdict;
  return [
    digestCheck("evidence", entry.evidence, await digestOfJson(receipt.evidence)),
    digestCheck("endorsements", entry.endorsements, await digestOfJson(receipt.endorsements)),
    digestCheck("machine", entry.machine, await digestOfJson(receipt.machine)),
    ...(await ownMachineChecks(entry.machine, ground)),
    modeCheck(receipt, release, ground),
    await policyCheck(receipt, entry.policy),
    ...(await ownPolicyChecks(entry.policy, ground)),
  ];
}

function digestCheck(subject: "evidence" | "endorsements" | "machine", expected: string, actual: string): Check {
  const same = expected === actual;
  return receiptCheck(subject, same ? "pass" : "fail", same ? "pass" : "fail", {}, { expected, actual });
}

/** A person's own file may have learnt of new boots since; what it knows now is what the evidence is judged by. */
async function ownMachineChecks(expected: string, { machine }: ReceiptGround): Promise<Check[]> {
  if (machine === undefined) return [];
  const actual = await digestOfJson(machine);
  if (expected === actual) return [receiptCheck("own-machine", "pass", "pass")];
  return [receiptCheck("own-machine", "unknown", "differs", {}, { expected: actual, actual: expected })];
}

/** In another mode than the machine's, nobody would have to have approved, or typed anything: also a person's own file must say so. */
function modeCheck(receipt: Receipt, { entry }: PlacedEntry<"release">, { machine }: ReceiptGround): Check {
  const modes = [receipt.machine, ...(machine === undefined ? [] : [machine])].map(({ releaseMode }) => releaseMode);
  const expected = modes.find((mode) => mode !== entry.mode);
  if (expected === undefined) return receiptCheck("mode", "pass", "pass", { mode: entry.mode });
  const compared = { expected, actual: entry.mode };
  return receiptCheck("mode", "fail", "fail", compared, compared);
}

const strict = "strict";

async function policyCheck({ policy }: Receipt, expected: string | null): Promise<Check> {
  const actual = await policyDigest(policy);
  const same = expected === actual;
  const compared = { expected: expected ?? strict, actual: actual ?? strict };
  return receiptCheck("policy", same ? "pass" : "fail", same ? "pass" : "fail", {}, compared);
}

async function ownPolicyChecks(actual: string | null, { policy }: ReceiptGround): Promise<Check[]> {
  if (policy === undefined) return [];
  const expected = await policyDigest(policy);
  const same = expected === actual;
  const compared = { expected: expected ?? strict, actual: actual ?? strict };
  return [receiptCheck("own-policy", same ? "pass" : "fail", same ? "pass" : "fail", {}, compared)];
}

/** Do the entries tell of one release: the same request, in the right order, with the verdict accepted? */
export function checkStory(receipt: Receipt, { release, verdict, entered, approvals, grant }: ReceiptEntries): Check {
  const { entry, index } = release;
  if (verdict === undefined) return receiptCheck("story", "fail", "no-verdict", { index: entry.verdict });
  if (verdict.entry.outcome !== "accepted") return receiptCheck("story", "fail", "rejected", { index: verdict.index });
  const named = [verdict, ...(entered === undefined ? [] : [entered])];
  const other = named.find((one) => one.entry.request !== entry.request || one.entry.machineId !== entry.machineId);
  if (other !== undefined) return receiptCheck("story", "fail", "other-request", { index: other.index });
  const ids = [receipt.evidence.machineId, receipt.machine.id, receipt.release.machineId];
  if (ids.some((id) => id !== entry.machineId) || receipt.release.request !== entry.request) {
    return receiptCheck("story", "fail", "other-machine", { machineId: entry.machineId });
  }
  const before = [verdict, entered, grant, ...approvals].filter((one) => one !== undefined);
  const late = before.find((one) => one.index >= index || one.entry.time > entry.time);
  if (late !== undefined) return receiptCheck("story", "fail", "order", { index: late.index });
  return receiptCheck("story", "pass", "pass", { number: entry.number, time: entry.time });
}
