import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-console-command-"));
  await writeFile(join(folder, "machine.json"), "{}");
  await writeFile(join(folder, "policy.yaml"), "version: [");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) => sekisho("console", "--no-open", "--socket", join(folder, "s"), ...words);

describe("sekisho console refuses", () => {
  test.each(["x", "65536", "-1", "1.5"])("port %s", async (port) => {
    const { status, errors } = await run(`--port=${port}`);
    expect([status, errors]).toEqual([2, expect.stringContaining("expected a number from 0 to 65535")]);
  });

  test("a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const { status, errors } = await run("--port", `${port}`);
    other.close();
    expect([status, errors]).toEqual([2, expect.stringContaining("EADDRINUSE")]);
  });

  test("a machine.json that is none, before anything is served", async () => {
    const { status, errors, output } = await run("--machine", join(folder, "machine.json"));
    expect([status, output]).toEqual([2, ""]);
    expect(errors).toContain("machine.json");
  });

  test("a policy that can't be read", async () => {
    const { status, errors } = await run("--policy", join(folder, "policy.yaml"));
    expect([status, errors]).toEqual([2, expect.stringContaining("policy.yaml")]);
  });

  test("a token without the gate that it is for", async () => {
    const { status, errors } = await run("--token-file", join(folder, "token"));
    expect([status, errors]).toEqual([2, expect.stringContaining("--gate")]);
  });
});
