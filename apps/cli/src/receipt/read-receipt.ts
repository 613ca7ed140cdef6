import { fromUtf8, malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { firstIssue, type GateIdentity } from "@sekisho/release";
import { parseCheckpoint, receiptSchema, verifyNote, type Receipt, type TreeHead } from "@sekisho/release/log";
import { signingKeysOf } from "@sekisho/verifier";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/** Evidence with the logs of a boot has a megabyte and more, and Intel's collateral as much. */
const longestReceipt = 32 * 1024 * 1024;

/**
 * Reads a receipt.
 *
 * @throws UsageError when it is none
 */
export async function readReceipt(path: string): Promise<Receipt> {
  const parsed = receiptSchema.safeParse(jsonOf(path, await readText(path)));
  if (parsed.success) return parsed.data;
  throw new UsageError(message("cli.receipt.malformed", { path, reason: firstIssue(parsed.error) }));
}

/**
 * Reads an older checkpoint that a person kept, alone or in an older receipt, and verifies by whom it was signed.
 *
 * @throws UsageError when it is neither, or is not of this gate
 */
export async function readOlderCheckpoint(path: string, gate: GateIdentity): Promise<TreeHead> {
  const note = await readCheckpointText(path);
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) throw new UsageError(malformedMessage(path, parsed.error));
  const { checkpoint, note: signed } = parsed.value;
  const signer = await verifyNote(signed, checkpoint.origin, signingKeysOf(gate));
  if (typeof signer === "string") {
    throw new UsageError(message("cli.receipt.foreign-checkpoint", { path, origin: checkpoint.origin }));
  }
  return checkpoint;
}

/** How many entries an older checkpoint speaks of. Whoever verifies looks at its signature. */
export async function sizeOfCheckpoint(path: string): Promise<number> {
  const parsed = parseCheckpoint(await readCheckpointText(path));
  if (!parsed.ok) throw new UsageError(malformedMessage(path, parsed.error));
  return parsed.value.checkpoint.size;
}

async function readCheckpointText(path: string): Promise<string> {
  const text = await readText(path);
  return text.startsWith("{") ? (await readReceipt(path)).checkpoint : text;
}

async function readText(path: string): Promise<string> {
  const text = fromUtf8(path, await readInput(path, longestReceipt));
  if (!text.ok) throw new UsageError(malformedMessage(path, text.error));
  return text.value;
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(message("cli.receipt.not-json", { path }));
  }
}
