import { runAsRoot } from "../process/as-root.ts";

/** Removes a tree, whose files may belong to users that the caller alone can't speak for. */
export async function removeTree(tree: string): Promise<void> {
  await runAsRoot("rm", ["-rf", "--one-file-system", tree]);
}
