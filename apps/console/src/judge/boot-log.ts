import { readMeasuredLog, readRtmrLog, type LoggedEvent } from "@sekisho/appraisal";
import { fromBase64, malformedMessage } from "@sekisho/encoding";
import { componentKinds, type ComponentKind } from "@sekisho/evidence/boot-log";
import type { Message } from "@sekisho/messages";
import type { EvidenceBundle } from "@sekisho/release";
import { vtpmBytesOf } from "@sekisho/verifier";

/** The events of one kind of component, in the order in which they were logged. */
export type LogSection = { readonly kind: ComponentKind; readonly events: readonly LoggedEvent[] };

/** What a boot's log tells, for people to read. `none`: this kind of boot keeps no log. */
export type BootLogView =
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly problem: Message }
  | {
      readonly kind: "read";
      readonly register: "PCR" | "RTMR";
      readonly sections: readonly LogSection[];
      readonly count: number;
    };

/** The log of a bundle, by component. */
export async function bootLogOf({ evidence, vtpm }: Pick<EvidenceBundle, "evidence" | "vtpm">): Promise<BootLogView> {
  if (vtpm !== undefined) {
    const { which, parsed } = await readMeasuredLog(vtpmBytesOf(vtpm));
    if (!parsed.ok) return { kind: "unreadable", problem: malformedMessage(which, parsed.error) };
    return viewOf("PCR", parsed.value.events);
  }
  if (evidence.technology !== "tdx" || evidence.eventLog === undefined) return { kind: "none" };
  const bytes = fromBase64("eventLog", evidence.eventLog);
  const parsed = bytes.ok ? await readRtmrLog(bytes.value) : bytes;
  if (!parsed.ok) return { kind: "unreadable", problem: malformedMessage("event-log", parsed.error) };
  return viewOf("RTMR", parsed.value.events);
}

function viewOf(register: "PCR" | "RTMR", events: readonly LoggedEvent[]): BootLogView {
  const sections = componentKinds
    .map((kind) => ({ kind, events: events.filter(({ component }) => component === kind) }))
    .filter((section) => section.events.length > 0);
  return { kind: "read", register, sections, count: events.length };
}
