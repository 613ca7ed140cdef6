import { parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { algorithmIds, readHashAlgorithm, readIdentifier } from "./algorithms.ts";
import { readSizedBuffer } from "./sized-buffer.ts";

/** A TPM's signature (TPMT_SIGNATURE). Numbers are big-endian. */
export type TpmSignature =
  | { readonly kind: "rsassa" | "rsapss"; readonly hash: HashAlgorithm; readonly signature: Uint8Array }
  | { readonly kind: "ecdsa"; readonly hash: HashAlgorithm; readonly r: Uint8Array; readonly s: Uint8Array };

/** RSA-4096. */
const rsaLimit = 512;
/** P-521. */
const numberLimit = 66;

/**
 * Reads a TPMT_SIGNATURE (TPM 2.0 Library, part 2, 11.3.4): the scheme, the hash, then one TPM2B (RSASSA, RSAPSS) or two
 * (ECDSA: r and s, each with or without zeros in front).
 */
export function parseTpmSignature(bytes: Uint8Array): Parsed<TpmSignature> {
  return parseAll("TPMT_SIGNATURE", bytes, readTpmSignature);
}

function readTpmSignature(reader: ByteReader): TpmSignature {
  const { rsassa, rsapss, ecdsa } = algorithmIds;
  const kind = readIdentifier(reader, "sigAlg", { rsassa, rsapss, ecdsa });
  const hash = readHashAlgorithm(reader, "signature hash");
  if (kind !== "ecdsa") return { kind, hash, signature: readNumber(reader, "sig", rsaLimit) };
  const r = readNumber(reader, "signatureR", numberLimit);
  return { kind, hash, r, s: readNumber(reader, "signatureS", numberLimit) };
}

function readNumber(reader: ByteReader, field: string, limit: number): Uint8Array {
  const { offset } = reader;
  const number = readSizedBuffer(reader, field, limit);
  if (number.length === 0) reader.fail("value", field, "a number", "nothing", offset);
  return number;
}
