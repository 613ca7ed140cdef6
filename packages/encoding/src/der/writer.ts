import { concatBytes } from "../bytes/writer.ts";
import { fromHex } from "../text/hex.ts";
import { toUtf8 } from "../text/utf8.ts";
import { contextTag, tags } from "./tags.ts";

/** Tag, shortest length, and content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...content);
  return concatBytes(Uint8Array.of(tag, ...lengthOctets(body.length)), body);
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return [0x80 | octets.length, ...octets];
}

export function sequence(...elements: readonly Uint8Array[]): Uint8Array {
  return element(tags.sequence, ...elements);
}

export function set(...elements: readonly Uint8Array[]): Uint8Array {
  return element(tags.set, ...elements);
}

/** The explicit tag `[number]` around `inner`. */
export function explicit(number: number, inner: Uint8Array): Uint8Array {
  return element(contextTag(number), inner);
}

/** An INTEGER that is not negative. @throws RangeError for a negative one */
export function integer(value: bigint | number): Uint8Array {
  const number = BigInt(value);
  if (number < 0n) throw new RangeError(`a negative integer: ${number}`);
  const digits = number.toString(16);
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes = fromHex("integer", hex);
  if (!bytes.ok) throw new RangeError(`not an integer: ${hex}`);
  const sign = (bytes.value[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : [];
  return element(tags.integer, ...sign, bytes.value);
}

export function boolean(value: boolean): Uint8Array {
  return element(tags.boolean, Uint8Array.of(value ? 0xff : 0x00));
}

export function nullValue(): Uint8Array {
  return element(tags.null);
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return element(tags.octetString, bytes);
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return element(tags.bitString, Uint8Array.of(unusedBits), bytes);
}

export function utf8String(text: string): Uint8Array {
  return element(tags.utf8String, toUtf8(text));
}

export function ia5String(text: string): Uint8Array {
  return element(tags.ia5String, toUtf8(text));
}

/** Dotted decimals as an OBJECT IDENTIFIER. @throws RangeError where they are none */
export function objectIdentifier(text: string): Uint8Array {
  const [root = -1, second = -1, ...rest] = text.split(".").map(Number);
  const arcs = [root * 40 + second, ...rest];
  if (second < 0 || !arcs.every((arc) => Number.isSafeInteger(arc) && arc >= 0)) {
    throw new RangeError(`not an object identifier: ${text}`);
  }
  return element(tags.objectIdentifier, Uint8Array.from(arcs.flatMap(arcOctets)));
}

function arcOctets(arc: number): readonly number[] {
  const octets = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) octets.unshift(0x80 | (left % 128));
  return octets;
}

/** A moment in whole seconds: UTCTime between 1950 and 2049, GeneralizedTime else (RFC 5280, 4.1.2.5). */
export function time(moment: Date): Uint8Array {
  const full = `${moment.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`;
  const year = moment.getUTCFullYear();
  const short = year >= 1950 && year < 2050;
  return short ? element(tags.utcTime, toUtf8(full.slice(2))) : element(tags.generalizedTime, toUtf8(full));
}
