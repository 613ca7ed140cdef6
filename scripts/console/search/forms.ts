/** One way in which a secret's characters can stand somewhere. */
export type Form = { readonly name: string; readonly bytes: Buffer };

/**
 * The forms in which a secret could lie about: as text in either encoding of a JavaScript string, in hexadecimal digits, and in base64 at each of the
 * three places that it can begin at within other bytes.
 */
export function formsOf(secret: string): readonly Form[] {
  const utf8 = Buffer.from(secret, "utf8");
  const utf16 = Buffer.from(secret, "utf16le");
  return [
    { name: "utf-8", bytes: utf8 },
    { name: "utf-16", bytes: utf16 },
    { name: "utf-16, big-endian", bytes: Buffer.from(utf16).swap16() },
    { name: "percent-encoded", bytes: Buffer.from(encodeURIComponent(secret)) },
    ...[utf8, utf16].flatMap((bytes) => encodedForms(bytes)),
  ];
}

function encodedForms(bytes: Buffer): readonly Form[] {
  const hex = bytes.toString("hex");
  return [
    { name: "hex", bytes: Buffer.from(hex) },
    { name: "HEX", bytes: Buffer.from(hex.toUpperCase()) },
    ...[0, 1, 2].flatMap((before) => {
      // What stands before and after decides the first and last characters, so those are left out.
      const text = Buffer.concat([Buffer.alloc(before), bytes])
        .toString("base64")
        .replace(/=+$/, "");
      const first = Math.ceil((before * 8) / 6);
      const certain = Math.floor(((before + bytes.length) * 8) / 6);
      const inner = text.slice(first, certain);
      return [
        { name: `base64 at ${before}`, bytes: Buffer.from(inner) },
        { name: `base64url at ${before}`, bytes: Buffer.from(inner.replaceAll("+", "-").replaceAll("/", "_")) },
      ];
    }),
  ];
}
