import type { Message } from "@sekisho/messages";

/** `high`: a stranger or the cloud could use it. `low`: worth knowing. */
export type GapWeight = "high" | "medium" | "low";

/** Something that an accepted verdict does not rule out, or that nobody looked at. */
export type Gap = {
  /** Stable: "vtpm-outside". */
  readonly id: string;
  readonly weight: GapWeight;
  readonly title: Message;
  /** Why it matters: what somebody could do with it. */
  readonly why: Message;
  /** What the machine's owner can do about it. */
  readonly remedy: Message;
};
