import type { Verdict } from "@sekisho/appraisal";
import { refuses, type Check } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { linksOf } from "./assign.ts";
import { differenceOf } from "./difference.ts";
import { essentialsOf, isShown } from "./essentials.ts";
import { leadingCheck } from "./leading.ts";
import { edgesOf, partsOf, standsOn } from "./parts.ts";
import { isOfChipMaker, sentenceOf } from "./sentences.ts";
import { knownNames, passOf, subjectOf, vendorOf } from "./subject.ts";
import type { TrustEdge, TrustGraph, TrustNode, TrustNodeId, TrustNodeStatus } from "./types.ts";

/** A verdict, and the machine that it is about: `judgeRequest`'s, or the gate's. */
export type TrustGraphInput = { readonly verdict: Verdict; readonly machine: Machine };

/**
 * The chain of trust behind a verdict: each link with the checks that are about it, and what came of them.
 *
 * A link passes only if what is essential about it was looked at and passed, nothing else about it refuses, and in a rejected
 * verdict every link that it stands on holds, too: a kernel that a forged report speaks of is not a known kernel. Whatever
 * refuses, at least one link shows it.
 */
export function trustGraph({ verdict, machine }: TrustGraphInput): TrustGraph {
  const edges = edgesOf(machine);
  const parts = partsOf(machine);
  const assigned = new Map<TrustNodeId, Check[]>(parts.map((id) => [id, []]));
  for (const check of verdict.checks) for (const id of linksOf(check, machine)) assigned.get(id)?.push(check);
  const judged = new Map(parts.map((id) => [id, judge(id, assigned.get(id) ?? [], machine)]));
  const nodes = parts.map((id): TrustNode => {
    const all = assigned.get(id) ?? [];
    const checks = all.toSorted((left, right) => Number(refuses(right)) - Number(refuses(left)));
    const own = judged.get(id)?.status ?? "unknown";
    const because = own === "pass" ? brokenBefore(id, judged, edges, verdict) : undefined;
    const status = because === undefined ? own : "unknown";
    const lead = leadingCheck({ checks });
    const difference = lead && differenceOf(id, lead, verdict.checks, machine);
    return {
      id,
      status,
      checks,
      title: message(`verifier.node.${id}.title`, vendorOf(machine)),
      meaning: message(`verifier.node.${id}.meaning`, vendorOf(machine)),
      summary: summaryOf({ id, status, checks, lead, because, verdict, machine }),
      ...(difference === undefined ? {} : { difference }),
      ...(because === undefined ? {} : { because }),
    };
  });
  return { subject: subjectOf(verdict, machine), nodes, edges };
}

/** A link by its own checks, and whether what stands on it may still be believed. */
type Judged = { readonly status: TrustNodeStatus; readonly holds: boolean };

/**
 * What the policy wanted besides what is essential may be unknown, a revocation list say, and processor firmware may be old:
 * that refuses, but what stands on it is shown for what it is.
 */
function judge(id: TrustNodeId, checks: readonly Check[], machine: Machine): Judged {
  if (id === "report" && machine.technology === "tpm" && !checks.some(refuses))
    return { status: "absent", holds: true };
  const shown = isShown(essentialsOf(id, machine), checks);
  if (checks.some(({ status }) => status === "fail")) return { status: "fail", holds: id === "tcb" };
  return { status: shown && !checks.some(refuses) ? "pass" : "unknown", holds: shown || id === "tcb" };
}

/** The nearest link before this one that doesn't hold. An accepted verdict means that the policy minds nothing of what is unknown. */
function brokenBefore(
  id: TrustNodeId,
  judged: ReadonlyMap<TrustNodeId, Judged>,
  edges: readonly TrustEdge[],
  { verdict }: Verdict,
): TrustNodeId | undefined {
  if (verdict === "accepted") return undefined;
  return standsOn(id, edges).find((before) => judged.get(before)?.holds !== true);
}

/** Where something fails, nobody has asked the chip maker any more: what is missing for that says nothing of its own. */
function unseenBeside(lead: Check, { checks }: Verdict): Message | undefined {
  if (lead.status !== "unknown" || !checks.some(({ status }) => status === "fail")) return undefined;
  return isOfChipMaker(lead) ? message("verifier.node.not-fetched") : undefined;
}

/** A launch digest is one number over four files: without an explanation it doesn't tell which of them differs. */
function isUndecided(id: TrustNodeId, { checks }: Verdict): boolean {
  if (id !== "firmware" && id !== "kernel" && id !== "initrd" && id !== "command-line") return false;
  return checks.some((check) => check.id === "sev-snp.policy.measurement" && check.status === "fail");
}

type About = {
  readonly id: TrustNodeId;
  readonly status: TrustNodeStatus;
  readonly checks: readonly Check[];
  readonly lead: Check | undefined;
  readonly because: TrustNodeId | undefined;
  readonly verdict: Verdict;
  readonly machine: Machine;
};

function summaryOf({ id, status, checks, lead, because, verdict, machine }: About): Message {
  if (lead !== undefined) return unseenBeside(lead, verdict) ?? sentenceOf(lead, verdict.checks);
  if (status === "unknown" && isUndecided(id, verdict)) return message("verifier.node.maybe-this");
  if (status === "absent") return message("verifier.node.report.absent");
  if (status === "pass") {
    const values = { ...vendorOf(machine), ...knownNames(id, checks, machine) };
    return message(`verifier.node.${id}.${passOf(id, checks)}`, values);
  }
  if (because !== undefined) return message("verifier.node.stands-on-nothing");
  return message(verdict.verdict === "accepted" ? "verifier.node.not-demanded" : "verifier.node.not-looked-at");
}
