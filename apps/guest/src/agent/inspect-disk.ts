import { malformedMessage } from "@sekisho/encoding";
import { refuses, type Check } from "@sekisho/evidence";
import {
  checkLuks2Header,
  readLuks2Header,
  recogniseDisk,
  type DiskContent,
  type Luks2Header,
} from "@sekisho/evidence/luks2";
import { message, type Message } from "@sekisho/messages";
import type { AgentPorts } from "./ports.ts";

/** The header that everything after this uses, or why the disk is not opened. */
export type Inspection =
  | { readonly ok: true; readonly header: Luks2Header }
  | { readonly ok: false; readonly reasons: readonly Message[]; readonly failed: readonly Check[] };

/** Reads the disk's header once and judges it, before a word is spoken with the gate. */
export async function inspectDisk(
  openDisk: AgentPorts["openDisk"],
  device: string,
  memoryKiB: number | undefined,
): Promise<Inspection> {
  const opened = await openDisk();
  if (!opened.ok) return { ok: false, reasons: [opened.reason], failed: [] };
  const { disk } = opened;
  try {
    const { start, header } = await readLuks2Header(disk.next);
    if (!header.ok)
      return { ok: false, reasons: contentReasons(device, recogniseDisk(start), header.error), failed: [] };
    const failed = checkLuks2Header(header.value, memoryKiB === undefined ? {} : { memoryKiB }).filter(refuses);
    if (failed.length === 0) return { ok: true, header: header.value };
    return { ok: false, reasons: failed.map(({ detail }) => detail), failed };
  } finally {
    await disk.close();
  }
}

function contentReasons(
  device: string,
  content: DiskContent,
  error: Parameters<typeof malformedMessage>[1],
): readonly Message[] {
  if (content === "luks2") return [malformedMessage(device, error)];
  return [message(`guest.disk.${content}`, { device })];
}
