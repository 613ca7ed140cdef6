import { fromHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { MeasuredBoot } from "./schema.ts";

/**
 * What the PCRs that a known boot speaks for hold after it, in the SHA-256 bank: 32 bytes by the PCR's number, zeros for a PCR
 * that nothing extends.
 *
 * For PCRs that start as zeros; PCR 0 of a machine that starts the TPM in another locality does not.
 *
 * @throws RangeError for a digest that is not hexadecimal, which the schema never lets through
 */
export async function replayMeasuredBoot(
  boot: Pick<MeasuredBoot, "pcrs" | "events">,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const values = new Map<number, Uint8Array>(boot.pcrs.map((pcr) => [pcr, new Uint8Array(32)]));
  for (const { pcr, digest } of boot.events) {
    const bytes = fromHex("digest", digest);
    if (!bytes.ok) throw new RangeError(`digest ${digest}`);
    const before = values.get(pcr);
    if (before !== undefined) values.set(pcr, await hash("sha256", before, bytes.value));
  }
  return values;
}
