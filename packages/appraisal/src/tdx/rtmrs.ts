import { isAllZero, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { RtmrDemand, TdxPolicy } from "../policy/tdx-schema.ts";
import { decided, oneOfCheck } from "../sev-snp/outcome.ts";
import { readRtmrLog, replayChecks, unreadableLogCheck } from "./event-log.ts";
import type { TdxPrecheckInput } from "./precheck.ts";

/**
 * The run-time measurement registers: what the policy says of each, whether the event log explains them, and whether they are
 * those of a known boot.
 *
 * @param worthwhile whether nothing has refused yet: a log costs much to judge
 */
export async function rtmrChecks(
  input: TdxPrecheckInput,
  demands: TdxPolicy,
  worthwhile: boolean,
): Promise<readonly Check[]> {
  const { rtmrs } = input.quote.body.report;
  const checks = rtmrs.flatMap((value, rtmr) => valueCheck(rtmr, demandOf(demands, rtmr), value));
  if (!worthwhile) return checks;
  const log = input.eventLog === undefined ? undefined : await readRtmrLog(input.eventLog);
  if (log?.ok === false) return [...checks, unreadableLogCheck(log)];
  const replayed = log === undefined ? [] : replayChecks(log.value, rtmrs);
  return [...checks, ...replayed];
}

function demandOf({ rtmrs }: TdxPolicy, rtmr: number): RtmrDemand | undefined {
  const key = (["0", "1", "2", "3"] as const)[rtmr];
  return key === undefined ? undefined : rtmrs?.[key];
}

function valueCheck(rtmr: number, demand: RtmrDemand | undefined, value: Uint8Array): readonly Check[] {
  const id = `tdx.policy.rtmrs.${rtmr}`;
  if (demand === undefined || demand === "known-boots") return [];
  if (demand !== "zero") return [oneOfCheck(id, `RTMR ${rtmr}`, demand, value)];
  const holds = isAllZero(value);
  const about = rtmr === agentRtmr ? "initrd-left" : "zero";
  const sides = { expected: `RTMR ${rtmr}: 0`, actual: `RTMR ${rtmr}: ${holds ? "0" : toHex(value)}` };
  return [decided(id, holds, sides, message(`tdx.rtmr.${about}.${holds ? "pass" : "fail"}`, { rtmr }))];
}

/** What the agent extends before it leaves the initrd. */
const agentRtmr = 3;
