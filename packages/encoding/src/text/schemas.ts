import { fromBase64, fromBase64Url } from "./base64.ts";
import { z } from "zod";

/** A machine's identifier: a UUID in lower case, as it stands on the measured command line. */
export const machineIdSchema = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case");

/** A SHA-256 digest: 64 hexadecimal digits, lower case. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits (SHA-256)");

/** A SHA-384 digest: 96 hexadecimal digits, lower case. */
export const sha384Schema = z.string().regex(/^[0-9a-f]{96}$/, "96 lower-case hexadecimal digits (SHA-384)");

/** Bytes as strict base64 with padding, at most `limit` bytes long once decoded. */
export function base64Schema(limit: number): z.ZodString {
  const fits = (text: string): boolean => fromBase64("", text).ok;
  return z
    .string()
    .max(Math.ceil(limit / 3) * 4)
    .refine(fits, "base64 with padding");
}

/** Bytes as strict base64url without padding: exactly `length` bytes, or any number up to `limit`. */
export function base64UrlSchema(size: { readonly length: number } | { readonly limit: number }): z.ZodString {
  const fits = (text: string): boolean => {
    const decoded = fromBase64Url("", text);
    return decoded.ok && ("length" in size ? decoded.value.length === size.length : decoded.value.length <= size.limit);
  };
  const most = "length" in size ? size.length : size.limit;
  const wish = "length" in size ? `${size.length} bytes` : `at most ${size.limit} bytes`;
  return z
    .string()
    .max(Math.ceil(most / 3) * 4)
    .refine(fits, `base64url without padding, ${wish}`);
}

/** A whole 64-bit number in hexadecimal ("0x30000"). */
export const hexNumberSchema = z.string().regex(/^0x[0-9a-f]{1,16}$/, "a number like 0x30000");
