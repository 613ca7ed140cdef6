import { message } from "@sekisho/messages";
import { malformedMessage } from "@sekisho/encoding";
import { parseCertificateBundle } from "@sekisho/encoding/x509";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

const longestFile = 4 * 1024 * 1024;

/**
 * Root certificates of makers of security keys and TPMs, in PEM or DER, whose word on a passkey's hardware is to count.
 *
 * @throws UsageError when a file can't be read, or holds no certificate
 */
export async function readPasskeyRoots(paths: readonly string[]): Promise<readonly Uint8Array[]> {
  const roots = await Promise.all(
    paths.map(async (path) => {
      const parsed = parseCertificateBundle(path, await readInput(path, longestFile));
      if (!parsed.ok) throw new UsageError(malformedMessage(path, parsed.error));
      if (parsed.value.length === 0) throw new UsageError(message("cli.gate.no-roots", { path }));
      return parsed.value;
    }),
  );
  return roots.flat();
}
