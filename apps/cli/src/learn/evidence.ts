import { readMeasuredLog, readRtmrLog, type LoggedEvent } from "@sekisho/appraisal";
import { fromBase64, fromUtf8 } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  evidenceBundleSchema,
  firstIssue,
  requestDetailSchema,
  type EvidenceBundle,
  type RequestDetail,
  type VtpmEvidence,
} from "@sekisho/release";
import { readInput } from "../files.ts";
import { gateClientOf, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import { need } from "../verify/need.ts";

/** Evidence of a first boot, and the certificates and lists that came with it. */
export type FirstBoot = Pick<RequestDetail, "number" | "endorsements"> & {
  /** What a person calls it: the request's number, or the file. */
  readonly from: string;
  readonly evidence: EvidenceBundle;
  readonly recorded: RecordedBoot;
};

/** What tells of the boot: the logs of a TPM, or the log of a TD's registers (CCEL, base64). */
export type RecordedBoot =
  | { readonly registers: "pcr"; readonly vtpm: VtpmEvidence }
  | { readonly registers: "rtmr"; readonly eventLog: string };

/** Bundles hold logs of a boot, each of up to some hundred kibibytes. */
const largestBundle = 4 * 1024 * 1024;

/**
 * The evidence that a gate stored with a request, whatever became of it.
 *
 * @throws UsageError when there is none, or nothing in it tells of the boot
 */
export async function firstBootOfRequest(request: string, gate: GateOptions): Promise<FirstBoot> {
  const client = await gateClientOf(gate);
  const detail = await client.get(`/v1/admin/requests/${encodeURIComponent(request)}`, requestDetailSchema);
  const { number, evidence, endorsements } = detail;
  if (evidence === null) throw new UsageError(message("cli.learn.no-evidence", { number }));
  return { number, endorsements, ...withRecord(`#${number}`, evidence) };
}

/**
 * The evidence in a file: a Sekisho evidence bundle.
 *
 * @throws UsageError when it is none, or nothing in it tells of the boot
 */
export async function firstBootOfFile(path: string): Promise<FirstBoot> {
  const text = need(path, fromUtf8(path, await readInput(path, largestBundle)));
  const parsed = evidenceBundleSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new UsageError(message("cli.learn.not-a-bundle", { path, reason: firstIssue(parsed.error) }));
  }
  return { number: 0, endorsements: { certificates: [], crls: [], collateral: [] }, ...withRecord(path, parsed.data) };
}

/**
 * Every event that extended the SHA-256 bank, or a TD's registers, as the boot's logs tell it. Nothing here says that they
 * tell the truth.
 *
 * @throws UsageError when a log is malformed
 */
export async function eventsOf(recorded: RecordedBoot): Promise<readonly LoggedEvent[]> {
  const bytes = (field: string, base64: string): Uint8Array => need(field, fromBase64(field, base64));
  if (recorded.registers === "rtmr") {
    return need("eventLog", await readRtmrLog(bytes("eventLog", recorded.eventLog))).events;
  }
  const { firmwareLog, userspaceLog } = recorded.vtpm;
  const { which, parsed } = await readMeasuredLog({
    firmwareLog: bytes("vtpm.firmwareLog", firmwareLog),
    ...(userspaceLog === undefined ? {} : { userspaceLog: bytes("vtpm.userspaceLog", userspaceLog) }),
  });
  return need(which, parsed).events;
}

function withRecord(from: string, evidence: EvidenceBundle): Pick<FirstBoot, "from" | "evidence" | "recorded"> {
  const { vtpm, evidence: launched } = evidence;
  if (launched.technology === "tdx") {
    const { eventLog } = launched;
    if (eventLog === undefined) throw new UsageError(message("cli.learn.no-log", { from }));
    return { from, evidence, recorded: { registers: "rtmr", eventLog } };
  }
  if (vtpm === undefined) throw new UsageError(message("cli.learn.no-tpm", { from }));
  return { from, evidence, recorded: { registers: "pcr", vtpm } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
