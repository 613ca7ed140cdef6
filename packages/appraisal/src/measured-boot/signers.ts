import { secureBootOf } from "./log-checks.ts";
import type { MeasuredLog } from "./log.ts";

/** Where firmware and shim measure the programs that they start. */
export const programPcr = 4;

/** What shim measures beside the certificates: its revocation level, and whether the kernel trusts the owner's keys. */
const notCertificates: ReadonlySet<string> = new Set(["SbatLevel", "MokListTrusted"]);

/**
 * The certificates that vouched for all programs of this boot: SHA-256, hexadecimal. Undefined where that is not certain:
 * Secure Boot was not on, nothing vouched, or PCR 7 has anything after its separator that is neither an authenticated
 * certificate nor known to be harmless. An event's type is the log's own word, so none is passed over for its type, and a
 * program that was let in by its hash, or by a shim that doesn't verify (MokSBState), makes it uncertain too.
 */
export async function signersOf(log: MeasuredLog): Promise<ReadonlySet<string> | undefined> {
  const { state, later } = await secureBootOf(log);
  if (state !== "on") return undefined;
  const signers = new Set<string>();
  for (const { authenticated, component, name, authority } of later) {
    if (!authenticated || component !== "secure-boot") return undefined;
    if (notCertificates.has(name)) continue;
    if (authority === undefined) return undefined;
    signers.add(authority);
  }
  return signers.size === 0 ? undefined : signers;
}
