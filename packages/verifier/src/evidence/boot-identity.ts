import { fromBase64, toHex, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { parseAttest } from "@sekisho/evidence/tpm";
import type { EvidenceBundle, VtpmEvidence } from "@sekisho/release";

/**
 * What identifies a boot of a machine that no attestation report speaks for: `tpm:` with the SHA-256 of its endorsement
 * key's TPMT_PUBLIC, and how often that TPM was reset. As little proven as the quote that it is read from.
 */
export async function tpmBootIdentifier(vtpm: VtpmEvidence): Promise<Parsed<string>> {
  const bytes = fromBase64("vtpm.quote", vtpm.quote);
  if (!bytes.ok) return bytes;
  const quote = parseAttest(bytes.value);
  if (!quote.ok) return quote;
  const endorsementKey = await endorsementKeyDigest(vtpm);
  if (!endorsementKey.ok) return endorsementKey;
  return { ok: true, value: `tpm:${endorsementKey.value}:${quote.value.clockInfo.resetCount}` };
}

/**
 * The TPM keys that evidence comes with, as one text: fresh evidence of a guest must come with the same. Null without a
 * vTPM.
 *
 * The attestation key is named as the evidence names it; that this is its name is checked when the evidence is appraised.
 */
export async function tpmKeysOf({ vtpm, attestationKeyName }: EvidenceBundle): Promise<string | null> {
  if (vtpm === undefined) return null;
  const endorsementKey = await endorsementKeyDigest(vtpm);
  return `${endorsementKey.ok ? endorsementKey.value : ""}:${attestationKeyName}`;
}

async function endorsementKeyDigest({ endorsementKey }: VtpmEvidence): Promise<Parsed<string>> {
  const bytes = fromBase64("vtpm.endorsementKey", endorsementKey);
  return bytes.ok ? { ok: true, value: toHex(await hash("sha256", bytes.value)) } : bytes;
}
