import { dirname, resolve } from "node:path";
import { ImageError, readMachine } from "@sekisho/image";
import type { Machine } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";

/**
 * Reads a `machine.json`; `folder` is where its files are.
 *
 * @throws UsageError that names the first thing that is wrong
 */
export async function readMachineFolder(path: string): Promise<{ readonly machine: Machine; readonly folder: string }> {
  try {
    return { machine: await readMachine(resolve(path)), folder: dirname(path) };
  } catch (error) {
    throw error instanceof ImageError ? new UsageError(error.problem) : error;
  }
}
