import { toUtf8 } from "@sekisho/encoding";
import { contextTag, derWriter } from "@sekisho/encoding/der";

/** DER as `@sekisho/encoding` writes it, and two kinds of element that only certificates of authorities need. */
export const {
  bitString,
  boolean,
  element,
  explicit,
  ia5String,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} = derWriter;

const printableStringTag = 0x13;

/** `[number]`, primitive: an implicit tag in place of the content's own. */
export function implicit(number: number, content: Uint8Array): Uint8Array {
  return element(contextTag(number, false), content);
}

/** The string type that countryName demands (RFC 5280, appendix A.1). */
export function printableString(text: string): Uint8Array {
  return element(printableStringTag, toUtf8(text));
}
