import { toHex } from "../text/hex.ts";
import type { PublicKey } from "./types.ts";

/** DER of the AlgorithmIdentifiers whose keys are taken, and what they mean. */
const algorithmIdentifiers: readonly (Pick<PublicKey, "type" | "curve"> & { readonly der: string })[] = [
  { der: "301306072a8648ce3d020106082a8648ce3d030107", type: "ec", curve: "P-256" },
  { der: "301006072a8648ce3d020106052b81040022", type: "ec", curve: "P-384" },
  { der: "301006072a8648ce3d020106052b81040023", type: "ec", curve: "P-521" },
  { der: "300d06092a864886f70d0101010500", type: "rsa" },
  { der: "300506032b6570", type: "ed25519" },
];

/** How many hexadecimal digits the outer SEQUENCE's tag and length can take: lengths of one, two and three bytes. */
const sequenceHeaderDigits = [4, 6, 8];

/** Type and curve of a SubjectPublicKeyInfo; undefined for kinds that are not supported. */
export function keyKind(spki: Uint8Array): Pick<PublicKey, "type" | "curve"> | undefined {
  const start = toHex(spki.subarray(0, 32));
  const found = algorithmIdentifiers.find(({ der }) =>
    sequenceHeaderDigits.some((digits) => start.startsWith(der, digits)),
  );
  if (found === undefined) return undefined;
  return found.curve === undefined ? { type: found.type } : { type: found.type, curve: found.curve };
}
