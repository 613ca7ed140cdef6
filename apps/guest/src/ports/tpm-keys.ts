import { concatBytes } from "@sekisho/encoding";
import type { VtpmProvider } from "@sekisho/release";
import {
  attestationKeyTemplate,
  createEndorsementPrimary,
  ekChainIndex,
  endorsementKeyTemplate,
  flushContext,
  readLoadedKey,
  readNvIndex,
  rsaEkCertificateIndex,
  TpmError,
  type LoadedKey,
  type TpmTransport,
} from "../tpm/index.ts";

/** Both keys stay loaded: a TPM has room for three. */
export type TpmKeys = {
  readonly endorsement: LoadedKey;
  readonly attestation: LoadedKey;
  /** Handles that were made here, and are flushed at the end. */
  readonly transient: readonly number[];
};

/** Azure's paravisor makes the attestation key that its report vouches for. */
const azureAttestationKey = 0x8100_0003;
/** Where Azure, as TCG recommends, keeps the RSA-2048 endorsement key. */
const persistentEndorsementKey = 0x8101_0001;

/**
 * The TPM's endorsement key and an attestation key.
 *
 * @param seed 32 random bytes from which the TPM derives the attestation key, where the guest makes it
 * @throws TpmError
 */
export async function findKeys(tpm: TpmTransport, provider: VtpmProvider, seed: Uint8Array): Promise<TpmKeys> {
  if (provider === "azure-hcl") {
    const attestation = await readLoadedKey(tpm, azureAttestationKey);
    const endorsement = await unlessRefused(readLoadedKey(tpm, persistentEndorsementKey));
    if (endorsement !== undefined) return { endorsement, attestation, transient: [] };
    const made = await createEndorsementPrimary(tpm, endorsementKeyTemplate());
    return { endorsement: made, attestation, transient: [made.handle] };
  }
  const endorsement = await createEndorsementPrimary(tpm, endorsementKeyTemplate());
  try {
    const attestation = await createEndorsementPrimary(tpm, attestationKeyTemplate(seed));
    return { endorsement, attestation, transient: [attestation.handle, endorsement.handle] };
  } catch (error) {
    await flushContext(tpm, endorsement.handle).catch(() => undefined);
    throw error;
  }
}

/** The certificate (DER) of the RSA-2048 endorsement key; undefined where the TPM has none, as an SVSM's. */
export async function readEndorsementCertificate(tpm: TpmTransport): Promise<Uint8Array | undefined> {
  const content = await unlessRefused(readNvIndex(tpm, rsaEkCertificateIndex));
  return content === undefined ? undefined : cutCertificate(content);
}

/** As many as evidence may bring, and no manufacturer's chain needs more indexes. */
const mostOfChain = 8;

/**
 * The certificates (DER) above that of the endorsement key, as the manufacturer put them into the TPM; none where it did not.
 * Nobody has to believe them: a verifier looks where they lead.
 */
export async function readEndorsementChain(tpm: TpmTransport): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (let number = 0; number < mostOfChain; number++) {
    const content = await unlessRefused(readNvIndex(tpm, ekChainIndex + number));
    if (content === undefined) break;
    parts.push(content);
  }
  return cutCertificates(concatBytes(...parts));
}

/** Certificates that stand one after the other, up to what is none. */
export function cutCertificates(content: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let rest = content; found.length < mostOfChain;) {
    const certificate = cutCertificate(rest);
    if (certificate === undefined) break;
    found.push(certificate);
    rest = rest.subarray(certificate.length);
  }
  return found;
}

/**
 * A certificate without what follows it: an NV index may be longer than its content. undefined where no ASN.1 SEQUENCE with
 * a length of two bytes stands there, as each certificate is one.
 */
export function cutCertificate(content: Uint8Array): Uint8Array | undefined {
  const [tag, form, high = 0, low = 0] = content;
  const length = 4 + 256 * high + low;
  return tag === 0x30 && form === 0x82 && length <= content.length ? content.slice(0, length) : undefined;
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TpmError && error.failure.kind === "refused") return undefined;
    throw error;
  }
}
