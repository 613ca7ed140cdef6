import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { launchedDiskKeyGuid, parseLaunchedDiskKey, type LaunchedDiskKey } from "@sekisho/release";
import type { Answered, LaunchSecret } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** No secret of the agent's is longer: a key of 4 KiB and what stands before it. */
const largestSecret = 8192;

/**
 * The secret that a SEV guest's owner injected at launch, as Linux publishes it in securityfs (driver `efi_secret`): one file per
 * GUID. Removing the file makes the kernel overwrite the secret where the firmware keeps it.
 *
 * @param folder `/sys/kernel/security/secrets/coco`
 */
export function createLaunchSecret(folder: string): LaunchSecret {
  const path = join(folder, launchedDiskKeyGuid);
  return {
    take: async () => {
      const buffer = Buffer.alloc(largestSecret);
      try {
        const read = await readSecret(path, buffer);
        try {
          await unlink(path);
        } catch (error) {
          if (read.ok) read.value.key.fill(0);
          return refused("guest.secret.notWiped", { path, reason: errorCode(error) });
        }
        return read;
      } catch (error) {
        return refused("guest.secret.missing", { folder, reason: errorCode(error) });
      } finally {
        buffer.fill(0);
      }
    },
  };
}

/** Reads into a buffer of ours: files of securityfs don't say how long they are. */
async function readSecret(path: string, buffer: Buffer): Promise<Answered<LaunchedDiskKey>> {
  const file = await open(path, "r");
  try {
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    const parsed = parseLaunchedDiskKey(buffer.subarray(0, length));
    return parsed.ok ? parsed : { ok: false, reason: malformedMessage(path, parsed.error) };
  } finally {
    await file.close();
  }
}

function refused(
  id: "guest.secret.missing" | "guest.secret.notWiped",
  values: Record<string, string>,
): { readonly ok: false; readonly reason: ReturnType<typeof message> } {
  return { ok: false, reason: message(id, values) };
}
