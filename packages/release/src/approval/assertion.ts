import { fromUtf8, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { z } from "zod";
import { readMap } from "./cose-key.ts";

/** What an authenticator signs of itself (WebAuthn Level 3, section 6.1). */
export type AuthenticatorData = {
  /** SHA-256 of the name that the passkey is for. */
  readonly rpIdHash: Uint8Array;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  /** Whether the passkey can be copied to other devices, and whether it was. */
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly signCount: number;
};

const flags = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attestedCredential: 0x40,
  extensions: 0x80,
} as const;

/**
 * Reads authenticator data of an assertion: rpIdHash (32 bytes), flags (1), signCount (4, big-endian), and extensions if the flags
 * say so. A credential inside is one of an enrolment, and refused.
 */
export function parseAssertionData(bytes: Uint8Array): Parsed<AuthenticatorData> {
  return parseAll("authenticatorData", bytes, readAssertionData);
}

function readAssertionData(reader: ByteReader): AuthenticatorData {
  const rpIdHash = reader.bytes("rpIdHash", 32);
  const { offset } = reader;
  const set = reader.u8("flags");
  const has = (flag: number): boolean => (set & flag) !== 0;
  if (has(flags.attestedCredential)) reader.fail("value", "flags", "no credential in an assertion", `${set}`, offset);
  if (has(flags.backedUp) && !has(flags.backupEligible)) {
    reader.fail("value", "flags", "no backup of what can't be backed up", `${set}`, offset);
  }
  const signCount = reader.u32be("signCount");
  if (has(flags.extensions)) {
    const start = reader.offset;
    if (readMap(reader.rest("extensions")) === undefined) {
      reader.fail("encoding", "extensions", "one CBOR map", "something else", start);
    }
  }
  return {
    rpIdHash,
    userPresent: has(flags.userPresent),
    userVerified: has(flags.userVerified),
    backupEligible: has(flags.backupEligible),
    backedUp: has(flags.backedUp),
    signCount,
  };
}

/** What the browser says of the ceremony (section 5.8.1). It may say more than these. */
const clientDataSchema = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});
export type ClientData = z.infer<typeof clientDataSchema>;

/** Reads clientDataJSON; undefined for anything else. */
export function parseClientData(bytes: Uint8Array): ClientData | undefined {
  const text = fromUtf8("clientDataJSON", bytes);
  if (!text.ok) return undefined;
  try {
    const parsed = clientDataSchema.safeParse(JSON.parse(text.value));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
