import { message } from "@sekisho/messages";
import type { LaunchedDiskKey } from "@sekisho/release";
import type { Result } from "./converse.ts";
import type { Answered } from "./ports.ts";

/**
 * The key that came with the launch, for the disk that is there: nobody is asked, as the owner judged this guest before its first
 * instruction. A key for another disk is wiped, not tried.
 */
export function launchedKey(taken: Answered<LaunchedDiskKey>, headerDigest: string): Result {
  if (!taken.ok) return { kind: "release-refused", reason: taken.reason };
  const { key, headerDigest: expected } = taken.value;
  if (expected === headerDigest) return { kind: "key", secret: key };
  key.fill(0);
  const reason = message("guest.secret.header", { expected, actual: headerDigest });
  return { kind: "release-refused", reason };
}
