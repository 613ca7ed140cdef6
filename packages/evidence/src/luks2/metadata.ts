import { fromUtf8, type Parsed } from "@sekisho/encoding";
import { base64Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { broken } from "./broken.ts";
import { findDuplicateKey } from "./duplicate-keys.ts";

/** An object's number, as a JSON key or reference: LUKS2 has no leading zeros, and at most 32 of each kind. */
const identifier = z.string().regex(/^(?:0|[1-9]|[12][0-9]|3[01])$/, "a number from 0 to 31");

/** 64-bit numbers are decimal strings in LUKS2; what goes beyond 2^53 is no size of a header. */
const bytes = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,15})$/, "a decimal number")
  .refine((text) => Number.isSafeInteger(Number(text)), "a number below 2^53")
  .transform(Number);

const name = z.string().max(128);
const count = z.int().nonnegative();
const salt = base64Schema(256);

/** Whatever is of a type that this schema does not spell out: its shape is unknown, and a check refuses it by its type. */
function otherType(...known: readonly string[]): z.ZodType<{ readonly type: string; readonly other: true }> {
  return z
    .looseObject({ type: name.refine((type) => !known.includes(type), `other than ${known.join(", ")}`) })
    .transform(({ type }) => ({ type, other: true as const }));
}

const kdfSchema = z.union([
  z.strictObject({ type: z.literal("pbkdf2"), hash: name, iterations: count, salt }),
  z.strictObject({
    type: z.literal(["argon2i", "argon2id"]),
    time: count,
    /** In KiB. */
    memory: count,
    cpus: count,
    salt,
  }),
  otherType("pbkdf2", "argon2i", "argon2id"),
]);

const areaSchema = z.union([
  z.strictObject({ type: z.literal("raw"), offset: bytes, size: bytes, encryption: name, key_size: count }),
  otherType("raw"),
]);

const antiForensicSchema = z.union([
  z.strictObject({ type: z.literal("luks1"), stripes: count, hash: name }),
  otherType("luks1"),
]);

const keyslotSchema = z.union([
  z.strictObject({
    type: z.literal("luks2"),
    key_size: count,
    af: antiForensicSchema,
    area: areaSchema,
    kdf: kdfSchema,
    priority: z.int().min(0).max(2).optional(),
  }),
  otherType("luks2"),
]);

const segmentSchema = z.union([
  z.strictObject({
    type: z.literal("crypt"),
    offset: bytes,
    size: z.union([z.literal("dynamic"), bytes]),
    iv_tweak: bytes,
    encryption: name,
    sector_size: count,
    integrity: z.looseObject({ type: name }).optional(),
    flags: z.array(name).optional(),
  }),
  otherType("crypt"),
]);

const digestSchema = z.union([
  z.strictObject({
    type: z.literal("pbkdf2"),
    keyslots: z.array(identifier),
    segments: z.array(identifier),
    hash: name,
    iterations: count,
    salt,
    digest: base64Schema(64),
  }),
  otherType("pbkdf2"),
]);

/** The JSON metadata (LUKS2 On-Disk Format Specification 1.1.0, section 3). Unknown fields are errors. */
export const metadataSchema = z.strictObject({
  keyslots: z.record(identifier, keyslotSchema),
  tokens: z.record(identifier, z.looseObject({ type: name, keyslots: z.array(identifier) })),
  segments: z.record(identifier, segmentSchema),
  digests: z.record(identifier, digestSchema),
  config: z.strictObject({
    json_size: bytes,
    keyslots_size: bytes,
    flags: z.array(name).optional(),
    requirements: z.strictObject({ mandatory: z.array(name).optional() }).optional(),
  }),
});

export type Metadata = z.infer<typeof metadataSchema>;
export type Keyslot = Metadata["keyslots"][string];
export type Luks2Keyslot = Extract<Keyslot, { readonly type: "luks2"; readonly kdf: unknown }>;
export type Segment = Metadata["segments"][string];
export type CryptSegment = Extract<Segment, { readonly encryption: string }>;
export type Digest = Metadata["digests"][string];

const field = "JSON area";

/**
 * Reads a JSON area: a text, a NUL, and nothing but zeros after it.
 *
 * @param offset where the area starts, for errors; those inside the JSON name the field by its path
 */
export function parseMetadata(area: Uint8Array, offset: number): Parsed<Metadata> {
  const end = area.indexOf(0);
  if (end < 0) return broken("encoding", field, offset, "a NUL at its end", `${area.length} other bytes`);
  const after = area.subarray(end).findIndex((byte) => byte !== 0);
  if (after >= 0) return broken("reserved", field, offset + end + after, "zero", "other bytes");
  const text = fromUtf8(field, area.subarray(0, end));
  if (!text.ok) return { ok: false, error: { ...text.error, offset } };
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch {
    return broken("encoding", field, offset, "JSON", `${end} other bytes`);
  }
  const duplicate = findDuplicateKey(text.value);
  if (duplicate !== undefined) {
    const found = `${JSON.stringify(duplicate.key)} twice`;
    return broken("encoding", field, offset + duplicate.offset, "every key once in its object", found);
  }
  const checked = metadataSchema.safeParse(json);
  if (checked.success) return { ok: true, value: checked.data };
  const { path, message } = firstIssue(checked.error.issues);
  return broken("value", [field, ...path].join("."), offset, message, describe(json, path));
}

type Issue = z.core.$ZodIssue;

/** The issue that says most: inside a union, the one of the alternative whose `type` fits. */
function firstIssue(issues: readonly Issue[]): { path: readonly PropertyKey[]; message: string } {
  const [issue] = issues;
  if (issue === undefined) return { path: [], message: "the schema" };
  if (issue.code !== "invalid_union") return issue;
  const fitting = issue.errors.find((alternative) => alternative.every(({ path }) => path[0] !== "type"));
  const inner = firstIssue(fitting ?? issue.errors[0] ?? []);
  return { path: [...issue.path, ...inner.path], message: inner.message };
}

function describe(json: unknown, path: readonly PropertyKey[]): string {
  let value = json;
  for (const key of path) {
    value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  // A list or an object may nest deeper than JSON.stringify can follow.
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
