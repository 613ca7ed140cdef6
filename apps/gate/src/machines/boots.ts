import type { Machine, MachineBoot } from "@sekisho/release";
import type { Verdict } from "@sekisho/appraisal";
import { demandMachine } from "../requests/machines.ts";
import type { Gate } from "../requests/gate.ts";
import { listRequests, type RequestRow } from "../store/requests.ts";
import { bootRecordOf } from "./boot-record.ts";
import { refusingChecks } from "./refusing.ts";

type Page = { readonly before?: number | undefined; readonly limit: number };
type Boots = { readonly boots: MachineBoot[]; readonly next: number | null };

/** The boots of a machine, the newest first: every request that named it, also those that were refused. */
export async function bootsOf(gate: Gate, machineId: string, { before, limit }: Page): Promise<Boots> {
  const { machine } = await demandMachine(gate, machineId);
  const rows = await listRequests(gate.database, { machineId, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.number ?? null) : null;
  return { boots: shown.map((row) => bootOf(row, machine)), next };
}

function bootOf(row: RequestRow, machine: Machine): MachineBoot {
  const verdict: Verdict | null = row.verdict_json === null ? null : JSON.parse(row.verdict_json);
  return {
    number: row.number,
    request: row.id,
    state: row.state,
    at: new Date(row.created_at).toISOString(),
    evidenceAt: row.evidence_at === null ? null : new Date(row.evidence_at).toISOString(),
    proven: row.proven === 1,
    verdict: verdict?.verdict ?? null,
    reason: row.reason_json === null ? null : JSON.parse(row.reason_json),
    refusing: verdict === null ? [] : refusingChecks(verdict),
    facts: verdict === null ? null : bootRecordOf(verdict, machine, row.header_digest),
  };
}
