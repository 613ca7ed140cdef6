import { fromUtf8 } from "../text/utf8.ts";
import { tags } from "./tags.ts";

/** Whether these content octets are an INTEGER's, and no shorter ones say the same (X.690, 8.3.2). */
export function smallestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** More arcs or larger ones than any real identifier has. */
const arcLimit = 32;

/** Dotted decimals of an OBJECT IDENTIFIER's content; undefined where it breaks X.690, 8.19. */
export function objectIdentifierText(content: Uint8Array): string | undefined {
  const arcs: number[] = [];
  let arc = 0;
  let started = false;
  for (const octet of content) {
    if (!started && octet === 0x80) return undefined;
    arc = arc * 128 + (octet & 0x7f);
    started = (octet & 0x80) !== 0;
    if (!Number.isSafeInteger(arc) || arcs.length > arcLimit) return undefined;
    if (started) continue;
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(arc / 40));
      arcs.push(root, arc - 40 * root);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  return started || arcs.length === 0 ? undefined : arcs.join(".");
}

/** The moment of a UTCTime or GeneralizedTime in RFC 5280's profile; undefined for anything else. */
export function readTime(tag: number, content: Uint8Array): Date | undefined {
  const text = String.fromCharCode(...content.subarray(0, 20));
  const digits = tag === tags.utcTime ? /^\d{12}Z$/ : tag === tags.generalizedTime ? /^\d{14}Z$/ : undefined;
  if (digits?.test(text) !== true || text.length !== content.length) return undefined;
  const full = tag === tags.generalizedTime ? text : `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}`;
  const part = (start: number, end: number): number => Number(full.slice(start, end));
  const fields = [part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14)] as const;
  const [year, month, day, hour, minute, second] = fields;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  // A date that does not exist, such as 31 February, comes back as another one.
  const same = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && time.getUTCSeconds() === second;
  return same && time.getUTCHours() === hour && time.getUTCMinutes() === minute ? time : undefined;
}

/** Characters of a string type; undefined for a tag that is none, and for octets that the type does not allow. */
export function readText(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case tags.utf8String: {
      const text = fromUtf8("text", content);
      return text.ok ? text.value : undefined;
    }
    case tags.printableString:
    case tags.ia5String:
      return content.every((octet) => octet < 0x80) ? singleOctets(content) : undefined;
    case tags.teletexString:
      return singleOctets(content);
    case tags.bmpString:
      return doubleOctets(content);
    default:
      return undefined;
  }
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
