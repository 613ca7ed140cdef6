import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formsOf } from "./forms.ts";
import { createSearch, searchBytes, searchFolder, searchMemory } from "./search.ts";

const secret = "tegata to watashibune";
const forms = formsOf(secret);
const text = fc.string({ minLength: 0, maxLength: 40 });

describe("a search for a secret", () => {
  test.each([
    ["utf-8", (all: Buffer) => all],
    ["utf-16", (all: Buffer) => Buffer.from(all.toString("latin1"), "utf16le")],
    ["hex", (all: Buffer) => Buffer.from(all.toString("hex"))],
    ["base64", (all: Buffer) => Buffer.from(all.toString("base64"))],
    ["base64url", (all: Buffer) => Buffer.from(all.toString("base64url"))],
  ] as const)("finds it in %s, whatever stands around it", (name, encode) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
        const bytes = encode(Buffer.concat([before, Buffer.from(secret), after]));
        const found = searchBytes("here", bytes, forms).map(({ form }) => form);
        expect(found.some((form) => form.startsWith(name))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("finds nothing where it is not", () => {
    fc.assert(
      fc.property(text, (other) => {
        expect(searchBytes("here", Buffer.from(`${other}|${secret.slice(1)}`), forms)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("finds what is cut in two", () => {
    for (let at = 1; at < secret.length; at++) {
      const search = createSearch("here", forms);
      search.look(Buffer.from(`before ${secret.slice(0, at)}`));
      search.look(Buffer.from(`${secret.slice(at)} after`));
      expect(search.findings).toEqual([{ place: "here", form: "utf-8" }]);
    }
  });
});

describe("a folder and a process that hold a secret", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sekisho-search-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("are told from those that don't", async () => {
    const file = join(folder, "log");
    await writeFile(file, "nothing");
    expect(await searchFolder(folder, forms)).toEqual([]);
    await writeFile(file, `so ${secret} it is`);
    expect(await searchFolder(folder, forms)).toEqual([{ place: file, form: "utf-8" }]);
  });

  test.skipIf(process.platform !== "linux")("by the process's memory", async () => {
    // The secret reaches it by its standard input, since its arguments are in its memory too.
    const program =
      "process.stdin.once('data', (kept) => { globalThis.kept = kept; console.log('read'); setInterval(() => kept, 1000); })";
    const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      const { pid = 0 } = child;
      child.stdin.write("another one entirely");
      await once(child.stdout, "data");
      const without = await searchMemory(pid, forms);
      if (without === undefined) return;
      expect(without).toEqual([]);
      const other = await searchMemory(pid, formsOf("another one entirely"));
      expect(other?.length).toBeGreaterThan(0);
    } finally {
      child.kill();
    }
  });
});
