import { toHex } from "@sekisho/encoding";
import { attestClaims, keyClaims } from "@sekisho/evidence/tpm";
import type { VtpmProvider } from "./input.ts";
import { endorsementKeyDigest } from "./endorsement-key.ts";
import type { ReadVtpm } from "./read.ts";

/** Who holds a provider's TPM, and whether that is inside the confidential VM. */
const holders = {
  svsm: { holder: "an SVSM at VMPL 0, which the launch digest must cover", insideTcb: true },
  "azure-hcl": { holder: "Microsoft's paravisor", insideTcb: true },
  google: { holder: "Google's hypervisor", insideTcb: false },
  device: { holder: "a TPM of the machine, whose memory nothing protects", insideTcb: false },
} as const satisfies Record<VtpmProvider, unknown>;

/** What a TPM's evidence claims, as JSON: names and digests in hexadecimal. */
export async function measuredBootClaims(
  provider: VtpmProvider,
  { endorsementKey, attestationKey, quote, log }: ReadVtpm,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    provider,
    ...holders[provider],
    endorsementKey: { ...(await keyClaims(endorsementKey)), sha256: await endorsementKeyDigest(endorsementKey) },
    attestationKey: await keyClaims(attestationKey),
    quote: attestClaims(quote),
    pcrs: Object.fromEntries(Array.from(log.values, ([pcr, value]) => [`${pcr}`, toHex(value)])),
    events: log.events.map(({ pcr, component, name, authenticated, digest }) => ({
      pcr,
      component,
      name,
      authenticated,
      digest,
    })),
  };
}
