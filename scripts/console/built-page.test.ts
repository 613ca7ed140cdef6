import { brotliDecompressSync } from "node:zlib";
import { readConsoleAssets, type Assets } from "@sekisho/console/assets";
import { buildConsole } from "@sekisho/console/build";
import { beforeAll, expect, test } from "vitest";

let assets: Assets;
beforeAll(async () => {
  await buildConsole();
  assets = (await readConsoleAssets()) ?? new Map();
}, 120_000);

const textOf = (path: string): string => Buffer.from(assets.get(path)?.bytes ?? []).toString("utf8");
const inHtml = (attribute: string): string[] =>
  Array.from(textOf("/index.html").matchAll(new RegExp(`${attribute}="([^"]+)"`, "g")), ([, value = ""]) => value);

test("a page that is built already is not built again", async () => {
  // Somebody may be at work on its sources, so that the first call builds; what it built is then there.
  await buildConsole();
  expect((await buildConsole()).anew).toBe(false);
});

test("the page has nothing inline, and takes everything from its own place", () => {
  const html = textOf("/index.html");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  const places = [...inHtml("src"), ...inHtml("href")];
  expect(places.length).toBeGreaterThan(2);
  for (const place of places) {
    expect(place).toMatch(/^\/assets\//);
    expect(assets.has(place)).toBe(true);
  }
});

test("its first script waits with the first paint, for language and look", () => {
  expect(textOf("/index.html")).toMatch(/<script type="module" blocking="render"/);
});

test("no script makes code or markup from text", () => {
  for (const path of [...assets.keys()].filter((name) => name.endsWith(".js"))) {
    expect(`${path}: ${textOf(path)}`).not.toMatch(/\beval\(|insertAdjacentHTML|document\.write/);
  }
});

test("every file is there under Brotli, too, and keeps its name only as long as its content", () => {
  for (const [path, { bytes, brotli, immutable, type }] of assets) {
    expect(Buffer.compare(brotliDecompressSync(brotli), bytes)).toBe(0);
    expect(immutable).toBe(path !== "/index.html");
    expect(type).not.toBe("");
    expect(/-[\w-]{8}\.\w+$/.test(path)).toBe(immutable);
  }
});

test("what the page needs before it can draw anything is small", () => {
  const first = new Set(["/index.html", ...inHtml("src"), ...inHtml("href")]);
  const size = [...first].reduce((sum, path) => sum + (assets.get(path)?.brotli.length ?? 0), 0);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(80_000);
});
