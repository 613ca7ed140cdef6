import { concatBytes } from "@sekisho/encoding";
import { parseCertificate, type Certificate } from "@sekisho/encoding/x509";
import type { Check } from "../check.ts";
import type { AttestationObject } from "./attestation-object.ts";

/** What holds a passkey's private key, as its attestation proves it. */
export type PasskeyLevel = "none" | "self" | "security-key" | "tee" | "strongbox" | "secure-enclave" | "tpm";

/** An attestation object, and the hash of the client data that the authenticator was given. */
export type Statement = { readonly object: AttestationObject; readonly clientDataHash: Uint8Array };

/** What a format's own rules found: the level, if every check holds and the chain leads to a root. */
export type StatementResult = {
  readonly level: PasskeyLevel;
  readonly checks: readonly Check[];
  /** The attestation certificate first; empty where the credential's own key signed. */
  readonly chain: readonly Certificate[];
};

/** What most formats sign: authenticator data, then the hash of the client data. */
export function signedBytes({ object, clientDataHash }: Statement): Uint8Array {
  return concatBytes(object.authenticatorData.bytes, clientDataHash);
}

/** The certificates of `x5c`; undefined where there are none, or one can't be read. */
export function chainOf({ object }: Statement): readonly Certificate[] | undefined {
  const chain = object.statement.byteStrings("x5c");
  if (chain === undefined || chain.length === 0 || chain.length > longestChain) return undefined;
  const parsed = chain.map((der) => parseCertificate(der));
  return parsed.every((one) => one.ok) ? parsed.map(({ value }) => value) : undefined;
}

const longestChain = 8;
