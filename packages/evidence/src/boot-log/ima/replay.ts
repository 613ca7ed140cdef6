import { equalBytes } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import type { Banks } from "../banks.ts";
import { replayExtensions, type Extension } from "../replay.ts";
import type { ImaEntry, ImaLog } from "./log.ts";

/** The banks that an IMA log replays to: one with the log's own digests, and those that follow from its template data. */
export const imaBanks: readonly HashAlgorithm[] = ["sha1", "sha256", "sha384", "sha512"];

const sizes: ReadonlyMap<number, HashAlgorithm> = new Map([
  [20, "sha1"],
  [32, "sha256"],
  [48, "sha384"],
  [64, "sha512"],
]);
const lengths: Readonly<Record<HashAlgorithm, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** The bank of the digests that stand in the log. Told by their length, so SM3 logs count as SHA-256 and never replay. */
export function imaLogBank(log: ImaLog): HashAlgorithm | undefined {
  return sizes.get(log.digestSize);
}

/** An entry with what it put into each bank. */
export type ImaExtension = Extension & {
  readonly entry: ImaEntry;
  /** Whether the template data is what the log's own digest is of. A violation never is. */
  readonly authenticated: boolean;
};

/**
 * What Linux extended for each entry (`ima_add_template_entry`, Linux ≥ 5.8): in every bank the hash of the template data by
 * that bank's function; 0xff bytes for a violation. The log's own bank takes the log's own digests.
 */
export async function imaExtensions(log: ImaLog): Promise<readonly ImaExtension[]> {
  const own = imaLogBank(log);
  const extensions: ImaExtension[] = [];
  for (const entry of log.entries) {
    const digests = new Map<HashAlgorithm, Uint8Array>();
    let authenticated = false;
    for (const bank of imaBanks) {
      const computed = entry.violation ? new Uint8Array(lengths[bank]).fill(0xff) : await hash(bank, entry.measured);
      if (bank === own) authenticated = !entry.violation && equalBytes(computed, entry.templateDigest);
      digests.set(bank, bank === own && !entry.violation ? entry.templateDigest : computed);
    }
    extensions.push({ register: entry.register, digests, entry, authenticated });
  }
  return extensions;
}

/** What the IMA register (PCR 10) holds after the log, in every bank. */
export async function replayImaLog(log: ImaLog): Promise<Banks> {
  return await replayExtensions(imaBanks, await imaExtensions(log));
}

/**
 * The boot aggregate: the hash over PCR 0 to 7 in SHA-1, over PCR 0 to 9 in every other bank (`ima_calc_boot_aggregate`,
 * Linux ≥ 5.8). A register that no event extended counts as zeros.
 */
export async function bootAggregate(bank: HashAlgorithm, banks: Banks): Promise<Uint8Array | undefined> {
  const registers = banks.get(bank);
  if (registers === undefined) return undefined;
  const count = bank === "sha1" ? 8 : 10;
  const values = Array.from({ length: count }, (_, index) => registers.get(index) ?? new Uint8Array(lengths[bank]));
  return await hash(bank, ...values);
}
