import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";

/** What each room may import of the others. `docs/en/contributing.md` says why. */
const floors: Readonly<Record<string, readonly string[]>> = {
  messages: [],
  encoding: ["messages"],
  evidence: ["messages", "encoding"],
  endorsements: ["messages", "encoding", "evidence"],
  "reference-values": ["messages", "encoding"],
  appraisal: ["messages", "encoding", "evidence", "endorsements", "reference-values"],
  release: ["messages", "encoding", "reference-values"],
  verifier: ["messages", "encoding", "evidence", "endorsements", "reference-values", "appraisal", "release"],
  image: ["messages", "encoding", "evidence", "reference-values", "release"],
  launch: ["messages", "encoding", "reference-values", "release"],
  guest: ["messages", "encoding", "evidence", "reference-values", "release"],
  gate: ["messages", "encoding", "evidence", "endorsements", "reference-values", "appraisal", "release", "verifier"],
};
const everyPackage = [
  "messages",
  "encoding",
  "evidence",
  "endorsements",
  "reference-values",
  "appraisal",
  "release",
  "verifier",
  "image",
  "launch",
];
const apps: Readonly<Record<string, readonly string[]>> = {
  console: ["messages", "encoding", "evidence", "endorsements", "reference-values", "appraisal", "release", "verifier"],
  lab: [...everyPackage, "guest"],
  cli: [...everyPackage, "guest", "gate", "lab", "console"],
};
const allowed = { ...floors, ...apps };

/**
 * These also run in a browser, so nothing of Node.js may be in them; `endorsements/fetch`, the crypto room's own file, and what builds and hands
 * out the page excepted.
 */
const browserRooms = [
  "messages",
  "encoding",
  "evidence",
  "endorsements",
  "reference-values",
  "appraisal",
  "release",
  "verifier",
  "console",
];
const nodeOnly = [
  join("packages", "endorsements", "src", "fetch"),
  join("packages", "encoding", "src", "crypto", "node.ts"),
  join("apps", "console", "src", "assets"),
  join("apps", "console", "build"),
];

const root = join(import.meta.dirname, "..", "..");

async function sources(): Promise<{ path: string; room: string; imports: string[] }[]> {
  const found = [];
  for (const wing of ["packages", "apps"]) {
    for (const entry of await readdir(join(root, wing), { recursive: true, withFileTypes: true })) {
      const path = relative(root, join(entry.parentPath, entry.name));
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || isNoSource(path)) continue;
      const text = await readFile(join(root, path), "utf8");
      const imports = Array.from(text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g), ([, name = ""]) => name);
      found.push({ path, room: path.split(sep)[1] ?? "", imports });
    }
  }
  return found;
}

const isNoSource = (path: string) => /(?:^|[/\\])(?:node_modules|dist|\.dist-\w+)[/\\]/.test(path);
const isTest = (path: string) => /\.test\.tsx?$|[/\\]test(?:ing|-support)[/\\]/.test(path);
const files = await sources();

describe("imports point downwards only", () => {
  test("the house has been found", () => {
    expect(new Set(files.map((file) => file.room))).toEqual(new Set(Object.keys(allowed)));
  });

  test.each(Object.keys(allowed))("%s imports only what lies below it", (room) => {
    const wrong = files
      .filter((file) => file.room === room && !isTest(file.path))
      .flatMap((file) => file.imports.filter((name) => reachesUp(room, name)).map((name) => `${file.path} → ${name}`));
    expect(wrong).toEqual([]);
  });

  test("no file leaves its room by a relative path", () => {
    const wrong = files.flatMap(({ path, room, imports }) =>
      imports
        .filter((name) => name.startsWith("."))
        .filter(
          (name) =>
            !relative(root, join(root, path, "..", name))
              .split(sep)
              .slice(0, 2)
              .includes(room),
        )
        .filter(() => !isTest(path))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

test("rooms that run in a browser use nothing of Node.js", () => {
  const wrong = files
    .filter(({ path, room }) => browserRooms.includes(room) && !isTest(path))
    .filter(({ path }) => !nodeOnly.some((exempt) => path.startsWith(exempt)))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => name.startsWith("node:")).map((name) => `${path} → ${name}`),
    );
  expect(wrong).toEqual([]);
});

function reachesUp(room: string, name: string): boolean {
  const target = /^@sekisho\/([^/]+)/.exec(name)?.[1];
  return target !== undefined && target !== room && !(allowed[room] ?? []).includes(target);
}
