import { open } from "node:fs/promises";
import { message } from "@sekisho/messages";
import type { AgentPorts } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** One read of this size at a time; the host's disk may be slow. */
const chunk = 1024 * 1024;

/** Reads a block device, or a disk's image, front to back. */
export function openDiskFile(path: string): AgentPorts["openDisk"] {
  return async () => {
    try {
      const file = await open(path, "r");
      return { ok: true, disk: { next: (length) => readNext(file, length), close: () => file.close() } };
    } catch (error) {
      return { ok: false, reason: message("guest.disk.missing", { device: path, reason: errorCode(error) }) };
    }
  };
}

async function readNext(file: Awaited<ReturnType<typeof open>>, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, Math.min(chunk, length - filled), null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
