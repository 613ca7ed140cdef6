import { guestCatalogue } from "@sekisho/guest";
import { createRenderer, message, type Message } from "@sekisho/messages";
import { describe, expect, it } from "vitest";
import { endIn } from "./console.ts";

const render = createRenderer("en", [guestCatalogue]);
const lines = (...said: Message[]): string[] => said.map((each) => render(each));
const start = message("guest.start", { machine: "m", gate: "https://10.0.2.2:8443" });

describe("what the agent says on its console", () => {
  it("means nothing before it has ended", () => {
    expect(endIn(lines(start), [])).toBeUndefined();
    expect(
      endIn(lines(start, message("guest.gate.unreachable", { reason: "EHOSTUNREACH", seconds: 2 })), []),
    ).toBeUndefined();
    expect(endIn(lines(start, message("guest.waiting")), [])).toBeUndefined();
    expect(endIn([], [])).toBeUndefined();
  });

  it("gives the number of a refusal by the gate", () => {
    expect(endIn(lines(start, message("guest.refused", { number: 17 })), [])).toEqual({
      kind: "gate-refused",
      number: 17,
    });
    expect(endIn(["The gate refused, number 17. Only"], [])).toBeUndefined();
  });

  it("gives the pinned keys and the stranger's", () => {
    const said = lines(start, message("guest.gate.notPinned", { actual: "abc", seconds: 3 }));
    expect(endIn(said, ["one", "two"])).toMatchObject({ kind: "guest-refused", expected: "one | two", actual: "abc" });
  });

  it("says what is wrong with the header of a disk", () => {
    const check = message("guest.disk.check", { check: "luks2.segment.cipher", expected: "aes", actual: "null" });
    const why = message("guest.disk.unknown", { device: "/dev/vda" });
    expect(endIn(lines(start, check, why, message("guest.ended.diskRefused")), [])).toEqual({
      kind: "guest-refused",
      reason: render(why),
      expected: "aes",
      actual: "null",
    });
  });

  it.each(["empty", "ext", "lvm"])("names the content of a disk that is %s", (content) => {
    const why = message(`guest.disk.${content}`, { device: "/dev/vda" });
    expect(endIn(lines(start, why, message("guest.ended.diskRefused")), [])).toMatchObject({
      expected: "luks2",
      actual: content,
    });
  });

  it("tells what broke from what was refused", () => {
    const why = message("guest.port.silent", { path: "/dev/virtio-ports/x" });
    expect(endIn(lines(start, why, message("guest.ended.closed")), [])?.kind).toBe("failed");
  });
});
