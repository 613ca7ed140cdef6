import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import type { Banks } from "../banks.ts";
import { replayExtensions, type Extension } from "../replay.ts";
import { replayableBanks, type LogDigest, type TcgEvent, type TcgEventLog } from "./event-log.ts";

/**
 * What the registers hold after the log's events, for every bank of the log that Sekisho can compute.
 *
 * PCR 0 begins with the start-up locality in its last byte; every other register begins as zeros.
 *
 * @param banks which of the log's banks to compute
 */
export async function replayTcgEventLog(
  log: TcgEventLog,
  banks: readonly HashAlgorithm[] = replayableBanks(log),
): Promise<Banks> {
  const extensions = log.events.filter((event) => event.extends).map(extensionOf);
  return await replayExtensions(banks, extensions, (register, size) => {
    const value = new Uint8Array(size);
    if (register === 0) value[size - 1] = log.startupLocality;
    return value;
  });
}

/** An event as an extension: the digests of the banks that Sekisho can compute. */
export function extensionOf({ register, digests }: TcgEvent): Extension {
  return { register, digests: computableDigests(digests) };
}

/** The digests of those banks that Sekisho can compute. */
export function computableDigests(digests: readonly LogDigest[]): ReadonlyMap<HashAlgorithm, Uint8Array> {
  const computable = new Map<HashAlgorithm, Uint8Array>();
  for (const { algorithm, bytes } of digests) if (algorithm.hash !== undefined) computable.set(algorithm.hash, bytes);
  return computable;
}
