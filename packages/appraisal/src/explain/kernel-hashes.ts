import { fromHex } from "@sekisho/encoding";
import { hashCommandLine, type KernelHashes } from "@sekisho/reference-values";
import type { BootFiles } from "./candidates.ts";

/**
 * What the firmware's hash table holds of a boot whose files are known by their digests.
 *
 * @throws TypeError when a digest is not hexadecimal: the reference values' schema lets none through
 */
export async function kernelHashesOf({ kernel, initrd, commandLine }: BootFiles): Promise<KernelHashes> {
  return {
    kernel: bytesOf(kernel.sha256),
    initrd: bytesOf(initrd.sha256),
    commandLine: await hashCommandLine(commandLine),
  };
}

function bytesOf(digest: string): Uint8Array {
  const bytes = fromHex("digest", digest);
  if (!bytes.ok) throw new TypeError(`a reference value holds ${JSON.stringify(digest)}, which is no digest`);
  return bytes.value;
}
