import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { writeTestMachine } from "@sekisho/launch/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createContext } from "../context.ts";
import { main } from "../main.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-lab-"));
  await Promise.all([testAuthority("Genoa"), testIntelAuthority()]);
  const keys = fileURLToPath(new URL("../../../../.cache/lab-ca/trusted", import.meta.url));
  await cp(keys, join(directory, "ca"), { recursive: true });
});
afterEach(() => rm(directory, { recursive: true }));

async function sekisho(...words: string[]): Promise<{ status: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main([...words, "--directory", directory], context);
  return { status, output, errors };
}

it("starts a lab in the background, finds it again, and stops it", async () => {
  expect(JSON.parse((await sekisho("lab", "status", "--json")).output)).toEqual({ running: false });

  const started = await sekisho("lab", "up", "--detach", "--json");
  expect(started.status).toBe(0);
  const { rootDigest } = await testAuthority("Genoa");
  expect(JSON.parse(started.output)).toMatchObject({ running: true, rootDigest });

  const found = await sekisho("lab", "status");
  expect(found.output).toContain(`Root of AMD's part: ${rootDigest}`);
  const { rootDigest: intelRootDigest } = await testIntelAuthority();
  expect(found.output).toContain(`Root of Intel's part: ${intelRootDigest}`);
  expect(found.output).toContain("No default policy trusts these roots");

  const second = await sekisho("lab", "up");
  expect(second.status).toBe(2);
  expect(second.errors).toContain("A lab runs in");

  expect((await sekisho("lab", "down")).output).toContain("The lab is down.");
  expect((await sekisho("lab", "down")).output).toContain("No lab runs in");
});

it.each([["--unmeasured"], ["--vmpl", "1"]])("has no %s for a TD", async (...words) => {
  const { machine, path } = await writeTestMachine(join(directory, "machine"));
  await writeFile(path, JSON.stringify({ ...machine, technology: "tdx", referenceValues: [] }));
  const refused = await sekisho("lab", "up", "--machine", path, ...words);
  expect(refused.status).toBe(2);
  expect(refused.errors).toContain(`${words[0]} means nothing for this machine, whose technology is tdx`);
  expect((await sekisho("lab", "down")).output).toContain("No lab runs in");
});

it("refuses a family that it does not know, and a port that is none", async () => {
  expect((await sekisho("lab", "up", "--product", "Zen")).status).toBe(2);
  expect((await sekisho("lab", "up", "--port", "65536")).status).toBe(2);
});
