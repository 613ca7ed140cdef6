import type { Verdict } from "@sekisho/appraisal";
import { verdictOf } from "@sekisho/appraisal";
import { equalBytes, malformedMessage, toHex } from "@sekisho/encoding";
import { refuses } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";
import { bindingOfEvidence, type EvidenceBundle } from "@sekisho/release";
import { type AppraisalInput, type ReportFacts, kindRefusal, makeTpmCredential, tpmKeysOf } from "@sekisho/verifier";
import type { SigningKey } from "../keys/signing-keys.ts";
import { findMachine, type RegisteredMachine } from "../store/machines.ts";
import type { Gate } from "./gate.ts";

/** Why evidence is refused: a reason of the gate's own, or a verdict. */
export type Refusal = {
  readonly reason: Message | null;
  readonly verdict: Verdict | null;
  readonly machine: RegisteredMachine | undefined;
  readonly report: ReportFacts | undefined;
  readonly binding: Uint8Array | undefined;
};

/** Evidence that passed everything that is cheap; nothing of it is proven yet. */
export type Candidate = {
  readonly machine: RegisteredMachine;
  readonly signingKey: SigningKey;
  readonly report: ReportFacts;
  readonly binding: Uint8Array;
  /** See `tpmKeysOf`. */
  readonly tpmKeys: string | null;
  readonly input: AppraisalInput;
};

type Known = Partial<Pick<Refusal, "machine" | "report" | "binding" | "verdict">>;

/**
 * Looks at evidence in the order of costs, before any signature is checked and anything is fetched: machine, gate key, kind
 * of evidence, report, binding, disk header, measurement. With a vTPM the appraiser compares bindings, as each provider ties
 * its TPM to the report in a way of its own. The nonce was recognized before, and is used up afterwards.
 */
export async function examine(
  gate: Gate,
  bundle: EvidenceBundle,
  now: Date,
): Promise<{ readonly candidate: Candidate } | { readonly refusal: Refusal }> {
  const { machineId, gateKeyDigest, headerDigest } = bundle;
  const machine = await findMachine(gate.database, machineId);
  if (machine === undefined) return refused(message("gate.refusal.machineUnknown", { machineId }), {});

  const signingKey = gate.keys.signing.find(({ digest }) => digest === gateKeyDigest);
  if (signingKey === undefined) {
    return refused(message("gate.refusal.gateKeyUnknown", { actual: gateKeyDigest }), { machine });
  }

  const otherKind = kindRefusal(bundle, machine.machine);
  if (otherKind !== undefined) return refused(otherKind, { machine });

  const read = await gate.appraiser.readReport(bundle);
  if (!read.ok) return refused(malformedMessage("evidence.report", read.error), { machine });
  const report = read.value;

  const binding = await bindingOfEvidence(bundle);
  const { vtpm } = bundle;
  const { reportData } = report;
  if (vtpm === undefined && (reportData === null || !equalBytes(reportData, binding))) {
    const values = { expected: toHex(binding), actual: reportData === null ? "" : toHex(reportData) };
    return refused(message("gate.refusal.bindingDiffers", values), { machine, report });
  }
  if (headerDigest !== machine.headerDigest) {
    const values = { expected: machine.headerDigest, actual: headerDigest };
    return refused(message("gate.refusal.headerDiffers", values), { machine, report, binding });
  }

  if (vtpm !== undefined && (await makeTpmCredential(vtpm)) === undefined) {
    return refused(message("gate.refusal.endorsementKeyUnusable"), { machine, report, binding });
  }

  const input = { bundle, machine: machine.machine, policy: machine.policy, binding, now };
  const checks = await gate.appraiser.precheck(input);
  if (checks.some(refuses)) return refused(null, { machine, report, binding, verdict: verdictOf(checks, {}) });
  return { candidate: { machine, signingKey, report, binding, tpmKeys: await tpmKeysOf(bundle), input } };
}

function refused(reason: Message | null, known: Known): { readonly refusal: Refusal } {
  const { machine, report, binding, verdict = null } = known;
  return { refusal: { reason, verdict, machine, report, binding } };
}
