import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { concatBytes, malformedMessage, parseAll, toUtf8, type Parsed } from "@sekisho/encoding";
import { sevCertificateLength, type TransportKeys } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/** What a guest owner keeps of a session: its secrets, and what they were made for. */
export type SessionKeys = TransportKeys & {
  /** All 32 bits of the launch policy. */
  readonly policy: number;
  /** The platform's certificates, as they were given. */
  readonly certificates: Uint8Array;
};

const magic = toUtf8("sekisho-sev-keys");
const version = 1;
const keyLength = 16;
const largest = 1024 * 1024;

/** The file: magic (16) ‖ version ‖ TEK (16) ‖ TIK (16) ‖ policy (u32, little-endian) ‖ certificates. Bytes, so that they can be wiped. */
export function encodeSessionKeys({ tek, tik, policy, certificates }: SessionKeys): Uint8Array {
  const policyBytes = new Uint8Array(4);
  new DataView(policyBytes.buffer).setUint32(0, policy, true);
  return concatBytes(magic, Uint8Array.of(version), tek, tik, policyBytes, certificates);
}

/** Reads what {@link encodeSessionKeys} wrote. */
export function parseSessionKeys(bytes: Uint8Array): Parsed<SessionKeys> {
  return parseAll("SEV session keys", bytes, (reader) => {
    const found = reader.bytes("magic", magic.length);
    if (!found.every((byte, index) => byte === magic[index])) {
      reader.fail("value", "magic", "sekisho-sev-keys", "something else", 0);
    }
    const actual = reader.u8("version");
    if (actual !== version) reader.fail("version", "version", `${version}`, `${actual}`, magic.length);
    const tek = reader.bytes("TEK", keyLength);
    const tik = reader.bytes("TIK", keyLength);
    const policy = reader.u32le("policy");
    if (reader.remaining < sevCertificateLength) {
      reader.fail("truncated", "certificates", `at least ${sevCertificateLength} bytes`, `${reader.remaining} bytes`);
    }
    return { tek, tik, policy, certificates: reader.rest("certificates") };
  });
}

/**
 * Writes the keys to a new file that only its owner can read, and wipes the copy made for it.
 *
 * @throws UsageError when there is such a file already: a session that is lost can't be verified any more
 */
export async function writeSessionKeys(path: string, keys: SessionKeys): Promise<void> {
  const bytes = encodeSessionKeys(keys);
  try {
    await writeNew(path, bytes, 0o600);
  } finally {
    bytes.fill(0);
  }
}

/**
 * Writes a file that must not be there yet.
 *
 * @throws UsageError when it is, or can't be made
 */
export async function writeNew(path: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  try {
    const file = await open(path, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "?";
    if (code === "EEXIST") throw new UsageError(message("cli.sev.exists", { path }));
    throw new UsageError(message("cli.sev.unwritable", { path, reason: code }));
  }
}

/**
 * The keys of `--keys`, which the caller wipes.
 *
 * @throws UsageError when the file is missing, or something else
 */
export async function readSessionKeys(path: string): Promise<SessionKeys> {
  const bytes = await readInput(path, largest);
  const keys = parseSessionKeys(bytes);
  bytes.fill(0);
  if (!keys.ok) throw new UsageError(malformedMessage(path, keys.error));
  return keys.value;
}

/** Random bytes of the machine's own generator. */
export function random(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}
