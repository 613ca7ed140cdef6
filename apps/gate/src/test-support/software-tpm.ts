import { createHash } from "node:crypto";
import { fromBase64, toBase64, type Parsed } from "@sekisho/encoding";
import { objectName, parsePublicArea, type ObjectAttribute } from "@sekisho/evidence/tpm";
import { activateCredential, eccKey, quoteAttest, rsaKey, signAs } from "@sekisho/evidence/tpm/testing";
import { quotedPcrs, type SealedCredential, type VtpmEvidence } from "@sekisho/release";
import type { RecordedBoot } from "./recorded-boot.ts";

const storageAttributes: readonly ObjectAttribute[] = [
  "fixedTPM",
  "fixedParent",
  "sensitiveDataOrigin",
  "restricted",
  "decrypt",
];
const signing = { kind: "ecdsa", hash: "sha256" } as const;

/** A TPM in software with an endorsement key and an attestation key. It recorded nothing, unless a test says what. */
export type SoftwareTpm = {
  /** TPMT_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  readonly attestationKeyName: Uint8Array;
  evidence(
    binding: Uint8Array,
    boot?: Pick<RecordedBoot, "firmwareLog" | "pcrs">,
    /** Which boot of the TPM it is. */
    resetCount?: number,
  ): VtpmEvidence;
  /** TPM2_ActivateCredential. */
  open(credential: SealedCredential): Uint8Array;
  /** The same TPM with another attestation key. */
  withOtherKey(): Promise<SoftwareTpm>;
};

export async function softwareTpm(
  provider: "svsm" | "device" = "svsm",
  ek = rsaKey(2048, { attributes: storageAttributes, symmetric: 128 }),
): Promise<SoftwareTpm> {
  const ak = eccKey("P-256", { scheme: signing });
  const endorsementKey = toBase64(ek.publicArea);
  const attestationKeyName = await objectName(sure(parsePublicArea(ak.publicArea)));
  return {
    endorsementKey: ek.publicArea,
    attestationKeyName,

    evidence: (binding, boot = { firmwareLog: new Uint8Array(64), pcrs: new Uint8Array(16 * 32) }, resetCount = 7) => {
      const quote = quoteAttest({
        extraData: createHash("sha256").update(binding).digest(),
        pcrSelect: [{ hash: "sha256", pcrs: quotedPcrs }],
        pcrDigest: createHash("sha256").update(boot.pcrs).digest(),
        resetCount,
      });
      const fields = {
        endorsementKey,
        attestationKey: toBase64(ak.publicArea),
        quote: toBase64(quote),
        signature: toBase64(signAs(signing, ak.privateKey, quote)),
        firmwareLog: toBase64(boot.firmwareLog),
      };
      return provider === "svsm" ? { provider, ...fields, servicesManifest: endorsementKey } : { provider, ...fields };
    },

    open: ({ credentialBlob, secret }) =>
      activateCredential(
        ek,
        sure(parsePublicArea(ek.publicArea)),
        attestationKeyName,
        sure(fromBase64("credentialBlob", credentialBlob)),
        sure(fromBase64("secret", secret)),
      ),

    withOtherKey: () => softwareTpm(provider, ek),
  };
}

function sure<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(`${parsed.error.field} is malformed`);
  return parsed.value;
}
