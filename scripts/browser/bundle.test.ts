import { describe, expect, test } from "vitest";
import { browserEntryPoints, bundleForBrowser } from "./bundle.ts";

const entryPoints = await browserEntryPoints();

describe("a bundle for browsers", () => {
  test("covers every room that runs there", () => {
    expect(entryPoints).toEqual(expect.arrayContaining(["@sekisho/messages", "@sekisho/encoding/crypto"]));
    expect(entryPoints.length).toBeGreaterThan(20);
    expect(entryPoints.filter((name) => name.includes("fetch"))).toEqual([]);
  });

  test.each(entryPoints)("of %s leaves nothing to be imported", async (name) => {
    const bundle = await bundleForBrowser(`import * as room from ${JSON.stringify(name)}; globalThis.room = room;`);
    expect(bundle).not.toMatch(/["']node:|\brequire\(["']/);
    // A library may look whether globalThis has one, as cborg does.
    expect(bundle).not.toMatch(/(?<!globalThis\.)\b(?:Buffer\.(?:from|alloc|concat)|process\.(?:env|stderr|stdout))\b/);
  });

  test.each(["node:crypto", "@sekisho/endorsements/fetch"])("of %s can't be made", async (name) => {
    await expect(bundleForBrowser(`import ${JSON.stringify(name)};`)).rejects.toThrow(/Could not resolve "node:/);
  });
});
