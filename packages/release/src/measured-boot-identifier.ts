import { toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { MeasuredBoot } from "@sekisho/reference-values";

/**
 * By what a measured boot is called where one is to be forgotten: SHA-256, hexadecimal, over the PCRs it speaks for and what
 * extends them. Two values that only differ in what people read (names, dates, origin) are one.
 */
export async function measuredBootIdentifier({ pcrs, events }: MeasuredBoot): Promise<string> {
  const extended = events.map(({ pcr, digest }) => [pcr, digest]);
  return toHex(await hash("sha256", toUtf8(JSON.stringify(["sekisho measured boot v1", pcrs, extended]))));
}
