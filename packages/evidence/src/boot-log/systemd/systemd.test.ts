import { concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSystemdLog, readBootLog } from "../index.ts";

type Fields = Readonly<Record<string, unknown>>;

async function record(text: string, more: Fields = {}, measured = text): Promise<Fields> {
  const digests = [
    { hashAlg: "sha256", digest: toHex(await hash("sha256", toUtf8(measured))) },
    { hashAlg: "sm3_256", digest: "00".repeat(32) },
  ];
  return { pcr: 11, digests, content_type: "systemd", content: { string: text, eventType: "phase" }, ...more };
}

const framed = (text: string) => toUtf8(`\u001e${text}\n`);
const log = (...records: readonly Fields[]) => concatBytes(...records.map((one) => framed(JSON.stringify(one))));

const enter = await record("enter-initrd");
const leave = await record("leave-initrd");

describe("systemd's log", () => {
  test("replays its banks and proves the names of the phases", async () => {
    const outcome = await readBootLog(log(enter, leave));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    const { format, banks, otherBanks, events } = outcome.value;
    expect({ format, otherBanks }).toEqual({ format: "systemd", otherBanks: ["sm3_256"] });
    expect(events.map(({ component }) => component)).toEqual([
      { kind: "systemd-phase", name: "enter-initrd", authenticated: true },
      { kind: "systemd-phase", name: "leave-initrd", authenticated: true },
    ]);
    const first = await hash("sha256", new Uint8Array(32), await hash("sha256", toUtf8("enter-initrd")));
    const second = await hash("sha256", first, await hash("sha256", toUtf8("leave-initrd")));
    expect(banks.get("sha256")?.get(11)).toEqual(second);
  });

  test("does not vouch for a phase that was renamed, nor for a volume key", async () => {
    const key = await record(
      "cryptsetup:root:uuid",
      { pcr: 15, content: { string: "cryptsetup:root:uuid", eventType: "volume-key" } },
      "secret",
    );
    const outcome = await readBootLog(log(await record("ready", {}, "sysinit"), key));
    expect(outcome.ok && outcome.value.events.map(({ component }) => component)).toEqual([
      { kind: "systemd-phase", name: "ready", authenticated: false },
      { kind: "systemd-measurement", name: "cryptsetup:root:uuid", authenticated: false },
    ]);
  });

  const at = log(enter).length;
  const digest = "00".repeat(32);
  test.each([
    ["no register", { ...leave, pcr: undefined }, "pcr"],
    ["register 24", { ...leave, pcr: 24 }, "pcr"],
    ["a register as text", { ...leave, pcr: "11" }, "pcr"],
    ["no digests", { ...leave, digests: [] }, "digests"],
    ["other banks than before", { ...leave, digests: [{ hashAlg: "sha256", digest }] }, "digests"],
    [
      "one bank twice",
      {
        ...leave,
        digests: [
          { hashAlg: "sha256", digest },
          { hashAlg: "sha256", digest },
        ],
      },
      "digests.hashAlg",
    ],
    ["an unknown bank", { ...leave, digests: [{ hashAlg: "md5", digest }] }, "digests.hashAlg"],
    ["a short digest", { ...leave, digests: [{ hashAlg: "sha256", digest: "00" }] }, "digests.digest"],
    ["content that is text", { ...leave, content: "x" }, "content"],
    ["a name that is a number", { ...leave, content: { string: 1 } }, "content.string"],
  ])("is refused with %s", (_, second, field) => {
    expect(parseSystemdLog(log(enter, second))).toMatchObject({ ok: false, error: { field, offset: at } });
  });

  test.each([
    ["a key that stands twice", `{"pcr":12,${JSON.stringify(leave).slice(1)}`, "pcr"],
    ["no JSON", "{", "record"],
    ["no object", "[]", "record"],
    ["an abyss", `${"[".repeat(30_000)}${"]".repeat(30_000)}`, "record"],
    ["an endless record", " ".repeat(70_000), "record"],
  ])("is refused with %s", (_, text, field) => {
    const outcome = parseSystemdLog(concatBytes(log(enter), framed(text)));
    expect(outcome).toMatchObject({ ok: false, error: { field, offset: at } });
  });

  test("cut anywhere but between two records is refused", () => {
    const whole = log(enter, leave);
    const readable = Array.from(whole.keys(), (length) => length + 1).filter(
      (length) => parseSystemdLog(whole.subarray(0, length)).ok,
    );
    expect(readable).toEqual([at, whole.length]);
    expect(parseSystemdLog(new Uint8Array()).ok).toBe(false);
  });

  test("random and changed bytes end in a value or an error", () => {
    const whole = log(enter, leave);
    const inputs = fc.oneof(
      fc.json().map(framed),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => concatBytes(log(enter), bytes)),
      fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([offset, value]) => whole.with(offset, value)),
    );
    const property = fc.property(inputs, (bytes) => {
      const outcome = parseSystemdLog(bytes);
      return outcome.ok ? outcome.value.length > 0 : outcome.error.field !== "" && outcome.error.offset <= bytes.length;
    });
    expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow();
  });
});
