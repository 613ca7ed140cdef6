import { equalBytes, isAllZero, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { registersOf, type MeasuredBoot } from "@sekisho/reference-values";
import { replayMeasuredBoot } from "@sekisho/reference-values/measured-boot";
import { registerName, type BootDemands } from "../measured-boot/boot-question.ts";
import { knownBootChecks } from "../measured-boot/known-boots.ts";
import type { LoggedEvent, MeasuredLog } from "../measured-boot/log.ts";
import type { RtmrDemand, TdxPolicy } from "../policy/tdx-schema.ts";
import { decided, oneOfCheck } from "../outcome.ts";
import { replayChecks, rtmrNumbers, unreadableLogCheck } from "./event-log.ts";
import type { ReadLog, TdxPrecheckInput } from "./precheck.ts";

/**
 * The run-time measurement registers: what the policy says of each, whether the event log explains them, and whether they are
 * those of a known boot.
 *
 * @param worthwhile whether nothing has refused yet: a log costs much to read and to judge
 */
export async function rtmrChecks(
  input: TdxPrecheckInput,
  demands: TdxPolicy,
  readLog: () => Promise<ReadLog>,
  worthwhile: boolean,
): Promise<readonly Check[]> {
  const { rtmrs } = input.quote.body.report;
  const checks = rtmrs.flatMap((value, rtmr) => valueCheck(rtmr, demandOf(demands, rtmr), value));
  if (!worthwhile) return checks;
  const log = await readLog();
  if (log?.ok === false) return [...checks, unreadableLogCheck(log)];
  if (log !== undefined) checks.push(...replayChecks(log.value, rtmrs));
  const pcrs = rtmrNumbers.filter((rtmr) => demandOf(demands, rtmr) === "known-boots");
  if (pcrs.length === 0) return checks;
  const components = input.policy["measured-boot"]?.components ?? {};
  return [...checks, ...(await bootChecks(input, log?.value, { registers: "rtmr", pcrs, components }))];
}

function demandOf({ rtmrs }: TdxPolicy, rtmr: number): RtmrDemand | undefined {
  const key = (["0", "1", "2", "3"] as const)[rtmr];
  return key === undefined ? undefined : rtmrs?.[key];
}

function valueCheck(rtmr: number, demand: RtmrDemand | undefined, value: Uint8Array): Check[] {
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

async function bootChecks(
  input: TdxPrecheckInput,
  log: MeasuredLog | undefined,
  demands: BootDemands,
): Promise<readonly Check[]> {
  const { rtmrs } = input.quote.body.report;
  const knownBoots = (input.knownBoots ?? []).filter((boot) => registersOf(boot) === "rtmr");
  const asked = { ...input, knownBoots };
  if (log !== undefined) {
    const replays = demands.pcrs.every((rtmr) => isValue(log.values.get(rtmr), rtmrs[rtmr]));
    return knownBootChecks(asked, log, demands, replays);
  }
  const { told, silent } = await logOfKnownBoots(knownBoots, rtmrs, demands.pcrs);
  if (silent.length === 0 || knownBoots.length === 0) return knownBootChecks(asked, told, demands, true);
  const sides = { expected: knownBoots.map(({ name }) => name).join("; "), actual: null };
  const registers = registerName("rtmr", ...silent);
  return [decided("measured-boot.known", false, sides, message("tdx.known-boot.no-log", { registers }))];
}

/**
 * What the registers say of themselves where no log came: a register that has the value of a known boot was extended by that
 * boot's events. `silent` are those of the demanded ones that no known boot gives.
 */
async function logOfKnownBoots(
  knownBoots: readonly MeasuredBoot[],
  rtmrs: readonly Uint8Array[],
  demanded: readonly number[],
): Promise<{ readonly told: MeasuredLog; readonly silent: readonly number[] }> {
  const found = new Map<number, readonly LoggedEvent[]>();
  for (const boot of knownBoots) {
    for (const [rtmr, value] of await replayMeasuredBoot(boot)) {
      if (found.has(rtmr) || !isValue(value, rtmrs[rtmr])) continue;
      const events = boot.events.filter((event) => event.pcr === rtmr);
      found.set(
        rtmr,
        events.map((event) => ({ ...event, component: "other", authenticated: true })),
      );
    }
  }
  const values = new Map(rtmrs.map((value, rtmr) => [rtmr, value]));
  return { told: { events: [...found.values()].flat(), values }, silent: demanded.filter((rtmr) => !found.has(rtmr)) };
}

function isValue(value: Uint8Array | undefined, quoted: Uint8Array | undefined): boolean {
  return value !== undefined && quoted !== undefined && equalBytes(value, quoted);
}
