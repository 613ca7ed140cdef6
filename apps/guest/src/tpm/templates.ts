import { ByteWriter, fromHex } from "@sekisho/encoding";
import { algorithmIds, curveIds, objectAttributeBits, sizedBuffer } from "@sekisho/evidence/tpm";

/** PolicySecret(TPM_RH_ENDORSEMENT): whoever may use the endorsement hierarchy (TCG EK Credential Profile 2.5, B.6.2). */
const endorsementPolicy = "837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa";
const rsaBits = 2048;

/** TPMT_PUBLIC template L-1 of TCG's EK Credential Profile (B.3.3): RSA-2048, SHA-256, AES-128; COCONUT-SVSM's EK, too. */
export function endorsementKeyTemplate(): Uint8Array {
  const policy = fromHex("policy", endorsementPolicy);
  if (!policy.ok) throw new RangeError("the endorsement policy is no hexadecimal text");
  const attributes = objectAttributeBits([
    "fixedTPM",
    "fixedParent",
    "sensitiveDataOrigin",
    "adminWithPolicy",
    "restricted",
    "decrypt",
  ]);
  return new ByteWriter()
    .u16be(algorithmIds.rsa)
    .u16be(algorithmIds.sha256)
    .u32be(attributes)
    .bytes(sizedBuffer(policy.value))
    .u16be(algorithmIds.aes)
    .u16be(128)
    .u16be(algorithmIds.cfb)
    .u16be(algorithmIds.null)
    .u16be(rsaBits)
    .u32be(0)
    .bytes(sizedBuffer(new Uint8Array(rsaBits / 8)))
    .finish();
}

/**
 * TPMT_PUBLIC template of an attestation key: restricted, ECDSA over P-256 with SHA-256.
 *
 * @param seed at most 32 bytes; the TPM derives another key from another seed, so that a random one gives a fresh key
 */
export function attestationKeyTemplate(seed: Uint8Array): Uint8Array {
  const attributes = objectAttributeBits([
    "fixedTPM",
    "fixedParent",
    "sensitiveDataOrigin",
    "userWithAuth",
    "restricted",
    "sign",
  ]);
  return new ByteWriter()
    .u16be(algorithmIds.ecc)
    .u16be(algorithmIds.sha256)
    .u32be(attributes)
    .u16be(0)
    .u16be(algorithmIds.null)
    .u16be(algorithmIds.ecdsa)
    .u16be(algorithmIds.sha256)
    .u16be(curveIds["P-256"])
    .u16be(algorithmIds.null)
    .bytes(sizedBuffer(seed))
    .u16be(0)
    .finish();
}
