import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createConsoleReader, type ConsoleEvent } from "./console-reader.ts";

/** What comes out when `parts` are written one after the other. */
function read(...parts: readonly (string | Uint8Array)[]): ConsoleEvent[] {
  const events: ConsoleEvent[] = [];
  const reader = createConsoleReader((event) => events.push(event));
  for (const part of parts) reader.write(typeof part === "string" ? Buffer.from(part) : part);
  reader.end();
  return events;
}

describe("a console becomes lines", () => {
  test("without the terminal's control sequences", () => {
    expect(
      read("\u001b[2J\u001b[01;01H\u001b[=3hBdsDxe: \u001b[0mloading\r\n\r\r\n\u001b]0;title\u0007x\u0000y\r\n"),
    ).toEqual([
      { kind: "line", text: "BdsDxe: loading" },
      { kind: "line", text: "xy" },
    ]);
  });

  test("and lines of the agent, also behind a time stamp", () => {
    expect(read("[    5.1] sekisho: waiting for the gate\n")).toEqual([
      { kind: "line", text: "[    5.1] sekisho: waiting for the gate" },
      { kind: "agent", text: "waiting for the gate" },
    ]);
  });

  test("the login prompt is found while its line is unfinished, and once", () => {
    expect(read("Debian GNU/Linux 13 genome ttyS0\r\n\r\ngenome log", "in: ", "")).toEqual([
      { kind: "line", text: "Debian GNU/Linux 13 genome ttyS0" },
      { kind: "login" },
      { kind: "line", text: "genome login:" },
    ]);
  });

  test("a firmware without anything to boot says so", () => {
    expect(read("BdsDxe: No bootable option was found.\r\n").map(({ kind }) => kind)).toEqual([
      "line",
      "nothing-to-boot",
    ]);
  });

  test("the same, however the bytes are cut, and whatever they are", () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(Buffer.from("a login: \nsekisho: é\r\n"))),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const whole = Buffer.concat(parts);
        const lines = (events: ConsoleEvent[]) => events.filter(({ kind }) => kind === "line" || kind === "agent");
        const once = lines(read(whole));
        const bytewise = lines(read(...Array.from(whole, (byte) => Uint8Array.of(byte))));
        expect(bytewise).toEqual(once);
      }),
    );
  });

  test("a line without an end does not grow for ever", () => {
    const events = read(...Array.from({ length: 100 }, () => "x".repeat(1000)));
    expect(Math.max(...events.map((event) => (event.kind === "line" ? event.text.length : 0)))).toBe(4096);
  });
});
