import { createAmdChainCache } from "@sekisho/endorsements/amd";
import { prepareAzureBundle } from "./azure-bundle.ts";
import { prepareDcap } from "./dcap-verification.ts";
import { prepareSevSession } from "./sev-session.ts";
import { prepareVerification } from "./snp-verification.ts";
import { prepareVtpmVerdict } from "./vtpm-verdict.ts";

/** What takes turns, equally often. */
export const mixedKinds = [
  "SEV-SNP reports",
  "TDX quotes",
  "SGX quotes",
  "Azure bundles",
  "SEV-ES launches",
  "boots with an SVSM's TPM",
] as const;

/** @returns verifies the next piece of evidence, each time of another kind; throws unless it is accepted */
export async function prepareMixed(): Promise<() => Promise<void>> {
  const cache = createAmdChainCache();
  const [snp, tdx, sgx] = [await prepareVerification(), await prepareDcap("tdx"), await prepareDcap("sgx")];
  const [azure, sev, vtpm] = [await prepareAzureBundle(), await prepareSevSession(), await prepareVtpmVerdict()];
  const kinds: Readonly<Record<(typeof mixedKinds)[number], () => Promise<void>>> = {
    "SEV-SNP reports": () => snp(cache),
    "TDX quotes": tdx.warm,
    "SGX quotes": sgx.warm,
    "Azure bundles": azure,
    "SEV-ES launches": sev.verify,
    "boots with an SVSM's TPM": vtpm.verify,
  };
  let turn = 0;
  return () => {
    const kind = mixedKinds[turn++ % mixedKinds.length];
    if (kind === undefined) throw new Error("no kind");
    return kinds[kind]();
  };
}
