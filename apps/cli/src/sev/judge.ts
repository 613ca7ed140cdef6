import { createHmac, timingSafeEqual } from "node:crypto";
import {
  appraiseSev,
  withAdditionalRoots,
  type Policy,
  type SevAppraisalInput,
  type Verdict,
} from "@sekisho/appraisal";
import { malformedMessage, toHex } from "@sekisho/encoding";
import { parseSevCertificates, readSevGuestPolicy, type LaunchMeasurement } from "@sekisho/evidence/sev";
import { message, type Renderer } from "@sekisho/messages";
import { z } from "zod";
import { readInput } from "../files.ts";
import { machineOption, policyFor } from "../verify/machine-option.ts";
import { bytesOption } from "../verify/options.ts";
import { UsageError } from "../usage-error.ts";
import type { SessionKeys } from "./key-file.ts";
import { readKnownLaunches, type KnownLaunchOptions } from "./known-launch.ts";
import { readLaunchInfo, type LaunchInfoOptions } from "./launch-info.ts";

/** The options that say what a platform or a launch is judged by. */
export type PolicyOptions = { readonly machine?: string; readonly policy?: string; readonly root?: readonly string[] };

export type JudgeOptions = KnownLaunchOptions & LaunchInfoOptions & PolicyOptions;

/** A measured launch and what came of it. */
export type JudgedLaunch = { readonly verdict: Verdict; readonly measurement: LaunchMeasurement };

/** The policy of the options, with the roots that they name besides. */
export async function sevPolicy(
  options: PolicyOptions,
  render: Renderer,
): Promise<{ readonly policy: Policy; readonly expectedGuestPolicy?: number }> {
  const machine = await machineOption(options.machine);
  const roots = (options.root ?? []).map((root) => toHex(bytesOption("--root", root, 32) ?? new Uint8Array()));
  const policy = withAdditionalRoots(await policyFor(options.policy, machine, render), roots);
  return machine === undefined ? { policy } : { policy, expectedGuestPolicy: Number(machine.guestPolicy) };
}

/** Judges the launch that the host tells of, by the session's keys. */
export async function judgeLaunch(keys: SessionKeys, options: JudgeOptions, render: Renderer): Promise<JudgedLaunch> {
  const { es } = readSevGuestPolicy(keys.policy);
  const { measurement, firmware } = await readLaunchInfo(options);
  const known = await readKnownLaunches(options, es);
  const certificates = parseSevCertificates(keys.certificates);
  if (!certificates.ok) throw new UsageError(malformedMessage("--keys", certificates.error));
  const input: SevAppraisalInput = {
    ...(await sevPolicy(options, render)),
    certificates: certificates.value,
    guestPolicy: keys.policy,
    firmware,
    measurement,
    tik: keys.tik,
    referenceValues: known.referenceValues,
    explain: { firmware: known.firmware, es, commandLines: known.commandLines, others: known.others },
  };
  return { verdict: await appraiseSev(input), measurement };
}

const verdictSchema = z.strictObject({
  type: z.literal("sekisho-sev-verdict"),
  version: z.literal(1),
  verdict: z.literal("accepted"),
  measurement: z.string().regex(/^[0-9a-f]{96}$/),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A verdict file: that whoever holds the session's keys accepted this measurement. Nobody else can make one. */
export function acceptedVerdict(keys: SessionKeys, { measure, nonce }: LaunchMeasurement): string {
  const measurement = toHex(measure) + toHex(nonce);
  const mac = verdictMac(keys, measurement).toString("hex");
  const content = { type: "sekisho-sev-verdict", version: 1, verdict: "accepted", measurement, mac };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * The measurement that a verdict file says was accepted.
 *
 * @throws UsageError when it is no verdict file, or was not made with these keys
 */
export async function readAcceptedVerdict(path: string, keys: SessionKeys): Promise<LaunchMeasurement> {
  const text = Buffer.from(await readInput(path)).toString();
  const file = verdictSchema.safeParse(jsonOf(text));
  if (!file.success) throw new UsageError(message("cli.sev.verdict.malformed", { path }));
  const { measurement, mac } = file.data;
  if (!timingSafeEqual(Buffer.from(mac, "hex"), verdictMac(keys, measurement))) {
    throw new UsageError(message("cli.sev.verdict.foreign", { path }));
  }
  const bytes = new Uint8Array(Buffer.from(measurement, "hex"));
  return { measure: bytes.slice(0, 32), nonce: bytes.slice(32) };
}

/** What the firmware signs with the TIK begins with 0x01 or 0x04, or has 4 bytes: this is none of it. */
function verdictMac({ tik }: SessionKeys, measurement: string): Buffer {
  return createHmac("sha256", tik).update(`sekisho sev verdict 1 accepted ${measurement}`).digest();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
