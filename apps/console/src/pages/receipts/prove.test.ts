import { generateKeyPairSync, sign } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import {
  appendLeaf,
  canonicalJson,
  checkpointBody,
  emptyFrontier,
  encodeEntryBundle,
  encodeNote,
  hashLeaf,
  noteKeyId,
  parseTilePath,
  rootOf,
  tileWidth,
  type Json,
  type LogEntry,
} from "@sekisho/release/log";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemory, type Memory } from "./memory.ts";
import { proveEntry, proveLog, type LogSource } from "./prove.ts";

const origin = "gate.example:8443/log";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const spki = new Uint8Array(publicKey.export({ format: "der", type: "spki" }));

function entry(number: number): LogEntry {
  const time = "2026-11-23T00:00:00.000Z";
  const actor = { kind: "owner" } as const;
  return { kind: "strangers", version: 1, time, actor, since: time, count: number + 1, firstNumber: 1, lastNumber: 2 };
}
const encode = (one: LogEntry): Uint8Array => toUtf8(canonicalJson(one as unknown as Json));

async function rootOfHashes(hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  let frontier = emptyFrontier;
  for (const hash of hashes) frontier = (await appendLeaf(frontier, hash)).frontier;
  return rootOf(frontier);
}

/** A log as a gate serves it: a signed checkpoint, tiles of hashes, bundles of entries. */
async function serve(leaves: readonly Uint8Array[], signer = privateKey): Promise<LogSource["read"]> {
  const hashes = await Promise.all(leaves.map(hashLeaf));
  const body = checkpointBody({ origin, size: leaves.length, root: await rootOfHashes(hashes) });
  const signature = new Uint8Array(sign(null, toUtf8(body), signer));
  const note = encodeNote({ body, signatures: [{ name: origin, keyId: await noteKeyId(origin, spki), signature }] });
  return async (path) => {
    if (path === "checkpoint") return toUtf8(note);
    const place = parseTilePath(path);
    if (place === undefined) throw new Error(`no tile ${path}`);
    const { level, index, width } = place;
    if (level === "entries") return encodeEntryBundle(leaves.slice(index * tileWidth, index * tileWidth + width));
    const each = tileWidth ** level;
    const roots = Array.from({ length: width }, (_, at) => (index * tileWidth + at) * each).map((first) =>
      rootOfHashes(hashes.slice(first, first + each)),
    );
    return new Uint8Array(Buffer.concat(await Promise.all(roots)));
  };
}

function storage(): Pick<Storage, "getItem" | "setItem"> & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function source(read: LogSource["read"], memory: Memory = createMemory(storage()), keys = [spki]): LogSource {
  return { read, memory, keys, gateUrl: "https://gate.example:8443", now: () => new Date("2026-11-23T12:00:00Z") };
}

const entries = Array.from({ length: 600 }, (_, number) => entry(number));
const log = (size: number): Promise<LogSource["read"]> => serve(entries.slice(0, size).map(encode));

describe("an entry", () => {
  test.each([
    [0, 1],
    [4, 7],
    [255, 256],
    [256, 257],
    [300, 600],
  ])("number %i of %i is found where the gate says it is", async (index, size) => {
    const found = await proveEntry(source(await log(size)), index, entry(index));
    expect(found).toMatchObject({ inclusion: "holds", log: { signature: { kind: "signed" } } });
    expect(new TextDecoder().decode(found.leaf)).toBe(canonicalJson(entry(index) as unknown as Json));
  });

  test("that the page was shown otherwise than it stands in the log is noticed", async () => {
    expect(await proveEntry(source(await log(7)), 4, entry(5))).toMatchObject({ inclusion: "fails" });
  });

  test("newer than the checkpoint is not there yet", async () => {
    expect(await proveEntry(source(await log(7)), 7, entry(7))).toMatchObject({ inclusion: "not-yet" });
  });

  test("whose tiles were changed by one bit, anywhere, does not hold", async () => {
    const honest = await log(9);
    const path = fc.constantFrom("tile/0/000.p/9", "tile/entries/000.p/9");
    await fc.assert(
      fc.asyncProperty(path, fc.nat(), async (changed, bit) => {
        const read: LogSource["read"] = async (asked) => {
          const bytes = Uint8Array.from(await honest(asked));
          if (asked !== changed) return bytes;
          const at = (bit >> 3) % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
          return bytes;
        };
        // What of a tile is not on the way of one entry is on that of another.
        const found = await Promise.all(entries.slice(0, 9).map((one, index) => proveEntry(source(read), index, one)));
        expect(found.some(({ inclusion }) => inclusion === "fails")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the signature", () => {
  test("of a key that is not the gate's is told", async () => {
    const other = generateKeyPairSync("ed25519");
    const key = new Uint8Array(other.publicKey.export({ format: "der", type: "spki" }));
    expect(await proveLog(source(await log(3), undefined, [key]))).toEqual({ signature: { kind: "unknown-key" } });
    expect(await proveLog(source(await serve([encode(entry(0))], other.privateKey)))).toEqual({
      signature: { kind: "forged" },
    });
  });

  test("under another log's name is told", async () => {
    const read = await log(3);
    const found = await proveLog({ ...source(read), gateUrl: "https://other.example" });
    expect(found).toEqual({ signature: { kind: "other-log", expected: "other.example/log", actual: origin } });
  });

  test("under something that is no checkpoint is told", async () => {
    expect(await proveLog(source(() => Promise.resolve(toUtf8("hello"))))).toEqual({
      signature: { kind: "unreadable" },
    });
  });
});

describe("the history", () => {
  test("is remembered, and a log that only grew continues it", async () => {
    const memory = createMemory(storage());
    expect((await proveLog(source(await log(5), memory))).history).toEqual({ kind: "first" });
    expect((await proveLog(source(await log(300), memory))).history).toMatchObject({
      kind: "continues",
      seen: { size: 5 },
    });
    expect((await proveLog(source(await log(300), memory))).history).toMatchObject({
      kind: "continues",
      seen: { size: 300 },
    });
  });

  test("that was rewritten or cut is noticed, every time", async () => {
    const memory = createMemory(storage());
    await proveLog(source(await log(5), memory));
    const rewritten = [entry(99), ...entries.slice(1, 9)].map(encode);
    for (const read of [await serve(rewritten), await log(4), await serve(rewritten)]) {
      expect((await proveLog(source(read, memory))).history).toMatchObject({ kind: "broken", seen: { size: 5 } });
    }
  });

  test("that can't be read in the browser's storage counts as never seen", async () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const seen = createMemory({ getItem: () => text, setItem: () => undefined }).recall(origin);
        expect(seen === undefined || seen.root.length === 32).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
