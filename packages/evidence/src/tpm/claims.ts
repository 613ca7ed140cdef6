import { toHex } from "@sekisho/encoding";
import type { Attest } from "./attest.ts";
import { objectName } from "./name.ts";
import { showPcrSelections } from "./pcr-selection.ts";
import { showKey, showScheme, type PublicArea } from "./public-area.ts";

/** What a TPM says about itself in an attestation, as JSON: 64-bit numbers and bytes in hexadecimal, clock in milliseconds. */
export type AttestClaims = {
  readonly type: Attest["attested"]["kind"];
  readonly qualifiedSigner: string;
  readonly extraData: string;
  /** Milliseconds, as a decimal text, since it may exceed what a JSON number holds. */
  readonly clock: string;
  readonly resetCount: number;
  readonly restartCount: number;
  readonly safe: boolean;
  readonly firmwareVersion: string;
  /** "sha256:0,1,7"; only of a quote. */
  readonly pcrSelect?: string;
  readonly pcrDigest?: string;
};

/** The claims of an attestation. */
export function attestClaims({
  qualifiedSigner,
  extraData,
  clockInfo,
  firmwareVersion,
  attested,
}: Attest): AttestClaims {
  const { clock, resetCount, restartCount, safe } = clockInfo;
  const quote =
    attested.kind === "quote"
      ? { pcrSelect: showPcrSelections(attested.pcrSelect), pcrDigest: toHex(attested.pcrDigest) }
      : {};
  return {
    type: attested.kind,
    qualifiedSigner: toHex(qualifiedSigner),
    extraData: toHex(extraData),
    clock: clock.toString(),
    resetCount,
    restartCount,
    safe,
    firmwareVersion: `0x${firmwareVersion.toString(16).padStart(16, "0")}`,
    ...quote,
  };
}

/** What a key is, as JSON. */
export type KeyClaims = {
  /** Recomputed from the public area; hexadecimal. */
  readonly name: string;
  /** "RSA 2048", or the curve. */
  readonly key: string;
  /** "rsassa, sha256"; null where whoever uses the key may choose. */
  readonly scheme: string | null;
  readonly attributes: readonly string[];
};

/** The claims of a key's public area. */
export async function keyClaims(area: PublicArea): Promise<KeyClaims> {
  const { scheme, attributes } = area;
  return {
    name: toHex(await objectName(area)),
    key: showKey(area),
    scheme: scheme === undefined ? null : showScheme(scheme),
    attributes: [...attributes],
  };
}
