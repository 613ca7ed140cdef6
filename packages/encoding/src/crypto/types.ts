/** Hash functions, named as WebCrypto and TCG registries do, in lower case. */
export type HashAlgorithm = "sha1" | "sha256" | "sha384" | "sha512";

/** How a signature is to be checked. ECDSA signatures are R ‖ S, big-endian, each as long as the curve's order. */
export type SignatureScheme =
  | { readonly kind: "ecdsa"; readonly hash: HashAlgorithm }
  | { readonly kind: "rsa-pss"; readonly hash: HashAlgorithm; readonly saltLength: number }
  | { readonly kind: "rsa-pkcs1"; readonly hash: HashAlgorithm }
  | { readonly kind: "ed25519" };

/** An imported public key: import it once and keep it, as importing costs up to half of a verification. */
export type PublicKey = {
  /** DER of the SubjectPublicKeyInfo that it was imported from. */
  readonly spki: Uint8Array;
  readonly type: "ec" | "rsa" | "ed25519";
  /** The named curve of an EC key, as NIST names it. */
  readonly curve?: "P-256" | "P-384" | "P-521";
  /** Bytes of an RSA key's modulus, and so of each of its signatures. */
  readonly modulusLength?: number;
  /** What the implementation keeps; only the room that made it looks inside. */
  readonly handle: object;
};

/** What {@link CryptoRoom.agree} found. Coordinates are big-endian, as long as the curve's field. */
export type KeyAgreement = {
  /** The ephemeral public key, for the owner of the other one. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** The x coordinate of the shared point: a secret. */
  readonly sharedX: Uint8Array;
};

/** Hashes, signatures and what is sealed to a key, once with node:crypto and once with WebCrypto; the export conditions of the package choose. */
export type CryptoRoom = {
  /** The hash of `parts`, one after the other. */
  hash(algorithm: HashAlgorithm, ...parts: readonly Uint8Array[]): Promise<Uint8Array>;

  /**
   * Imports a SubjectPublicKeyInfo (DER; points uncompressed). `undefined` when it is malformed or of a kind that is not
   * supported.
   */
  importPublicKey(spki: Uint8Array): Promise<PublicKey | undefined>;

  /** Whether `signature` over `data` is genuine; false, never an exception, for a signature or scheme that can't fit the key. */
  verifySignature(scheme: SignatureScheme, key: PublicKey, data: Uint8Array, signature: Uint8Array): Promise<boolean>;

  /** HMAC (RFC 2104) over `parts`, one after the other. The key has at least one byte. */
  hmac(algorithm: HashAlgorithm, key: Uint8Array, ...parts: readonly Uint8Array[]): Promise<Uint8Array>;

  /**
   * AES-128 or AES-256 in full-block cipher feedback mode (NIST SP 800-38A, 6.3, CFB128).
   *
   * @param iv 16 bytes
   * @throws RangeError for keys and initialisation vectors of other lengths
   */
  encryptAesCfb(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array>;

  /**
   * AES-128 or AES-256 in counter mode (NIST SP 800-38A, 6.5), which encrypts and decrypts alike. The whole block is the
   * counter, big-endian, and it starts at `iv`.
   *
   * @param iv 16 bytes
   * @throws RangeError for keys and initialisation vectors of other lengths
   */
  applyAesCtr(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Promise<Uint8Array>;

  /** RSAES-OAEP (RFC 8017, 7.1), with one hash for label and mask. `undefined` for a key that is not RSA, or text that is too long. */
  encryptRsaOaep(
    algorithm: HashAlgorithm,
    key: PublicKey,
    label: Uint8Array,
    plaintext: Uint8Array,
  ): Promise<Uint8Array | undefined>;

  /** ECDH of a fresh key with this one (NIST SP 800-56A, 6.2.2.2: one-pass Diffie-Hellman). `undefined` for a key without curve. */
  agree(key: PublicKey): Promise<KeyAgreement | undefined>;
};
