import { concatBytes, fromHex, parseAll, toHex, type Parsed } from "@sekisho/encoding";

/**
 * The GUID under which a SEV guest finds its disk key among the secrets that its owner injected at launch; Linux names the secret's file
 * after it.
 */
export const launchedDiskKeyGuid = "bb65bf21-63ca-4a5e-a749-969f0eb6227f";

/** A disk key with the disk that it is for. */
export type LaunchedDiskKey = {
  /** SHA-256 over the LUKS2 header: 64 hexadecimal digits, lower case. The guest opens no disk with another header. */
  readonly headerDigest: string;
  readonly key: Uint8Array;
};

const version = 1;
const digestLength = 32;
/** LUKS2 passphrases end at 512 bytes; keys of files are no longer either. */
const longestKey = 4096;

/**
 * The content of the secret: version (1) ‖ SHA-256 of the LUKS2 header (32) ‖ key. The caller wipes it.
 *
 * @throws RangeError for a digest that is none, or a key that is empty or too long
 */
export function encodeLaunchedDiskKey({ headerDigest, key }: LaunchedDiskKey): Uint8Array {
  const digest = fromHex("header digest", headerDigest);
  if (!digest.ok || digest.value.length !== digestLength)
    throw new RangeError("the header digest is no SHA-256 digest");
  if (key.length === 0 || key.length > longestKey) throw new RangeError(`a key of ${key.length} bytes`);
  return concatBytes(Uint8Array.of(version), digest.value, key);
}

/** Reads the content of the secret. The caller wipes the key. */
export function parseLaunchedDiskKey(bytes: Uint8Array): Parsed<LaunchedDiskKey> {
  return parseAll("launched disk key", bytes, (reader) => {
    const found = reader.u8("version");
    if (found !== version) reader.fail("version", "version", `${version}`, `${found}`, 0);
    const headerDigest = toHex(reader.bytes("header digest", digestLength));
    const { remaining } = reader;
    if (remaining === 0) reader.fail("truncated", "key", "at least 1 byte", "0 bytes");
    if (remaining > longestKey) reader.fail("limit", "key", `at most ${longestKey} bytes`, `${remaining} bytes`);
    return { headerDigest, key: reader.rest("key") };
  });
}
