import type { Message } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";

/** What somebody can do about a request that was refused, by what was wrong with it. */
export type RefusedStep =
  | "command-line"
  | "files"
  | "settings"
  | "not-genuine"
  | "disk"
  | "late"
  | "borrowed"
  | "image-of-another"
  | "refused"
  | "reason";

export type NextStep = RefusedStep | "denied" | "decided" | "released";

/** By the identifier of the sentence at the top of the page; the first that fits. */
const steps: readonly (readonly [RegExp, RefusedStep])[] = [
  [/^verifier\.headline\.(?:command-line|boot-loader-input)/, "command-line"],
  [
    /^verifier\.headline\.(?:kernel|initrd$|firmware$|boot-loader$|several|started-other|file-exchanged|boot-other)/,
    "files",
  ],
  [/^verifier\.headline\.(?:debug|other-settings|other-form|unmeasured$|vcpu|secure-boot)/, "settings"],
  [/^verifier\.headline\.(?:foreign-|forged|untrue-log|revoked$|unmeasured-svsm)/, "not-genuine"],
  [/^verifier\.headline\.other-disk$|^gate\.refusal\.headerDiffers$/, "disk"],
  [/^gate\.refusal\.nonce/, "late"],
  [/^verifier\.headline\.(?:borrowed|other-machine)$|^gate\.refusal\.bindingDiffers$/, "borrowed"],
  [/^verifier\.headline\.image-of-another$/, "image-of-another"],
];

/**
 * What is to be done now. Of an expired request the headline says it already.
 *
 * @param sentence what stands at the top of the page; where none of the steps fits it, the red part of the chain says more, or the
 *   gate's own reason
 */
export function nextStepOf(
  { state, reason }: Pick<RequestView, "state" | "reason">,
  sentence: Message | null,
): NextStep | undefined {
  switch (state) {
    case "refused": {
      const fitting = steps.find(([pattern]) => pattern.test(sentence?.id ?? ""));
      return fitting?.[1] ?? (reason === null ? "refused" : "reason");
    }
    case "denied":
    case "decided":
    case "released":
      return state;
    default:
      return undefined;
  }
}
