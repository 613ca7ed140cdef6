import { fromUtf8 } from "../text/utf8.ts";
import { tags } from "./tags.ts";

/** Whether these content octets are an INTEGER's, and no shorter ones say the same (X.690, 8.3.2). */
export function smallestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** More arcs than any real identifier has. */
const arcLimit = 32;

/** Dotted decimals of an OBJECT IDENTIFIER's content; undefined where it breaks X.690, 8.19. */
export function objectIdentifierText(content: Uint8Array): string | undefined {
  if (content.length > arcLimit * 2) return undefined;
  let text = "";
  let arc = 0;
  let inside = false;
  for (const octet of content) {
    if (!inside && octet === 0x80) return undefined;
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) return undefined;
    inside = octet >= 0x80;
    if (inside) continue;
    // The first two arcs share one number; the first is 0, 1 or 2.
    text += text === "" ? firstArcs(arc) : `.${arc}`;
    arc = 0;
  }
  return inside || text === "" ? undefined : text;
}

function firstArcs(joined: number): string {
  const first = joined < 40 ? 0 : joined < 80 ? 1 : 2;
  return `${first}.${joined - 40 * first}`;
}

/** The moment of a UTCTime or GeneralizedTime in RFC 5280's profile; undefined for anything else. */
export function readTime(tag: number, content: Uint8Array): Date | undefined {
  const short = tag === tags.utcTime && content.length === 13;
  if (!short && !(tag === tags.generalizedTime && content.length === 15)) return undefined;
  if (content[content.length - 1] !== 0x5a || !content.subarray(0, -1).every(isDigit)) return undefined;
  const start = short ? 2 : 4;
  const two = (index: number): number => digits(content, index, 2);
  const shortYear = digits(content, 0, 2);
  const year = short ? shortYear + (shortYear < 50 ? 2000 : 1900) : digits(content, 0, 4);
  const [month, day, hour, minute, second] = [
    two(start),
    two(start + 2),
    two(start + 4),
    two(start + 6),
    two(start + 8),
  ];
  const time = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  time.setUTCFullYear(year, month - 1, day);
  // A date that does not exist, such as 31 February, comes back as another one.
  const sameDay = time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
  const sameTime = hour < 24 && minute < 60 && second < 60;
  return sameDay && sameTime ? time : undefined;
}

function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

function digits(content: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) value = value * 10 + (content[index] ?? 0x30) - 0x30;
  return value;
}

/** Characters of a string type; undefined for a tag that is none, and for octets that the type does not allow. */
export function readText(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case tags.utf8String: {
      if (content.every(isAscii)) return singleOctets(content);
      const text = fromUtf8("text", content);
      return text.ok ? text.value : undefined;
    }
    case tags.printableString:
    case tags.ia5String:
      return content.every(isAscii) ? singleOctets(content) : undefined;
    case tags.teletexString:
      return singleOctets(content);
    case tags.bmpString:
      return doubleOctets(content);
    default:
      return undefined;
  }
}

function isAscii(octet: number): boolean {
  return octet < 0x80;
}

function singleOctets(content: Uint8Array): string {
  let text = "";
  for (const octet of content) text += String.fromCharCode(octet);
  return text;
}

function doubleOctets(content: Uint8Array): string | undefined {
  if (content.length % 2 !== 0) return undefined;
  let text = "";
  for (let index = 0; index < content.length; index += 2) {
    text += String.fromCharCode(((content[index] ?? 0) << 8) | (content[index + 1] ?? 0));
  }
  return text.isWellFormed() ? text : undefined;
}
