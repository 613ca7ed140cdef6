import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointBody, encodeNote, logOriginOf, noteKeyId, parseCheckpoint, parseNote, verifyNote } from "./index.ts";

const spkiStart = Buffer.from("302a300506032b6570032100", "hex");

/** The example of Go's package sumdb/note, on which C2SP signed-note is built. */
const goNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
const goKey = Buffer.concat([
  spkiStart,
  Buffer.from("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "base64").subarray(1),
]);

function makeKey(): { spki: Buffer; sign: (text: string) => Buffer } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return { spki, sign: (text) => sign(null, Buffer.from(text), privateKey) };
}

const origin = "gate.example:8443/log";
const root = new Uint8Array(32).fill(7);
const body = checkpointBody({ origin, size: 12, root });
const [ours, other] = [makeKey(), makeKey()];

async function signature(key: typeof ours, text = body, name = origin) {
  return { name, keyId: await noteKeyId(name, key.spki), signature: new Uint8Array(key.sign(text)) };
}

describe("a note", () => {
  test("that Go's package shows is verified, by the key identifier that it shows", async () => {
    expect(Buffer.from(await noteKeyId("PeterNeumann", goKey)).toString("hex")).toBe("c74f20a3");
    const parsed = parseNote(goNote);
    if (!parsed.ok) throw new Error(parsed.error.field);
    expect(await verifyNote(parsed.value, "PeterNeumann", [goKey])).toEqual(goKey);
    expect(encodeNote(parsed.value)).toBe(goNote);
    const changed = parseNote(goNote.replace("is the", "is  the"));
    if (!changed.ok) throw new Error(changed.error.field);
    expect(await verifyNote(changed.value, "PeterNeumann", [goKey])).toBe("forged");
  });

  test("counts as signed by a known key only; what others sign beside it is left aside", async () => {
    const both = { body, signatures: [await signature(other), await signature(ours)] };
    expect(await verifyNote(both, origin, [ours.spki])).toEqual(ours.spki);
    expect(await verifyNote({ body, signatures: [await signature(other)] }, origin, [ours.spki])).toBe("unknown-key");
    expect(await verifyNote(both, "another.example/log", [ours.spki])).toBe("unknown-key");
    expect(await verifyNote(both, origin, [])).toBe("unknown-key");
  });

  test("with a forgery in the name of a known key is refused, whoever else signed it", async () => {
    const forged = { ...(await signature(ours)), signature: new Uint8Array(other.sign(body)) };
    const note = { body, signatures: [await signature(other), forged] };
    expect(await verifyNote(note, origin, [other.spki, ours.spki])).toBe("forged");
  });
});

describe("a checkpoint", () => {
  test("is written as C2SP tlog-checkpoint says, and read again", async () => {
    expect(body).toBe(`gate.example:8443/log\n12\n${Buffer.from(root).toString("base64")}\n`);
    const text = encodeNote({ body, signatures: [await signature(ours)] });
    const parsed = parseCheckpoint(text);
    expect(parsed).toMatchObject({ ok: true, value: { checkpoint: { origin, size: 12, root }, note: { body } } });
  });

  test("may have more lines, which are signed too", async () => {
    const longer = `${body}time 12\n`;
    const parsed = parseCheckpoint(encodeNote({ body: longer, signatures: [await signature(ours, longer)] }));
    if (!parsed.ok) throw new Error(parsed.error.field);
    expect(parsed.value.checkpoint.size).toBe(12);
    expect(await verifyNote(parsed.value.note, origin, [ours.spki])).toEqual(ours.spki);
  });

  const line = "— gate.example AAAAAAA=\n";
  const hash = Buffer.from(root).toString("base64");
  test.each([
    ["", "note"],
    ["a\n1\n", "note"],
    [`a\n1\n${hash}\n\n`, "signature"],
    [`a\n1\n${hash}\n\n${line.trimEnd()}`, "signature"],
    [`a\n1\n${hash}\n\n- gate.example AAAAAAA=\n`, "signature"],
    [`a\n1\n${hash}\n\n— gate+example AAAAAAA=\n`, "signature"],
    [`a\n1\n${hash}\n\n— gate.example AAAAAA==\n`, "signature"],
    [`a\n1\n${hash}\n\n${line.repeat(17)}`, "signature"],
    [`a\n1\n${hash}\r\n\n${line}`, "note"],
    [`a\n1\n${hash}\n${"x".repeat(17_000)}\n\n${line}`, "note"],
    [`\n1\n${hash}\n\n${line}`, "origin"],
    [`a\n01\n${hash}\n\n${line}`, "size"],
    [`a\n-1\n${hash}\n\n${line}`, "size"],
    [`a\n9007199254740993\n${hash}\n\n${line}`, "size"],
    [`a\n1\n${hash.slice(4)}\n\n${line}`, "root"],
    [`a\n1\n\n${line}`, "root"],
    [`a\n1\n${hash}\n\nx\n\n${line}`, "extension"],
  ])("%# that breaks its format is refused, with the field", (text, field) => {
    const parsed = parseCheckpoint(text);
    expect(parsed).toMatchObject({ ok: false, error: { field } });
  });

  test("of random text, or one with a changed character, is refused or not signed", async () => {
    const text = encodeNote({ body, signatures: [await signature(ours)] });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
        async (at, piece) => {
          fc.pre(text.slice(at, at + piece.length) !== piece);
          const parsed = parseCheckpoint(text.slice(0, at) + piece + text.slice(at + piece.length));
          const signer = parsed.ok
            ? await verifyNote(parsed.value.note, parsed.value.checkpoint.origin, [ours.spki])
            : "malformed";
          expect(["malformed", "unknown-key", "forged"]).toContain(signer);
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (random) => {
        expect(parseCheckpoint(random).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

test("a log is named after the address of its gate", () => {
  expect(logOriginOf("https://gate.example:8443")).toBe("gate.example:8443/log");
  expect(logOriginOf("https://gate.example/")).toBe("gate.example/log");
  expect(logOriginOf("https://example.com/gates/one/")).toBe("example.com/gates/one/log");
});
