import type { Parsed } from "../malformed.ts";
import { fromBase64, toBase64 } from "./base64.ts";

/** One block of a PEM file: its label ("CERTIFICATE") and its bytes. */
export type PemBlock = { readonly label: string; readonly bytes: Uint8Array };

const blockPattern = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----/g;

/**
 * All blocks of a PEM text, in its order (RFC 7468). Text outside of blocks is skipped, as tools write comments there;
 * a text without any block, or with a broken one, is an error.
 */
export function parsePem(field: string, text: string): Parsed<readonly PemBlock[]> {
  const blocks: PemBlock[] = [];
  let begins = 0;
  for (const match of text.matchAll(blockPattern)) {
    const [, label = "", body = "", endLabel] = match;
    const decoded = fromBase64(field, body.replaceAll(/\s/g, ""));
    if (!decoded.ok || label !== endLabel) return broken(field, match.index, `a PEM block with label ${label}`);
    blocks.push({ label, bytes: decoded.value });
    begins++;
  }
  const promised = text.match(/-----BEGIN /g)?.length ?? 0;
  if (promised === 0) return broken(field, 0, "a PEM block");
  if (promised !== begins) return broken(field, text.lastIndexOf("-----BEGIN "), "a complete PEM block");
  return { ok: true, value: blocks };
}

/** A PEM block with lines of 64 characters. */
export function encodePem({ label, bytes }: PemBlock): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function broken(field: string, offset: number, expected: string): Parsed<never> {
  return { ok: false, error: { code: "encoding", field, offset, expected, actual: "other text" } };
}
