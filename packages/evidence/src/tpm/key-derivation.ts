import { ByteWriter, concatBytes, toUtf8 } from "@sekisho/encoding";
import { hash, hmac, type HashAlgorithm } from "@sekisho/encoding/crypto";
import { digestLengths } from "./algorithms.ts";

/**
 * KDFa (TPM 2.0 Library, part 1, 11.4.10.2): SP 800-108 in counter mode with HMAC. The label gets the NUL at its end that the
 * specification puts there.
 *
 * @param context what the specification calls contextU and contextV, joined
 * @param bits a multiple of 8
 */
export async function deriveKeyA(
  algorithm: HashAlgorithm,
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  bits: number,
): Promise<Uint8Array> {
  return counterMode(algorithm, bits, (counter) => {
    const tail = new ByteWriter().u32be(bits).finish();
    return hmac(algorithm, key, counter, labelBytes(label), context, tail);
  });
}

/**
 * KDFe (part 1, 11.4.10.3): SP 800-56A's concatenation with a hash.
 *
 * @param sharedX x coordinate of the shared point
 * @param partyU x coordinate of the ephemeral public key
 * @param partyV x coordinate of the TPM's public key
 * @param bits a multiple of 8
 */
export async function deriveKeyE(
  algorithm: HashAlgorithm,
  sharedX: Uint8Array,
  label: string,
  [partyU, partyV]: readonly [partyU: Uint8Array, partyV: Uint8Array],
  bits: number,
): Promise<Uint8Array> {
  return counterMode(algorithm, bits, (counter) =>
    hash(algorithm, counter, sharedX, labelBytes(label), partyU, partyV),
  );
}

/** A label with its NUL, as the specification uses labels everywhere. */
export function labelBytes(label: string): Uint8Array {
  return concatBytes(toUtf8(label), Uint8Array.of(0));
}

async function counterMode(
  algorithm: HashAlgorithm,
  bits: number,
  block: (counter: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const length = bits / 8;
  const count = Math.ceil(length / digestLengths[algorithm]);
  const counters = Array.from({ length: count }, (_, index) => new ByteWriter().u32be(index + 1).finish());
  return concatBytes(...(await Promise.all(counters.map(block)))).slice(0, length);
}
