import type { Parsed } from "../malformed.ts";
import { parsePem } from "../text/pem.ts";
import { fromUtf8 } from "../text/utf8.ts";
import { tags } from "../der/tags.ts";

/**
 * The DER of every certificate in a file: one certificate in DER, or a PEM text with one or more, in the file's order. Blocks
 * with other labels are an error. The certificates themselves are not parsed here.
 *
 * @param name what the bytes are, for the error
 */
export function parseCertificateBundle(name: string, bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  return parseBundle(name, bytes, "CERTIFICATE");
}

/** The same for revocation lists (PEM label "X509 CRL"). */
export function parseCrlBundle(name: string, bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  return parseBundle(name, bytes, "X509 CRL");
}

function parseBundle(name: string, bytes: Uint8Array, label: string): Parsed<readonly Uint8Array[]> {
  if (bytes[0] === tags.sequence) return { ok: true, value: [new Uint8Array(bytes)] };
  const text = fromUtf8(name, bytes);
  if (!text.ok) return text;
  const blocks = parsePem(name, text.value);
  if (!blocks.ok) return blocks;
  const foreign = blocks.value.find((block) => block.label !== label);
  if (foreign !== undefined) {
    return {
      ok: false,
      error: { code: "value", field: name, offset: 0, expected: `PEM blocks ${label}`, actual: foreign.label },
    };
  }
  return { ok: true, value: blocks.value.map((block) => block.bytes) };
}
