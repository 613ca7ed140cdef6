import { ByteReader, MalformedError } from "@sekisho/encoding";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from "hpke";

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** Sealed secrets are padded to a multiple of this many bytes, so that nobody learns how long a passphrase is. */
const paddedBlock = 512;
const longestSecret = 4096;
const lengthBytes = 2;

type KeyPair = Awaited<ReturnType<typeof suite.GenerateKeyPair>>;

/** The guest's HPKE key pair, made for one boot. The private half can't leave the process. */
export type GuestKey = { readonly publicKey: Uint8Array; readonly pair: KeyPair };

/** Makes a fresh X25519 key pair. */
export async function generateGuestKey(): Promise<GuestKey> {
  const pair = await suite.GenerateKeyPair(false);
  return { publicKey: await suite.SerializePublicKey(pair.publicKey), pair };
}

/** A pre-shared key in the sense of RFC 9180: with a vTPM, the secret of its MakeCredential round trip. */
export type PreSharedKey = { readonly secret: Uint8Array; readonly identifier: Uint8Array };

/** HPKE's two halves. */
export type SealedSecret = { readonly encapsulatedKey: Uint8Array; readonly ciphertext: Uint8Array };

/**
 * Seals a disk key or passphrase to the guest whose evidence carries `guestKey` and `binding`.
 *
 * @param secret at most 4096 bytes; the caller wipes it afterwards
 * @throws RangeError when the secret is empty or too long
 */
export async function sealSecret(input: {
  readonly guestKey: Uint8Array;
  readonly binding: Uint8Array;
  readonly secret: Uint8Array;
  readonly preSharedKey?: PreSharedKey;
}): Promise<SealedSecret> {
  const { guestKey, binding, secret, preSharedKey } = input;
  const padded = pad(secret);
  try {
    const recipient = await suite.DeserializePublicKey(guestKey);
    const sealed = await suite.Seal(recipient, padded, { info: binding, ...pskOptions(preSharedKey) });
    return { encapsulatedKey: sealed.encapsulatedSecret, ciphertext: sealed.ciphertext };
  } finally {
    padded.fill(0);
  }
}

/**
 * Opens what {@link sealSecret} sealed. `undefined` when it was sealed to another key or binding, or was changed.
 *
 * The caller wipes the secret as soon as it was used.
 */
export async function openSecret(input: {
  readonly guestKey: GuestKey;
  readonly binding: Uint8Array;
  readonly sealed: SealedSecret;
  readonly preSharedKey?: PreSharedKey;
}): Promise<Uint8Array | undefined> {
  const { guestKey, binding, sealed, preSharedKey } = input;
  let padded: Uint8Array;
  try {
    const options = { info: binding, ...pskOptions(preSharedKey) };
    padded = await suite.Open(guestKey.pair, sealed.encapsulatedKey, sealed.ciphertext, options);
  } catch {
    return undefined;
  }
  try {
    return unpad(padded);
  } finally {
    padded.fill(0);
  }
}

function pskOptions(psk: PreSharedKey | undefined): { psk?: Uint8Array; pskId?: Uint8Array } {
  return psk === undefined ? {} : { psk: psk.secret, pskId: psk.identifier };
}

function pad(secret: Uint8Array): Uint8Array {
  if (secret.length === 0 || secret.length > longestSecret) throw new RangeError(`secret of ${secret.length} bytes`);
  const padded = new Uint8Array(Math.ceil((lengthBytes + secret.length) / paddedBlock) * paddedBlock);
  new DataView(padded.buffer).setUint16(0, secret.length);
  padded.set(secret, lengthBytes);
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array | undefined {
  try {
    const reader = new ByteReader(padded);
    const secret = reader.bytes("secret", reader.u16be("length"));
    reader.reserved("padding", reader.remaining);
    return secret.length === 0 ? undefined : secret;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}
