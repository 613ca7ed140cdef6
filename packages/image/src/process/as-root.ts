import process from "node:process";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { run, ToolError, type Finished, type RunOptions } from "./run.ts";
import type { Tool } from "./tools.ts";

/** Whether this process may own files of any user, as root may. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Runs a tool as root of a file tree: as root itself, or in a user namespace whose root is the caller and whose other users
 * are the caller's subordinate ones (`/etc/subuid`).
 *
 * @param isolated also gives it mounts and processes of its own, which end with it
 * @throws ImageError when the machine lets the caller make no such namespace
 */
export async function runAsRoot(
  tool: Tool,
  words: readonly string[],
  { isolated = false, ...options }: RunOptions & { readonly isolated?: boolean } = {},
): Promise<Finished> {
  const wrapping = wrapperWords({ root: isRoot(), isolated });
  if (wrapping.length === 0) return run(tool, words, options);
  try {
    return await run("unshare", [...wrapping, "--", tool, ...words], options);
  } catch (error) {
    if (error instanceof ToolError && /^unshare: (?!failed to execute)|newuidmap/m.test(error.stderr)) {
      throw new ImageError(message("image.namespace.refused", { text: error.stderr.trim() }), { cause: error });
    }
    throw error;
  }
}

/** The options of `unshare` for {@link runAsRoot}; none at all when it isn't needed. */
export function wrapperWords(how: { readonly root: boolean; readonly isolated: boolean }): readonly string[] {
  return [
    ...(how.root ? [] : ["--user", "--map-root-user", "--map-auto"]),
    ...(how.isolated ? ["--mount", "--pid", "--fork", "--kill-child"] : []),
  ];
}
