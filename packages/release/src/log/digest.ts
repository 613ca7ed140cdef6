import { toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { canonicalJson, type Json } from "./canonical-json.ts";

/** SHA-256, hexadecimal, over the canonical JSON of a value in UTF-8. */
export async function digestOfJson(value: Json): Promise<string> {
  return digestOfText(canonicalJson(value));
}

/** SHA-256, hexadecimal, over a text in UTF-8. */
export async function digestOfText(text: string): Promise<string> {
  return toHex(await hash("sha256", toUtf8(text)));
}
