import type { IntelEndorsements } from "@sekisho/endorsements/intel";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { DcapPolicy, DcapTcbPolicy } from "../policy/dcap-schema.ts";
import { atLeastCheck, decided, unanswered } from "../outcome.ts";

type Technology = "tdx" | "sgx";

/** The checks of the endorsements, with lists and collateral made a demand where the policy makes them one. */
export function endorsementChecks(
  technology: Technology,
  { crl, collateral }: DcapPolicy,
  { checks }: IntelEndorsements,
): readonly Check[] {
  const demanded = ({ id }: Check): boolean => {
    const about = id.slice(technology.length + 1);
    if (about.endsWith("revocation")) return crl === "required";
    return collateral === "required" && collateralParts.some((part) => about === part || about.startsWith(`${part}.`));
  };
  return checks.map((check) => (demanded(check) ? { ...check, required: true } : check));
}

/** What Intel's collateral speaks of: the beginnings of the identifiers of these checks. */
const collateralParts = ["tcb-info", "qe-identity", "tcb", "tdx-module"];

/** What the policy demands of the platform, by its PCK certificate and by Intel's collateral. */
export function platformChecks(
  technology: Technology,
  demands: DcapPolicy,
  { pck, tcb }: Pick<IntelEndorsements, "pck" | "tcb">,
): readonly Check[] {
  const checks: Check[] = [];
  const named = (key: "fmspcs" | "platform-instance-ids", field: string, actual: string | undefined): void => {
    const accepted = demands[key];
    if (accepted === undefined) return;
    const id = `${technology}.policy.${key}`;
    const expected = accepted.join(" | ");
    if (actual === undefined) {
      checks.push(
        unanswered(id, expected, message(pck === undefined ? "dcap.pck.missing" : "dcap.pck.silent", { field })),
      );
      return;
    }
    const holds = accepted.some((one) => one.toLowerCase() === actual);
    const detail = message(holds ? "policy.field.accepted" : "policy.field.differs", { field });
    checks.push(decided(id, holds, { expected, actual }, detail));
  };
  named("fmspcs", "FMSPC", pck?.fmspc);
  named("platform-instance-ids", "PlatformInstanceID", pck?.platformInstanceId);
  const id = `${technology}.policy.tcb`;
  checks.push(...behindChecks(`${id}.statuses`, demands.tcb, tcb));
  return demands.tcb === undefined ? checks : [...checks, ...tcbChecks(id, demands.tcb, tcb)];
}

/** Where the policy doesn't say which statuses are good enough, a platform that lacks something gets a warning at least. */
function behindChecks(id: string, demands: DcapTcbPolicy | undefined, tcb: Tcb | undefined): readonly Check[] {
  if (demands?.statuses !== undefined || tcb === undefined || tcb.status === "UpToDate") return [];
  return [unanswered(id, null, message("dcap.tcb.status.undecided", { status: tcb.status }), false)];
}

type Tcb = NonNullable<IntelEndorsements["tcb"]>;

function tcbChecks(id: string, demands: DcapTcbPolicy, tcb: Tcb | undefined): readonly Check[] {
  const { statuses, advisories, "evaluation-data-number": number, date } = demands;
  if (tcb === undefined) {
    const expected = (statuses ?? []).join(" | ");
    return [unanswered(id, expected === "" ? null : expected, message("dcap.tcb.no-collateral"))];
  }
  const checks: Check[] = [];
  if (statuses !== undefined) checks.push(statusCheck(`${id}.statuses`, statuses, tcb));
  if (advisories !== undefined) checks.push(advisoryCheck(`${id}.advisories`, advisories, tcb));
  if (number !== undefined) {
    const field = "tcbEvaluationDataNumber";
    checks.push(atLeastCheck(`${id}.evaluation-data-number`, field, number.minimum, tcb.evaluationDataNumber));
  }
  if (date !== undefined) checks.push(dateCheck(`${id}.date`, date.minimum, tcb));
  return checks;
}

function statusCheck(id: string, accepted: readonly string[], { status, advisories }: Tcb): Check {
  const holds = accepted.includes(status);
  const named = advisories.length === 0 ? "" : ` (${advisories.join(", ")})`;
  const detail = message(holds ? "dcap.tcb.status.accepted" : "dcap.tcb.status.refused", { status });
  return decided(id, holds, { expected: accepted.join(" | "), actual: `${status}${named}` }, detail);
}

function advisoryCheck(id: string, allowed: readonly string[], { advisories }: Tcb): Check {
  const others = advisories.filter((one) => !allowed.includes(one));
  const holds = others.length === 0;
  const detail = message(holds ? "dcap.tcb.advisories.pass" : "dcap.tcb.advisories.fail", {
    advisories: others.join(", "),
  });
  const text = (list: readonly string[]): string => (list.length === 0 ? "–" : list.join(", "));
  return decided(id, holds, { expected: text(allowed), actual: text(advisories) }, detail);
}

function dateCheck(id: string, minimum: string, { tcbDate }: Tcb): Check {
  const actual = tcbDate.toISOString().slice(0, 10);
  const holds = actual >= minimum;
  const detail = message(holds ? "dcap.tcb.date.new-enough" : "dcap.tcb.date.too-old");
  return decided(id, holds, { expected: `≥ ${minimum}`, actual }, detail);
}
