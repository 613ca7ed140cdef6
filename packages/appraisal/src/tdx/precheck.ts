import type { Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { TdxQuote } from "@sekisho/evidence/dcap";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { sectionMissingCheck } from "../dcap/section.ts";
import type { MeasuredLog } from "../measured-boot/log.ts";
import type { KnownLaunch } from "../measured-boot/input.ts";
import type { Policy } from "../policy/schema.ts";
import type { ClaimedBoot } from "../sev-snp/measurement.ts";
import { readRtmrLog } from "./event-log.ts";
import { attributeChecks, expectedAttributesCheck, fieldChecks, tdReportDataCheck } from "./fields.ts";
import { expectedMrTdCheck, mrTdChecks } from "./mr-td.ts";
import { rtmrChecks } from "./rtmrs.ts";

/** A quote, and what it is held against before any signature is looked at. */
export type TdxPrecheckInput = {
  readonly quote: TdxQuote;
  readonly policy: Policy;
  /** Known good launches: MRTD covers the firmware. */
  readonly knownLaunches?: readonly Pick<KnownLaunch, "name" | "launchDigest">[];
  /** Known good boots, of which those with RTMRs count. */
  readonly knownBoots?: readonly MeasuredBoot[];
  /** What REPORTDATA must be: the binding (64 bytes). */
  readonly expectedReportData?: Uint8Array;
  /** What MRTD must be, besides what the policy says: 48 bytes. */
  readonly expectedMrTd?: Uint8Array;
  /** What TDATTRIBUTES must be, all 64 bits, besides what the policy says: those that the machine is made with. */
  readonly expectedAttributes?: bigint;
  /** The firmware's log of what it measured (CCEL), which must replay to the RTMRs of the quote. */
  readonly eventLog?: Uint8Array;
  /** The machine that the measured command line must name; absent where nothing is known about it. */
  readonly machine?: {
    readonly id: string;
    /** Whether a command line names this machine and no other (release's `namesMachine`). */
    readonly namesMachine: (commandLine: string, machineId: string) => boolean;
  };
  /** What the guest says it was started with; it is believed only where it hashes to what was measured. */
  readonly claimedBoot?: ClaimedBoot;
};

/**
 * Everything that a quote alone can answer, cheapest first: binding, MRTD, attributes and fields, the event log, and at last
 * the known boots. Nothing here is authenticated yet: a pass means nothing without the quote's signature, but a refusal is
 * final, and costs neither a signature check nor a call to the vendor.
 */
export async function precheckTdx(input: TdxPrecheckInput): Promise<readonly Check[]> {
  return precheckWithLog(input, () => logOf(input));
}

/** The event log, if there is one. */
export type ReadLog = Parsed<MeasuredLog> | undefined;

export async function logOf({ eventLog }: TdxPrecheckInput): Promise<ReadLog> {
  return eventLog === undefined ? undefined : readRtmrLog(eventLog);
}

/** @param log reads the log, which costs more than all else: it is called only if nothing has refused yet */
export async function precheckWithLog(input: TdxPrecheckInput, log: () => Promise<ReadLog>): Promise<readonly Check[]> {
  const { quote, policy, knownLaunches = [], expectedReportData, expectedMrTd, expectedAttributes } = input;
  const demands = policy.tdx;
  if (demands === undefined) return [sectionMissingCheck("tdx", "TDX")];
  const { report } = quote.body;
  const mrServiceTd = quote.body.kind === "td-1.5" ? quote.body.report.mrServiceTd : undefined;
  const checks: Check[] = [];
  if (expectedReportData !== undefined) checks.push(tdReportDataCheck("tdx.report-data", expectedReportData, report));
  if (expectedMrTd !== undefined) checks.push(expectedMrTdCheck(expectedMrTd, report.mrTd));
  checks.push(...mrTdChecks(demands["mr-td"], report.mrTd, knownLaunches));
  if (expectedAttributes !== undefined) checks.push(expectedAttributesCheck(expectedAttributes, report));
  checks.push(...attributeChecks(demands.attributes, report), ...fieldChecks(demands, report, mrServiceTd));
  // Whoever sends another's quote can't make the comparison of logs run.
  const worthwhile = checks.every(({ status }) => status === "pass");
  return [...checks, ...(await rtmrChecks(input, demands, log, worthwhile))];
}
