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
  /** What the implementation keeps; only the room that made it looks inside. */
  readonly handle: object;
};

/** Hashes and signatures, once with node:crypto and once with WebCrypto; the export conditions of the package choose. */
export type CryptoRoom = {
  /** The hash of `parts`, one after the other. */
  hash(algorithm: HashAlgorithm, ...parts: readonly Uint8Array[]): Promise<Uint8Array>;

  /** Imports a SubjectPublicKeyInfo (DER). `undefined` when it is malformed or of a kind that is not supported. */
  importPublicKey(spki: Uint8Array): Promise<PublicKey | undefined>;

  /** Whether `signature` over `data` is genuine; false, never an exception, for a signature or scheme that can't fit the key. */
  verifySignature(scheme: SignatureScheme, key: PublicKey, data: Uint8Array, signature: Uint8Array): Promise<boolean>;
};
