import { z } from "zod";

/**
 * Formats that a policy's texts can break. The name is what zod's issue carries as its message; the reader of policies
 * turns it into a sentence with the line (`policy.format.…`).
 */
export const formatNames = [
  "hex6",
  "hex16",
  "hex32",
  "hex48",
  "hex64",
  "digest",
  "chip-id",
  "abi-version",
  "firmware-version",
  "date",
  "not-empty",
] as const;
export type FormatName = (typeof formatNames)[number];

function format(name: FormatName, pattern: RegExp): z.ZodString {
  return z.string().regex(pattern, name);
}

/** Exactly `bytes` bytes as hexadecimal digits, either case. */
function hex(name: FormatName, bytes: number): z.ZodString {
  return format(name, new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`));
}

/** FMSPC. */
export const hex6Schema = hex("hex6", 6);

/** FAMILY_ID, IMAGE_ID, TEE_TCB_SVN, the identifier of a platform instance. */
export const hex16Schema = hex("hex16", 16);

/** HOST_DATA, MRENCLAVE, MRSIGNER, and SHA-256 digests. */
export const hex32Schema = hex("hex32", 32);

/** MEASUREMENT, ID_KEY_DIGEST, AUTHOR_KEY_DIGEST, and TDX's measurement registers: as long as SHA-384. */
export const hex48Schema = hex("hex48", 48);

/** REPORT_DATA, REPORTDATA, CONFIGID. */
export const hex64Schema = hex("hex64", 64);

/** A digest of a PCR's event (SHA-256) or of an RTMR's (SHA-384). */
export const digestSchema = format("digest", /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{96})$/);

/** CHIP_ID: 64 bytes, or the 8 bytes that Turin's certificates carry (the rest of the field is zero there). */
export const chipIdSchema = format("chip-id", /^(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{128})$/);

/** The ABI version of a guest policy: "1.55". */
export const abiVersionSchema = format("abi-version", /^(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})$/);

/** A version of the SEV firmware: major, minor, build ("1.55.40"). */
export const firmwareVersionSchema = format(
  "firmware-version",
  /^(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})$/,
);

/** A day: "2024-03-13". */
export const dateSchema = z.iso.date("date");

/** What a policy may say of a bit: it must be set, it must be clear, or either will do. */
export const bitSchema = z.union([z.boolean(), z.literal("any")]);

/** The number of a bit in a field of 64. */
export const bitNumberSchema = z.int().min(0).max(63);

/** A text of people's. */
export const textSchema = z.string().min(1, "not-empty").max(256);

/** One of several: a list that can't be empty, because an empty one would demand the impossible without saying so. */
export function oneOf<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item).min(1, "not-empty").max(1024);
}
