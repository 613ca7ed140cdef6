import type { Policy, Verdict } from "@sekisho/appraisal";
import { message } from "@sekisho/messages";
import type { EvidenceBundle, Machine } from "@sekisho/release";
import type { Gap, GapWeight } from "./types.ts";

/** What gaps are found in. */
export type GapInput = {
  readonly machine: Machine;
  readonly evidence: EvidenceBundle;
  readonly verdict: Verdict;
  readonly policy: string | null;
};

/** The same with the policy read; undefined where it can't be, which the verdict says. */
export type AskedGaps = GapInput & { readonly demands: Policy | undefined };

/** How much each gap weighs: whether the cloud can use it by itself, needs more besides, or it is merely good to know. */
export const gapWeights = {
  "lab-root": "high",
  "no-confidential-vm": "high",
  "vtpm-outside": "high",
  "unmeasured-svsm": "high",
  milan: "high",
  vlek: "medium",
  "no-crl": "medium",
  "no-collateral": "medium",
  "tcb-not-judged": "medium",
  "unrebuildable-firmware": "medium",
  "weak-firmware": "medium",
  "learned-registers": "medium",
  "registers-left-out": "medium",
  "secure-boot-off": "low",
  "any-chip": "low",
  "masked-chip": "low",
  "no-boot-identity": "low",
  "tpm-revocation": "low",
  "physical-access": "low",
} as const satisfies Record<string, GapWeight>;
export type GapId = keyof typeof gapWeights;

export function gapOf(id: GapId): Gap {
  return {
    id,
    weight: gapWeights[id],
    title: message(`verifier.gap.${id}.title`),
    why: message(`verifier.gap.${id}.why`),
    remedy: message(`verifier.gap.${id}.remedy`),
  };
}
