import type { GuestEnd } from "@sekisho/lab";
import { message, type Message, type MessageValues } from "@sekisho/messages";
import type { BootEnd } from "../driver.ts";
import type { Surroundings } from "../world.ts";

/** What the end of a guest's process means for the demo. */
export function guestEnd(end: GuestEnd, said: readonly Message[], { gate, render }: Surroundings): BootEnd {
  const refused = (reasons: readonly Message[]): BootEnd => {
    const check = said.find(({ id }) => id === "guest.disk.check")?.values;
    const content = reasons.find(({ id }) => id.startsWith("guest.disk."))?.id.slice("guest.disk.".length);
    const sides: MessageValues = check ?? (content === undefined ? {} : { expected: "luks2", actual: content });
    const text = (name: string): string | null => (sides[name] === undefined ? null : String(sides[name]));
    const reason = reasons.map((each) => render(each)).join(" ");
    return { kind: "guest-refused", reason, expected: text("expected"), actual: text("actual") };
  };
  switch (end.kind) {
    case "opened":
      return { kind: "opened" };
    case "refused":
      return { kind: "gate-refused", number: end.number };
    case "disk-refused":
      return refused(end.reasons);
    case "gate-not-pinned": {
      const stranger = said.find(({ id }) => id === "guest.gate.notPinned")?.values["actual"];
      const pinned = gate.identity.tlsKeyDigests.join(" | ");
      const reason = render(message("guest.ended.gateNotPinned"));
      return {
        kind: "guest-refused",
        reason,
        expected: pinned,
        actual: stranger === undefined ? null : String(stranger),
      };
    }
    case "release-refused":
      return refused([end.reason]);
    case "gate-unavailable":
      return { kind: "failed", reason: said.map((each) => render(each)).join(" ") };
    default:
      return { kind: "failed", reason: render(end.reason) };
  }
}
