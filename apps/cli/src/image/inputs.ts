import process from "node:process";
import { ImageError } from "@sekisho/image";
import { message } from "@sekisho/messages";
import { firstIssue, gateIdentitySchema, type GateIdentity } from "@sekisho/release";
import { z } from "zod";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Reads `gate.json`.
 *
 * @throws UsageError when it is none
 */
export async function readGate(path: string): Promise<GateIdentity> {
  const content = await readInput(path, 65_536);
  try {
    return gateIdentitySchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(message("image.file.not-json", { path }));
    const reason = error instanceof z.ZodError ? firstIssue(error) : String(error);
    throw new UsageError(message("image.file.malformed", { path, reason }));
  }
}

/** The lines of public key files, as `authorized_keys` takes them. */
export async function readSshKeys(paths: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const path of paths) {
    const text = Buffer.from(await readInput(path, 65_536)).toString("utf8");
    const keys = text.split("\n").filter((line) => /^(?:ssh|ecdsa|sk)-/.test(line));
    if (keys.length === 0) throw new UsageError(message("cli.image.no-ssh-key", { path }));
    lines.push(...keys);
  }
  return lines;
}

/**
 * What the image room can't work with is a matter of inputs: one sentence, exit status 2.
 *
 * Ctrl-C ends the tool that runs, and with it the work, which then clears away what it began, an unencrypted filesystem among
 * it; a second Ctrl-C ends the program at once.
 */
export async function withImageErrors(work: () => Promise<void>): Promise<void> {
  let stopped = false;
  const interrupted = (): void => {
    stopped = true;
    process.once("SIGINT", leave);
  };
  process.once("SIGINT", interrupted);
  try {
    await work();
  } catch (error) {
    if (stopped) throw new UsageError(message("cli.image.interrupted"));
    if (error instanceof ImageError) throw new UsageError(error.problem);
    throw error;
  } finally {
    process.off("SIGINT", interrupted).off("SIGINT", leave);
  }
}

function leave(): void {
  process.exit(interruptedStatus);
}

/** 128 + SIGINT, as shells count. */
const interruptedStatus = 130;
