import { randomBytes } from "node:crypto";
import process from "node:process";
import { describe, expect, test, vi } from "vitest";
import { ImageError } from "../image-error.ts";
import { wrapperWords } from "./as-root.ts";
import { findTool, run, ToolError } from "./run.ts";
import { withSecretFile } from "./secret-file.ts";

describe("running a tool", () => {
  test("hands over arguments as they are, without a shell", async () => {
    const { stdout } = await run("sh", ["-c", 'printf %s "$1"', "sh", "$(id); `id` 'x' \"y\""]);
    expect(stdout.toString()).toBe("$(id); `id` 'x' \"y\"");
  });

  test("hands over standard input, and shows lines of standard error as they come", async () => {
    const lines: string[] = [];
    const bytes = randomBytes(300_000);
    const { stdout } = await run("sh", ["-c", "cat; echo one >&2; echo two >&2"], {
      stdin: bytes,
      onLine: (line) => lines.push(line),
    });
    expect(stdout.equals(bytes)).toBe(true);
    expect(lines).toEqual(["one", "two"]);
  });

  test("a failure carries the status and the tool's own last words", async () => {
    const failure = await run("sh", ["-c", "echo the disk is full >&2; exit 5"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ToolError);
    expect(failure).toMatchObject({ status: 5, problem: { values: { tool: "sh", text: "the disk is full" } } });
  });

  test("a failure of apt or mmdebstrap is told by what they mark as errors, the first one first", async () => {
    const said = [
      "I: starting",
      "E: Release file is expired",
      "E: apt-get update failed",
      "I: one",
      "I: two",
      "I: three",
    ];
    const script = said.map((line) => `echo '${line}' >&2`).join("; ");
    const failure = await run("sh", ["-c", `${script}; exit 25`]).catch((error: unknown) => error);
    const text = "E: Release file is expired | E: apt-get update failed";
    expect(failure).toMatchObject({ problem: { values: { text } } });
  });

  test("passes on nothing of the caller's environment that tools don't need", async () => {
    vi.stubEnv("SEKISHO_TEST_SECRET", "hidden");
    try {
      const { stdout } = await run("sh", ["-c", "set"]);
      expect(stdout.toString()).not.toContain("hidden");
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("an absent tool is named with the package that brings it", async () => {
    const failure = await findTool("cryptsetup", ["/nonexistent"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ImageError);
    expect(failure).toMatchObject({
      problem: { id: "image.tool.absent", values: { tool: "cryptsetup", package: "cryptsetup-bin" } },
    });
  });

  test("a tool is found in the system's own folders too, which an ordinary user's PATH lacks", async () => {
    vi.stubEnv("PATH", "");
    try {
      expect(await findTool("sh")).toMatch(/\/bin\/sh$/);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

test("a secret file is read through its descriptor, and has no name", async () => {
  const secret = randomBytes(40);
  await withSecretFile(secret, async (descriptor) => {
    const { stdout } = await run("sh", ["-c", "cat /dev/fd/3"], { files: [descriptor] });
    expect(stdout.equals(secret)).toBe(true);
    const { stdout: name } = await run("sh", ["-c", `readlink /proc/${process.pid}/fd/${descriptor}`]);
    expect(name.toString()).toMatch(/ \(deleted\)\n$/);
  });
});

test("root needs no user namespace; others get one with their subordinate users", () => {
  expect(wrapperWords({ root: true, isolated: false })).toEqual([]);
  expect(wrapperWords({ root: true, isolated: true })).not.toContain("--user");
  expect(wrapperWords({ root: false, isolated: false })).toEqual(["--user", "--map-root-user", "--map-auto"]);
});
