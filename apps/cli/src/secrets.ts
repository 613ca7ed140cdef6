import { randomBytes } from "node:crypto";
import process from "node:process";
import { isCancel, password } from "@clack/prompts";
import { message } from "@sekisho/messages";
import type { Context } from "./context.ts";
import { readInput } from "./files.ts";
import { UsageError } from "./usage-error.ts";

const randomKeyBytes = 32;
const longestSecret = 4096;

/** A disk key of 32 random bytes. */
export function generateKey(): Uint8Array {
  return randomBytes(randomKeyBytes);
}

/** A disk key as a file holds it, every byte of it. */
export async function readKey(path: string): Promise<Uint8Array> {
  const bytes = await readInput(path, longestSecret);
  if (bytes.length < randomKeyBytes) {
    throw new UsageError(message("image.key.length", { path, length: bytes.length }));
  }
  return bytes;
}

/**
 * A passphrase: the first line of a file, without its line break, as a person types it later; or asked for on the terminal,
 * twice where it is a new one.
 *
 * @throws UsageError when it is empty, or there is neither a file nor a terminal
 */
export async function readPassphrase(
  path: string | undefined,
  kind: "new" | "known",
  context: Context,
): Promise<Uint8Array> {
  const bytes =
    path === undefined ? await askPassphrase(kind, context) : firstLine(await readInput(path, longestSecret));
  if (bytes.length === 0) throw new UsageError(message("image.passphrase.empty"));
  return bytes;
}

function firstLine(content: Uint8Array): Uint8Array {
  const end = content.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return end < 0 ? content : content.subarray(0, end);
}

async function askPassphrase(kind: "new" | "known", { render }: Context): Promise<Uint8Array> {
  if (!process.stdin.isTTY) throw new UsageError(message("cli.passphrase.no-terminal"));
  const first = await ask(render(message("cli.passphrase.choose")));
  if (kind === "new" && first !== (await ask(render(message("cli.passphrase.again")))))
    throw new UsageError(message("cli.passphrase.differ"));
  return Buffer.from(first);
}

/** Standard output stays free for results. */
async function ask(text: string): Promise<string> {
  const typed = await password({ message: text, output: process.stderr });
  if (isCancel(typed)) throw new UsageError(message("cli.passphrase.abandoned"));
  return typed;
}
