import { dirname } from "node:path";
import { fromUtf8 } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { machineSchema, type Machine } from "@sekisho/release";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Reads a `machine.json`; `folder` is where its files are.
 *
 * @throws UsageError that names the first thing that is wrong
 */
export async function readMachine(path: string): Promise<{ readonly machine: Machine; readonly folder: string }> {
  const text = fromUtf8("machine.json", await readInput(path));
  const unreadable = (place: string, reason: string): UsageError =>
    new UsageError(message("cli.launch.machine-unreadable", { path, place, reason }));
  if (!text.ok) throw unreadable("byte 0", text.error.expected);
  let content: unknown;
  try {
    content = JSON.parse(text.value);
  } catch (error) {
    throw unreadable("JSON", error instanceof Error ? error.message : "");
  }
  const parsed = machineSchema.safeParse(content);
  if (parsed.success) return { machine: parsed.data, folder: dirname(path) };
  const [issue] = parsed.error.issues;
  throw unreadable(issue?.path.join(".") ?? "", issue?.message ?? "");
}
