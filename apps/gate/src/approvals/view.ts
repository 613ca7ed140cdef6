import type { Message } from "@sekisho/messages";
import type { ApprovalView } from "@sekisho/release";
import type { Gate } from "../requests/gate.ts";
import { isOpen } from "../requests/state.ts";
import { listApprovals, type ApprovalRow } from "../store/approvals.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { RequestRow } from "../store/requests.ts";
import { exclusionOf, isApprover, listCandidates, passkeysProblem, type Candidate } from "./eligibility.ts";
import { viewGiven } from "./grants.ts";
import type { JudgeHardware } from "./hardware.ts";
import { registrationDigest } from "./registration.ts";
import { rulesOf, type ApprovalRules } from "./rules.ts";
import { sortApprovals } from "./standing.ts";

/** Everybody who might approve, and their passkeys' hardware; asked for once for a whole list of requests. */
export type People = { readonly candidates: readonly Candidate[]; readonly hardwareOf: JudgeHardware };

export async function readPeople(gate: Gate): Promise<People> {
  const candidates = (await listCandidates(gate.database)).filter(({ account }) => isApprover(account));
  const judged = new Map<string, ReturnType<JudgeHardware>>();
  const hardwareOf: JudgeHardware = (passkey, now) => {
    const present = judged.get(passkey.id) ?? gate.hardwareOf(passkey, now);
    judged.set(passkey.id, present);
    return present;
  };
  return { candidates, hardwareOf };
}

/**
 * Who must approve a request, and who has, as it is at this moment; null where nobody is asked. Of a request that has ended, only
 * what was given is told.
 */
export async function viewApproval(
  gate: Gate,
  request: RequestRow,
  machine: RegisteredMachine | undefined,
  people: People,
): Promise<ApprovalView | null> {
  if (request.release_mode !== "approve" || request.verdict_digest === null) return null;
  const rules = rulesOf(machine?.policy ?? null);
  const { given, voided } = await readGiven(gate, request, machine, rules);
  const candidates = isOpen(request.state) && machine !== undefined ? people.candidates : [];
  const { approvers, excluded } = await readAsked(gate, request, rules, { ...people, candidates });
  return {
    needed: rules.needed,
    approvers: approvers
      .filter(({ account }) => !given.some(({ account_id }) => account_id === account.id))
      .map(({ account }) => account.name),
    fourEyes: rules.fourEyes,
    hardware: rules.hardware === null ? "any" : "required",
    hardwareLevels: [...(rules.hardware ?? [])],
    longest: rules.longest,
    given: given.map(viewGiven),
    voided,
    excluded,
    grant: request.grant_id,
  };
}

type Given = { readonly given: readonly ApprovalRow[]; readonly voided: ApprovalView["voided"] };

async function readGiven(
  gate: Gate,
  request: RequestRow,
  machine: RegisteredMachine | undefined,
  rules: ApprovalRules,
): Promise<Given> {
  const { database } = gate;
  const rows = await listApprovals(database, request.number);
  const gone = rows.flatMap((row) =>
    row.voided_at === null || row.void_json === null
      ? []
      : [viewVoided(row, row.voided_at, JSON.parse(row.void_json) as Message)],
  );
  const kept = rows.filter(({ voided_at }) => voided_at === null);
  if (kept.length === 0 || !isOpen(request.state) || machine === undefined) return { given: kept, voided: gone };
  const { standing, fallen } = await sortApprovals(database, {
    requestNumber: request.number,
    machineId: request.machine_id,
    rules,
    verdictDigest: request.verdict_digest ?? "",
    registrationDigest: await registrationDigest(machine),
  });
  const now = gate.clock().getTime();
  return {
    given: standing.map(({ row }) => row),
    voided: [...gone, ...fallen.map(([row, reason]) => viewVoided(row, now, reason))],
  };
}

function viewVoided(row: ApprovalRow, at: number, { id, values }: Message): ApprovalView["voided"][number] {
  return { account: row.account_name, at: new Date(at).toISOString(), reason: { id, values: { ...values } } };
}

async function readAsked(
  gate: Gate,
  request: RequestRow,
  rules: ApprovalRules,
  { candidates, hardwareOf }: People,
): Promise<{ readonly approvers: readonly Candidate[]; readonly excluded: ApprovalView["excluded"] }> {
  const approvers: Candidate[] = [];
  const excluded: ApprovalView["excluded"] = [];
  for (const candidate of candidates) {
    const { account } = candidate;
    const reason =
      (await exclusionOf(gate.database, rules, request.machine_id, account)) ??
      (await passkeysProblem(rules, candidate, hardwareOf, gate.clock()));
    if (reason === undefined) approvers.push(candidate);
    else excluded.push({ account: account.name, reason: { id: reason.id, values: { ...reason.values } } });
  }
  return { approvers, excluded };
}
