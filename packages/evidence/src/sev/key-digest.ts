import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { sevSubjectPublicKeyInfo, type SevPublicKey } from "./public-key.ts";

/** SHA-256 over a key's SubjectPublicKeyInfo, hexadecimal: how a root is pinned, and a chip by its CEK. */
export async function sevKeyDigest(key: SevPublicKey): Promise<string> {
  return toHex(await hash("sha256", sevSubjectPublicKeyInfo(key)));
}
