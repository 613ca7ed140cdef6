import { ByteWriter, concatBytes, equalBytes, parseAll, type Parsed } from "@sekisho/encoding";
import { applyAesCtr, hmac } from "@sekisho/encoding/crypto";
import { largestSecretTable } from "./secret-table.ts";
import type { TransportKeys } from "./session.ts";

/** The packet header of LAUNCH_SECRET (SEV API 0.24, section 6.6, table 55), 52 bytes. */
export type SecretPacketHeader = {
  /** Bit 0 is COMPRESSED, which nobody uses. */
  readonly flags: number;
  readonly iv: Uint8Array;
  readonly mac: Uint8Array;
};

/** What a host hands to LAUNCH_SECRET: both are safe to show. */
export type SecretPacket = { readonly header: Uint8Array; readonly payload: Uint8Array };

const launchSecretContext = 0x01;
const blockLength = 16;

/**
 * Seals a table of secrets to one launch: AES-128-CTR with the TEK, and an HMAC with the TIK over 0x01 ‖ flags ‖ IV ‖ length in the
 * guest ‖ length on the way ‖ ciphertext ‖ measurement. The measurement must have been verified before.
 *
 * @param measure the HMAC of the launch's measurement: 32 bytes
 * @param iv 16 random bytes, fresh for every packet
 * @throws RangeError for a table that is no whole number of blocks, or larger than 16 KiB
 */
export async function sealLaunchSecret(
  { tek, tik }: TransportKeys,
  measure: Uint8Array,
  table: Uint8Array,
  iv: Uint8Array,
): Promise<SecretPacket> {
  if (table.length === 0 || table.length % blockLength !== 0 || table.length > largestSecretTable) {
    throw new RangeError(`a table of ${table.length} bytes`);
  }
  const payload = await applyAesCtr(tek, iv, table);
  const flags = new ByteWriter().u32le(0).finish();
  const mac = await packetMac(tik, { flags: 0, iv }, payload, measure);
  return { header: concatBytes(flags, iv, mac), payload };
}

/** Reads a packet header of exactly 52 bytes. */
export function parseSecretPacketHeader(bytes: Uint8Array): Parsed<SecretPacketHeader> {
  return parseAll("secret packet header", bytes, (reader) => {
    const flags = reader.u32le("FLAGS");
    if (flags > 1) reader.fail("reserved", "FLAGS", "0 or 1", `0x${flags.toString(16)}`, 0);
    return { flags, iv: reader.bytes("IV", 16), mac: reader.bytes("MAC", 32) };
  });
}

/** The table of a packet, as the platform's firmware opens it; undefined when the packet is not for this launch or was changed. */
export async function openLaunchSecret(
  { tek, tik }: TransportKeys,
  measure: Uint8Array,
  header: SecretPacketHeader,
  payload: Uint8Array,
): Promise<Uint8Array | undefined> {
  const genuine = equalBytes(header.mac, await packetMac(tik, header, payload, measure));
  return genuine && header.flags === 0 ? applyAesCtr(tek, header.iv, payload) : undefined;
}

function packetMac(
  tik: Uint8Array,
  { flags, iv }: Pick<SecretPacketHeader, "flags" | "iv">,
  payload: Uint8Array,
  measure: Uint8Array,
): Promise<Uint8Array> {
  const { length } = payload;
  const start = new ByteWriter().u8(launchSecretContext).u32le(flags).bytes(iv).u32le(length).u32le(length).finish();
  return hmac("sha256", tik, start, payload, measure);
}
