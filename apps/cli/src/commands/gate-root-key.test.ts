import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-root-key-"));
  await writeFile(join(folder, "passphrase"), "correct horse battery staple\nand more\n");
  await writeFile(join(folder, "other"), "another passphrase\n");
  await writeFile(join(folder, "short"), "short\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const protection = async (data: string): Promise<string> =>
  (JSON.parse(await readFile(join(data, "keys", "root-key.json"), "utf8")) as { protection: { kind: string } })
    .protection.kind;

test("a new gate's root key is sealed unless told otherwise", async () => {
  const data = at("sealed");
  const init = (...words: string[]) => sekisho("gate", "init", "--data", data, ...words);
  expect(await init()).toMatchObject({ status: 2, errors: expect.stringContaining("--root-key file") });
  expect(await init("--root-passphrase-file", at("short"))).toMatchObject({
    status: 2,
    errors: expect.stringContaining("too short"),
  });
  const both = await init("--root-key", "file", "--root-passphrase-file", at("passphrase"));
  expect(both).toMatchObject({ status: 2, errors: expect.stringContaining("needs no passphrase") });
  expect((await init("--root-passphrase-file", at("passphrase"))).status).toBe(0);
  expect(await protection(data)).toBe("passphrase");
  const serve = await sekisho("gate", "serve", "--data", data, "--root-passphrase-file", at("other"));
  expect(serve).toMatchObject({ status: 2, errors: expect.stringContaining("does not open the root key") });
});

test("it can be sealed, sealed anew and left to its file", async () => {
  const data = at("plain");
  expect((await sekisho("gate", "init", "--data", data, "--root-key", "file")).status).toBe(0);
  expect(await protection(data)).toBe("file");
  const known = ["--root-passphrase-file", at("passphrase")];
  const seal = ["gate", "root-key", "seal", "--data", data];
  expect((await sekisho(...seal, "--new-passphrase-file", at("passphrase"))).status).toBe(0);
  expect(await protection(data)).toBe("passphrase");
  expect((await sekisho(...seal, ...known, "--new-passphrase-file", at("other"))).status).toBe(0);
  const unseal = ["gate", "root-key", "unseal", "--data", data];
  expect((await sekisho(...unseal, ...known)).status).toBe(2);
  const done = await sekisho(...unseal, "--root-passphrase-file", at("other"), "--lang", "ja");
  expect(done).toMatchObject({ status: 0, output: expect.stringContaining("アクセス権だけ") });
  expect(await protection(data)).toBe("file");
});

test("options of the page for people are told apart", async () => {
  const serve = (...words: string[]) =>
    sekisho("gate", "serve", "--data", at("never"), "--root-key", "file", "--listen", "127.0.0.1:0", ...words);
  expect(await serve("--origin", "https://gate.example")).toMatchObject({
    status: 2,
    errors: expect.stringContaining("add --console HOST:PORT"),
  });
  expect(await serve("--console", "127.0.0.1:0", "--tls-cert", at("short"))).toMatchObject({
    status: 2,
    errors: expect.stringContaining("go together"),
  });
  expect(await serve("--console", "127.0.0.1:0", "--origin", "gate.example")).toMatchObject({
    status: 2,
    errors: expect.stringContaining("is not a URL"),
  });
});
