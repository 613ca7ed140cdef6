import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeCryptoAgileLog } from "../testing/write-log.ts";
import { parseCelLog, readBootLog, recogniseBootLog } from "../index.ts";

const field = (type: number, value: Uint8Array): Uint8Array =>
  new ByteWriter().u8(type).u32be(value.length).bytes(value).finish();
const number = (value: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  bytes[size - 1] = value;
  return bytes;
};

type Record = {
  readonly at: number;
  readonly pcr: number;
  readonly digested: Uint8Array;
  readonly content: Uint8Array;
};

async function record({ at, pcr, digested, content }: Record): Promise<Uint8Array> {
  const digests = concatBytes(field(4, await hash("sha1", digested)), field(11, await hash("sha256", digested)));
  return concatBytes(field(0, number(at, 8)), field(1, number(pcr, 1)), field(3, digests), content);
}

const event = (type: number, data: Uint8Array): Uint8Array =>
  field(5, concatBytes(field(0, number(type, 4)), field(1, data)));
const withLength = (bytes: Uint8Array) => concatBytes(new ByteWriter().u32le(bytes.length).finish(), bytes);

const action = toUtf8("Calling EFI Application from Boot Option");
const imaData = concatBytes(withLength(toUtf8("sha256:\0abc")), withLength(toUtf8("/bin/true\0")));
const cosEvent = field(80, concatBytes(field(0, toUtf8("image"))));
const first = await record({ at: 3, pcr: 4, digested: action, content: event(5, action) });
const second = await record({
  at: 4,
  pcr: 10,
  digested: imaData,
  content: field(7, concatBytes(field(0, toUtf8("ima-ng")), field(1, imaData))),
});
const third = await record({ at: 5, pcr: 8, digested: cosEvent, content: cosEvent });
const plain = toUtf8("management");
const fourth = await record({ at: 6, pcr: 4, digested: field(4, plain), content: field(4, plain) });
const none = await record({ at: 7, pcr: 0, digested: action, content: event(3, action) });
const log = concatBytes(first, second, third, fourth, none);

async function read(bytes: Uint8Array) {
  const outcome = await readBootLog(bytes);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

describe("a Canonical Event Log in TLV form", () => {
  test("is recognised, and gives events by component", async () => {
    expect(recogniseBootLog(log)).toBe("cel");
    expect(recogniseBootLog(writeCryptoAgileLog([[11, 32]], []))).toBe("tcg");
    const { format, events } = await read(log);
    expect(format).toBe("cel");
    expect(events.map(({ type, register, component }) => [type, register, component])).toEqual([
      ["EV_ACTION", 4, { kind: "action", name: new TextDecoder().decode(action), authenticated: true }],
      ["ima-ng", 10, { kind: "file", name: "/bin/true", authenticated: true }],
      ["content 80", 8, { kind: "other", name: "", authenticated: false }],
      ["cel", 4, { kind: "other", name: "management", authenticated: true }],
      ["EV_NO_ACTION", 0, { kind: "information", name: "Calling EFI Appl", authenticated: false }],
    ]);
  });

  test("replays in every bank, without what extends nothing", async () => {
    const { banks } = await read(log);
    const once = await hash("sha256", new Uint8Array(32), await hash("sha256", action));
    const twice = await hash("sha256", once, await hash("sha256", field(4, plain)));
    expect(toHex(banks.get("sha256")?.get(4) ?? new Uint8Array())).toBe(toHex(twice));
    expect([...banks.keys()]).toEqual(["sha1", "sha256"]);
    expect(banks.get("sha1")?.get(0)).toBeUndefined();
  });

  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ["nothing", () => new Uint8Array(), "recnum type"],
    ["a record taken out", () => concatBytes(first, third), "recnum"],
    ["an NV index", () => concatBytes(field(0, number(0, 8)), field(2, number(0, 4))), "pcr type"],
    ["no such PCR", () => record({ at: 0, pcr: 24, digested: action, content: cosEvent }), "pcr"],
    ["a record number of nine bytes", () => field(0, number(0, 9)), "recnum"],
    [
      "other banks than before",
      async () => {
        const only = field(3, field(11, await hash("sha256", action)));
        return concatBytes(first, field(0, number(4, 1)), field(1, number(4, 1)), only, cosEvent);
      },
      "digests",
    ],
    [
      "an unknown bank",
      () => concatBytes(field(0, number(4, 1)), field(1, number(4, 1)), field(3, field(99, action))),
      "digests.hashAlg",
    ],
    [
      "a digest of another length",
      () => concatBytes(field(0, number(4, 1)), field(1, number(4, 1)), field(3, field(11, action))),
      "digests.digest length",
    ],
  ])("%s is refused", async (_, bytes, name) => {
    const outcome = parseCelLog(await bytes());
    expect(outcome.ok ? "read" : outcome.error.field).toBe(name);
  });

  test("cut, flipped and random bytes end in a typed error, or in a log with other events", () => {
    const ends = new Set(
      [first.length, second.length, third.length, fourth.length].map((_, index, all) =>
        all.slice(0, index + 1).reduce((sum, length) => sum + length, 0),
      ),
    );
    for (let length = 0; length < log.length; length++) {
      expect(parseCelLog(log.slice(0, length)).ok).toBe(ends.has(length));
    }
    fc.assert(
      fc.property(fc.nat(log.length * 8 - 1), fc.uint8Array({ maxLength: 200 }), (bit, random) => {
        const changed = log.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const before = parseCelLog(log);
        expect(parseCelLog(changed)).not.toEqual(before);
        expect(parseCelLog(random)).not.toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
});
