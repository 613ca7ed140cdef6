import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildGuestExecutable, type GuestExecutable } from "../build/index.ts";

const run = promisify(execFile);
let folder: string;
let built: GuestExecutable;
let agent: string;

beforeAll(async () => {
  built = await buildGuestExecutable();
  folder = await mkdtemp(join(tmpdir(), "sekisho-executable-"));
  // Away from the repository, nothing of node_modules can be found by accident.
  agent = join(folder, "sekisho-guest");
  await copyFile(built.path, agent);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Runs the executable with an environment of its own; gives its exit status and what it printed. */
async function call(words: readonly string[], env: Record<string, string> = {}): Promise<[number, string]> {
  try {
    const { stdout, stderr } = await run(agent, words, { env, cwd: folder });
    return [0, stdout + stderr];
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return [code, stdout + stderr];
  }
}

describe("the executable", () => {
  test("passes its self-test without node_modules and without an environment", async () => {
    const [status, said] = await call(["--self-test"]);
    expect(said).toContain("Self-test passed: SHA-256, Ed25519, HPKE.");
    expect(status).toBe(0);
  });

  test("is found again as it was built", async () => {
    const steps: string[] = [];
    expect(await buildGuestExecutable((step) => steps.push(step))).toEqual(built);
    expect(steps).toEqual(["bundle", "cached"]);
  });

  test("loads no code that its environment names", async () => {
    const file = join(folder, "evil.cjs");
    await writeFile(file, "process.stdout.write('evil'); process.exit(0);");
    expect(await call(["--version"], { NODE_OPTIONS: `--require ${file}` })).toEqual([0, "0.1.0\n"]);
  });

  test("ends with a status of its own for a missing and a broken configuration, and 2 for wrong usage", async () => {
    expect(await call([])).toEqual([10, "sekisho: /etc/sekisho/guest.json can't be read (ENOENT).\n"]);
    const file = join(folder, "guest.json");
    await writeFile(file, "{}");
    const [status, said] = await call(["--configuration", file]);
    expect(status).toBe(10);
    expect(said).toContain("guest.json can't be used: type:");
    expect((await call(["--debug"]))[0]).toBe(2);
    expect((await call(["--self-test", "x"]))[0]).toBe(2);
  });
});
