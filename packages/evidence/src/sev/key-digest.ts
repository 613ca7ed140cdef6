import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { importSevKey, sevSubjectPublicKeyInfo, type SevPublicKey } from "./public-key.ts";

/** SHA-256 over a key's SubjectPublicKeyInfo, hexadecimal: how a root is pinned, and a chip by its CEK. */
export async function sevKeyDigest(key: SevPublicKey): Promise<string> {
  const spki = (await importSevKey(key))?.spki ?? sevSubjectPublicKeyInfo(key);
  return toHex(await hash("sha256", spki));
}
