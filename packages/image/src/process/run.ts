import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import process from "node:process";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { debianPackages, systemFolders, type Tool } from "./tools.ts";

/** How to run a tool. Secrets go through `stdin` or `files`, never through arguments or the environment. */
export type RunOptions = {
  /** Bytes for standard input; without them it is empty. */
  readonly stdin?: Uint8Array | undefined;
  /** Open file descriptors that the tool finds as `/dev/fd/3`, `/dev/fd/4`, and so on. */
  readonly files?: readonly number[];
  /** Added to a small fixed environment: of the caller's own only what tools need to reach the network. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** Called with every line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
};

export type Finished = { readonly stdout: Buffer; readonly stderr: string };

/** A tool ended with another status than 0. */
export class ToolError extends ImageError {
  readonly tool: string;
  readonly status: number | null;
  readonly stderr: string;

  constructor(tool: string, status: number | null, stderr: string) {
    const last = tellingLines(stderr);
    super(message("image.tool.failed", { tool, status: status ?? "signal", text: last === "" ? "–" : last }));
    this.tool = tool;
    this.status = status;
    this.stderr = stderr;
  }
}

const keptStderr = 64 * 1024;
const passedOn = ["HOME", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "ftp_proxy", "APT_CONFIG"];

/**
 * Finds a tool's file in PATH and the system's own folders.
 *
 * @throws ImageError `image.tool.absent`, which names the Debian package to install
 */
export async function findTool(tool: Tool, folders: readonly string[] = searchedFolders()): Promise<string> {
  for (const folder of folders) {
    const path = join(folder, tool);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new ImageError(message("image.tool.absent", { tool, package: debianPackages[tool] }));
}

function searchedFolders(): string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), ...systemFolders].filter((folder) => folder !== "");
}

/**
 * Runs a tool with an array of arguments: there is no shell between.
 *
 * @throws ImageError when the tool is not installed
 * @throws ToolError when it ends with another status than 0; `stderr` holds its last 64 KiB
 */
export async function run(tool: Tool, words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const path = await findTool(tool);
  const { status, stdout, stderr } = await finish(path, words, options);
  if (status !== 0) throw new ToolError(tool, status, stderr);
  return { stdout, stderr };
}

type Ended = { status: number | null; stdout: Buffer; stderr: string };

function finish(path: string, words: readonly string[], options: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { stdin, files = [], environment = {}, folder, signal, onLine } = options;
    const child = spawn(path, words, {
      stdio: ["pipe", "pipe", "pipe", ...files],
      env: { ...baseEnvironment(), ...environment },
      ...(folder === undefined ? {} : { cwd: folder }),
      ...(signal === undefined ? {} : { signal }),
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    let line = "";
    child.stdout?.on("data", (bytes: Buffer) => stdout.push(bytes));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-keptStderr);
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const whole of lines) onLine?.(whole);
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout: Buffer.concat(stdout), stderr }));
    // A tool that ends without reading all of its input says why on standard error.
    child.stdin?.on("error", () => {});
    child.stdin?.end(stdin);
  });
}

function baseEnvironment(): Record<string, string> {
  const path = searchedFolders().join(delimiter);
  const kept = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), PATH: path, LC_ALL: "C.UTF-8" };
}

/** What apt and mmdebstrap mark as errors, the first of which is the cause; of others the end. */
function tellingLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => line.startsWith("E: "));
  const told = errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3);
  return told.join(" | ").slice(-600);
}
