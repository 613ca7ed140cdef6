import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { DiskOpener, OpenOutcome } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** What to open. `test` only tries the key on a disk's image, for a guest that is a process and has no device-mapper. */
export type CryptsetupTarget =
  | { readonly kind: "mapping"; readonly device: string; readonly mapping: string }
  | { readonly kind: "test"; readonly image: string };

/** Types of filesystems in memory, as statfs gives them (linux/magic.h): tmpfs and ramfs. */
const inMemory = [0x01021994, 0x858458f6];

/** cryptsetup's exit status for a key that opens no slot. */
const noPermission = 2;

/**
 * Opens a disk with cryptsetup. The header comes from memory, through a file that only its owner can read; the key goes
 * through a pipe, so that it stands in no argument, no environment and no file.
 *
 * @param options.folder where the header's copy stands while cryptsetup runs; for a mapping it must be in memory, since the
 *   host could change any other
 */
export function createCryptsetupOpener(options: {
  readonly target: CryptsetupTarget;
  readonly folder: string;
  readonly command?: string;
}): DiskOpener {
  const { target, folder, command = "cryptsetup" } = options;
  return {
    open: async (header, key) => {
      try {
        if (target.kind === "mapping" && !inMemory.includes((await statfs(folder)).type)) {
          return failed("guest.open.folder", { folder });
        }
        const copy = join(folder, `header-${randomBytes(8).toString("hex")}`);
        try {
          await writeFile(copy, header, { mode: 0o600, flag: "wx" });
          return outcomeOf(await run(command, argumentsFor(target, copy), key));
        } finally {
          await rm(copy, { force: true });
        }
      } catch (error) {
        return failed("guest.open.failed", { reason: errorCode(error) });
      }
    },
  };
}

function argumentsFor(target: CryptsetupTarget, header: string): readonly string[] {
  const common = ["--type=luks2", `--header=${header}`, "--key-file=-", "--disable-external-tokens", "--batch-mode"];
  return target.kind === "mapping"
    ? ["open", ...common, target.device, target.mapping]
    : ["open", "--test-passphrase", "--disable-locks", ...common, target.image];
}

type Ended = { readonly status: number | null; readonly errors: string };

/** Runs cryptsetup with `key` on its standard input. The key's bytes are handed to the kernel without a copy. */
function run(command: string, words: readonly string[], key: Uint8Array): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const child = spawn(command, words, { stdio: ["pipe", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(0, 1000);
  });
  // cryptsetup may end before it has read its input; its exit status then says why.
  child.stdin.on("error", () => undefined);
  child.on("error", reject);
  child.on("close", (status) => resolve({ status, errors }));
  child.stdin.end(Buffer.from(key.buffer, key.byteOffset, key.byteLength));
  return promise;
}

function outcomeOf({ status, errors }: Ended): OpenOutcome {
  if (status === 0) return { kind: "opened" };
  if (status === noPermission) return { kind: "key-rejected" };
  const line = errors.split("\n").find((text) => text.trim() !== "");
  return failed("guest.open.status", { status: status ?? "-", line: line ?? "-" });
}

function failed(
  id: "guest.open.folder" | "guest.open.failed" | "guest.open.status",
  values: Record<string, string | number>,
): OpenOutcome {
  return { kind: "failed", reason: message(id, values) };
}
