import { ByteWriter } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { hashAlgorithmId } from "./algorithms.ts";
import type { PublicArea } from "./public-area.ts";

/**
 * The name of an object: nameAlg in two bytes, then the hash of its public area (TPM 2.0 Library, part 1, 16). A name that
 * evidence states is worth nothing; this one is recomputed.
 */
export async function objectName({ nameAlg, bytes }: Pick<PublicArea, "nameAlg" | "bytes">): Promise<Uint8Array> {
  const digest = await hash(nameAlg, bytes);
  return new ByteWriter().u16be(hashAlgorithmId(nameAlg)).bytes(digest).finish();
}
