import { fromHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { registersOf, type MeasuredBoot } from "./schema.ts";

/**
 * What the registers that a known boot speaks for hold after it, by their numbers: 32 bytes of a PCR in the SHA-256 bank, 48
 * of an RTMR; zeros for one that nothing extends.
 *
 * For PCRs that start as zeros; PCR 0 of a machine that starts the TPM in another locality does not.
 *
 * @throws RangeError for a digest that is not hexadecimal, which the schema never lets through
 */
export async function replayMeasuredBoot(
  boot: Pick<MeasuredBoot, "pcrs" | "events" | "registers">,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const [algorithm, size] = registersOf(boot) === "rtmr" ? (["sha384", 48] as const) : (["sha256", 32] as const);
  const values = new Map<number, Uint8Array>(boot.pcrs.map((pcr) => [pcr, new Uint8Array(size)]));
  for (const { pcr, digest } of boot.events) {
    const bytes = fromHex("digest", digest);
    if (!bytes.ok) throw new RangeError(`digest ${digest}`);
    const before = values.get(pcr);
    if (before !== undefined) values.set(pcr, await hash(algorithm, before, bytes.value));
  }
  return values;
}
