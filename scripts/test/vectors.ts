import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..", "..", "..", "shared", "vectors");

/** Whether the evidence of real hardware lies beside the repository. */
export const haveVectors = existsSync(join(root, "MANIFEST.json"));

if (!haveVectors) process.stderr.write("No ../shared/vectors: tests on evidence of real hardware are skipped.\n");

/** Where one vector lies, for commands that read files; its path is that of `MANIFEST.json`. */
export function vectorPath(path: string): string {
  return join(root, path);
}

/** Bytes of one vector; its path is that of `MANIFEST.json`. */
export function readVector(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(vectorPath(path)));
}

/** Text of one vector. */
export function readVectorText(path: string): string {
  return readFileSync(vectorPath(path), "utf8");
}
