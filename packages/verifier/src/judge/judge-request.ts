import { builtInAdvisories, verdictOf, type AdvisoryTable, type Verdict } from "@sekisho/appraisal";
import { malformedMessage, toHex } from "@sekisho/encoding";
import { joinCollateral, type GivenToIntel } from "@sekisho/endorsements/intel";
import { refuses, type Check } from "@sekisho/evidence";
import type { Quote } from "@sekisho/evidence/dcap";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import {
  bindingOfEvidence,
  isDirect,
  namesMachine,
  type EvidenceBundle,
  type Machine,
  type RequestDetail,
} from "@sekisho/release";
import { createAppraiser } from "../appraiser/create-appraiser.ts";
import { kindRefusal } from "../evidence/boot-kind.ts";
import { endorsementsOfGate } from "./gate-endorsements.ts";
import { UnreadableEvidenceError } from "./unreadable-evidence.ts";

/** Evidence as this device judged it, and the binding that a secret may be sealed under. */
export type JudgedRequest = { readonly verdict: Verdict; readonly binding: Uint8Array };

type Given = Pick<GivenToIntel, "certificates" | "crls">;

/** What a person has, or has fetched, without the gate: it could leave the newest lists and documents out. */
export type OwnEndorsements = {
  /** Lists for a report, beside the certificates given. */
  readonly ofReport: (report: AttestationReport, given: Given) => Promise<Given>;
  /** Certificates, lists and Intel's documents for a quote. */
  readonly ofQuote: (quote: Quote) => Promise<GivenToIntel>;
  /** What `published` floors are taken from. */
  readonly advisories: AdvisoryTable;
};

const nothing: OwnEndorsements = {
  ofReport: (_, given) => Promise.resolve(given),
  ofQuote: () =>
    Promise.resolve({ certificates: [], crls: [], collateral: { documents: [], certificates: [], crls: [] } }),
  advisories: builtInAdvisories,
};

/**
 * Judges the newest evidence of a request again, without believing the gate anything: machine, gate key, disk header and
 * known good boots come from the person's own `machine.json`, the policy from their own file. Of the gate's answer only
 * evidence and endorsements are used, which prove themselves.
 *
 * Everything is looked at, also where the gate stopped at the first refusal: the verdict is the same, but tells more.
 *
 * @param policy YAML; null: the strict default
 * @throws UnreadableEvidenceError when the request has no evidence, or it can't be read
 */
export async function judgeRequest(
  detail: Pick<RequestDetail, "number" | "evidence" | "endorsements">,
  machine: Machine,
  policy: string | null,
  now: Date,
  given: Partial<OwnEndorsements> = {},
): Promise<JudgedRequest> {
  const bundle = detail.evidence;
  if (bundle === null)
    throw new UnreadableEvidenceError(message("verifier.request.no-evidence", { number: detail.number }));
  const ownEndorsements = { ...nothing, ...given };
  const ofGate = endorsementsOfGate(detail.endorsements);
  const appraiser = createAppraiser(
    async ({ report }) => {
      const own = await ownEndorsements.ofReport(report, { certificates: ofGate.certificates, crls: [] });
      return { certificates: own.certificates, crls: [...own.crls, ...ofGate.crls], problems: [] };
    },
    async ({ quote }) => {
      const own = await ownEndorsements.ofQuote(quote);
      return {
        certificates: [...own.certificates, ...ofGate.certificates],
        crls: [...own.crls, ...ofGate.crls],
        collateral: joinCollateral([own.collateral, ofGate.collateral]),
        files: [],
        problems: [],
      };
    },
    ownEndorsements.advisories,
  );
  const { evidence, vtpm } = bundle;
  if (evidence.technology === "tpm" && vtpm === undefined) {
    throw new UnreadableEvidenceError(message("verifier.request.no-evidence", { number: detail.number }));
  }
  const read = await appraiser.readReport(bundle);
  if (!read.ok) throw new UnreadableEvidenceError(malformedMessage("evidence.report", read.error));
  const binding = await bindingOfEvidence(bundle);
  const own = ownChecks(bundle, machine);
  // With a TPM the appraiser compares bindings: each provider ties its TPM to the report in a way of its own.
  const { reportData } = read.value;
  if (isDirect(machine)) own.push(bindingCheck(binding, reportData));
  // What was meant for another kind of machine is not held against this one.
  if (kindRefusal(bundle, machine) !== undefined) return { verdict: verdictOf(own, {}), binding };
  const input = { bundle, machine, policy, binding, now };
  const cheap = await appraiser.precheck(input);
  // The gate ends with what is cheap where that refuses; a person wants to see what else is true of the evidence.
  const { checks, claims } = (await appraiser.appraise(input)).verdict;
  const found = cheap.some(refuses) ? withExplanation(checks, cheap) : checks;
  return { verdict: verdictOf([...own, ...found], claims), binding };
}

/** The gate's own search for what explains an unknown launch digest is made once, before anything is fetched. */
function withExplanation(checks: readonly Check[], cheap: readonly Check[]): readonly Check[] {
  const explains = ({ id }: Check): boolean => /^sev-snp\.policy\.measurement(?:$|\.)/.test(id);
  const at = checks.findIndex(explains);
  if (at < 0) return checks;
  const others = checks.filter((check) => !explains(check));
  return [...others.slice(0, at), ...cheap.filter(explains), ...others.slice(at)];
}

function ownChecks(bundle: EvidenceBundle, machine: Machine): Check[] {
  const { id } = machine;
  const keys = machine.gate.signingKeys.map(({ digest }) => digest);
  return [
    comparison("machine", [id], bundle.machineId),
    comparison("gate-key", keys, bundle.gateKeyDigest),
    comparison("header", [machine.disk.headerDigest], bundle.headerDigest),
    comparison("boots", ["true"], `${commandLinesOf(machine).every((line) => namesMachine(line, id))}`),
    kindCheck(bundle, machine),
  ];
}

/** The command lines of all known boots: of those from disk, as they were measured. */
function commandLinesOf({ referenceValues, measuredBoots = [] }: Machine): string[] {
  const measured = measuredBoots
    .flatMap(({ events }) => events)
    .filter(({ component }) => component === "command-line")
    .map(({ name }) => name);
  return [...referenceValues.map(({ commandLine }) => commandLine), ...measured];
}

function bindingCheck(binding: Uint8Array, reportData: Uint8Array | null): Check {
  return comparison("binding", [toHex(binding)], reportData === null ? "-" : toHex(reportData));
}

function kindCheck(bundle: EvidenceBundle, machine: Machine): Check {
  const refusal = kindRefusal(bundle, machine);
  const kindOf = (technology: string, provider: string | undefined): string =>
    provider === undefined ? technology : `${technology}, ${provider}`;
  return {
    id: "request.kind",
    status: refusal === undefined ? "pass" : "fail",
    required: true,
    expected: kindOf(machine.technology, machine.vtpm?.provider),
    actual: kindOf(bundle.evidence.technology, bundle.vtpm?.provider),
    detail: refusal ?? message("verifier.request.kind.pass"),
  };
}

function comparison(
  what: "machine" | "gate-key" | "header" | "boots" | "binding",
  expected: readonly string[],
  actual: string,
): Check {
  const holds = expected.includes(actual);
  return {
    id: `request.${what}`,
    status: holds ? "pass" : "fail",
    required: true,
    expected: expected.join(" | "),
    actual,
    detail: message(`verifier.request.${what}.${holds ? "pass" : "fail"}`),
  };
}
