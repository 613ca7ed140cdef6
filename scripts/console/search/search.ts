import { createReadStream } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Form } from "./forms.ts";

/** Where a secret was found, and in which form. */
export type Finding = { readonly place: string; readonly form: string };

const mostAtOnce = 16 * 1024 * 1024;

/** Looks for forms in bytes that come one chunk after the other; a form may begin in one and end in the next. */
export function createSearch(
  place: string,
  forms: readonly Form[],
): {
  look(chunk: Uint8Array): void;
  readonly findings: readonly Finding[];
} {
  const longest = Math.max(...forms.map(({ bytes }) => bytes.length));
  const found = new Set<string>();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    look: (chunk) => {
      const bytes = Buffer.concat([rest, chunk]);
      for (const form of forms) if (bytes.includes(form.bytes)) found.add(form.name);
      rest = bytes.subarray(Math.max(0, bytes.length - longest + 1));
    },
    get findings() {
      return [...found].map((form) => ({ place, form }));
    },
  };
}

export function searchBytes(place: string, bytes: Uint8Array, forms: readonly Form[]): readonly Finding[] {
  const search = createSearch(place, forms);
  search.look(bytes);
  return search.findings;
}

export async function searchFile(path: string, forms: readonly Form[]): Promise<readonly Finding[]> {
  const search = createSearch(path, forms);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) search.look(chunk as Uint8Array);
  return search.findings;
}

/** Every file below a folder, whatever it is called. */
export async function searchFolder(folder: string, forms: readonly Form[]): Promise<readonly Finding[]> {
  const findings = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) findings.push(...(await searchFile(join(entry.parentPath, entry.name), forms)));
  }
  return findings;
}

/**
 * The memory of a process: all that it can write to, which is where a program's data is.
 *
 * @returns undefined where the system does not let this process look
 */
export async function searchMemory(pid: number, forms: readonly Form[]): Promise<readonly Finding[] | undefined> {
  const memory = await open(`/proc/${pid}/mem`).catch(() => undefined);
  if (memory === undefined) return undefined;
  try {
    const findings = [];
    for (const { name, start, end } of await writableRegions(pid)) {
      const search = createSearch(`memory ${name}`, forms);
      for (let at = start; at < end; at += mostAtOnce) {
        const buffer = Buffer.alloc(Math.min(mostAtOnce, end - at));
        const length = await readPages(memory, buffer, at);
        search.look(buffer.subarray(0, length));
      }
      findings.push(...search.findings);
    }
    return findings;
  } finally {
    await memory.close();
  }
}

async function readPages(
  memory: Awaited<ReturnType<typeof open>>,
  buffer: Uint8Array,
  position: number,
): Promise<number> {
  // Pages that are mapped but were never there can't be read: they hold nothing.
  return memory.read(buffer, 0, buffer.length, position).then(
    ({ bytesRead }) => bytesRead,
    () => 0,
  );
}

type Region = { readonly name: string; readonly start: number; readonly end: number };

async function writableRegions(pid: number): Promise<readonly Region[]> {
  const lines = (await readFile(`/proc/${pid}/maps`, "utf8")).trimEnd().split("\n");
  return lines.flatMap((line) => {
    const match = /^([0-9a-f]+)-([0-9a-f]+) rw.. \S+ \S+ \S+ *(.*)$/.exec(line);
    if (match === null) return [];
    const [, start = "", end = "", name = ""] = match;
    return [{ name: name === "" ? start : name, start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }];
  });
}
