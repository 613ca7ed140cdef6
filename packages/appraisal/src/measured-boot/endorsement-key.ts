import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { PublicArea } from "@sekisho/evidence/tpm";

/** SHA-256 over a TPMT_PUBLIC, hexadecimal: how an endorsement key is pinned. */
export async function endorsementKeyDigest({ bytes }: Pick<PublicArea, "bytes">): Promise<string> {
  return toHex(await hash("sha256", bytes));
}
