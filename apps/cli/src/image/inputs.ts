import { ImageError } from "@sekisho/image";
import { message } from "@sekisho/messages";
import { gateIdentitySchema, type GateIdentity } from "@sekisho/release";
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
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
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

/** What the image room can't work with is a matter of inputs: one sentence, exit status 2. */
export async function withImageErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ImageError) throw new UsageError(error.problem);
    throw error;
  }
}
