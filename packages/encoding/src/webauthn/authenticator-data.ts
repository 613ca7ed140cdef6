import { parseAll } from "../bytes/parse-all.ts";
import type { ByteReader } from "../bytes/reader.ts";
import type { Parsed } from "../malformed.ts";
import { toHex } from "../text/hex.ts";
import { readCbor, type Cbor } from "./cbor.ts";
import { readCoseKey, type CoseKey } from "./cose-key.ts";

/** What an authenticator signs (WebAuthn Level 3, 6.1). */
export type AuthenticatorData = {
  /** All of it: what signatures cover, before the hash of the client data. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the relying party's identifier. */
  readonly rpIdHash: Uint8Array;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  /** Whether the key may be copied to other devices, and whether it has been. */
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly signCount: number;
  readonly credential: AttestedCredential | undefined;
};

/** The credential that was made (6.5.1). */
export type AttestedCredential = {
  /** The model of the authenticator; all zero where it does not say. */
  readonly aaguid: Uint8Array;
  readonly id: Uint8Array;
  readonly key: CoseKey;
  /** The key as COSE has it, in CBOR. */
  readonly coseKey: Uint8Array;
};

const flags = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
  extensions: 0x80,
};
const credentialIdLimit = 1023;

/** Reads authenticator data, all integers big-endian: rpIdHash (32), flags (1), signCount (4), credential, extensions. */
export function parseAuthenticatorData(bytes: Uint8Array): Parsed<AuthenticatorData> {
  return parseAll("authenticatorData", bytes, (reader) => {
    const rpIdHash = reader.bytes("rpIdHash", 32);
    const { offset } = reader;
    const bits = reader.u8("flags");
    const has = (flag: number): boolean => (bits & flag) !== 0;
    if (has(flags.backedUp) && !has(flags.backupEligible)) {
      reader.fail("value", "flags", "no backup of what can't be backed up", `0x${toHex(Uint8Array.of(bits))}`, offset);
    }
    const signCount = reader.u32be("signCount");
    const attested = has(flags.attested) ? readCredentialName(reader) : undefined;
    // CBOR items say only by themselves where they end.
    const items = new Items(reader);
    const credential = attested === undefined ? undefined : { ...attested, ...items.key() };
    if (has(flags.extensions)) items.extensions();
    items.end();
    return {
      bytes: new Uint8Array(bytes),
      rpIdHash,
      userPresent: has(flags.userPresent),
      userVerified: has(flags.userVerified),
      backupEligible: has(flags.backupEligible),
      backedUp: has(flags.backedUp),
      signCount,
      credential,
    };
  });
}

function readCredentialName(reader: ByteReader): Pick<AttestedCredential, "aaguid" | "id"> {
  const aaguid = reader.bytes("aaguid", 16);
  const { offset } = reader;
  const length = reader.u16be("credentialIdLength");
  if (length > credentialIdLimit) {
    reader.fail("limit", "credentialIdLength", `at most ${credentialIdLimit}`, `${length}`, offset);
  }
  return { aaguid, id: reader.bytes("credentialId", length) };
}

/** The CBOR items at the end. */
class Items {
  readonly #reader: ByteReader;
  readonly #base: number;
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
    this.#base = reader.offset;
    this.#bytes = reader.rest("credentialPublicKey");
  }

  key(): Pick<AttestedCredential, "key" | "coseKey"> {
    const start = this.#position;
    const item = this.#next("credentialPublicKey");
    const coseKey = this.#bytes.slice(start, this.#position);
    return { coseKey, key: readCoseKey("credentialPublicKey", this.#base + start, item) };
  }

  extensions(): void {
    const offset = this.#base + this.#position;
    if (this.#next("extensions") instanceof Map) return;
    this.#reader.fail("encoding", "extensions", "a map", "another item", offset);
  }

  end(): void {
    const left = this.#bytes.length - this.#position;
    const offset = this.#base + this.#position;
    if (left > 0) this.#reader.fail("trailing", "authenticatorData", "end of input", `${left} more bytes`, offset);
  }

  #next(field: string): Cbor {
    const { item, length } = readCbor(field, this.#bytes.subarray(this.#position), this.#base + this.#position);
    this.#position += length;
    return item;
  }
}
