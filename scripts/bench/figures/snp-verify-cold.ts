import { createAmdChainCache } from "@sekisho/endorsements/amd";
import type { Figure } from "../figure.ts";
import { measureVerification } from "../support/snp-verification.ts";

export const snpVerifyCold: Figure = {
  name: "snp-verify-cold",
  title: "the same with nothing seen before: three certificates and a revocation list parsed, four RSA-4096 signatures",
  goal: 1.35,
  measure: () => measureVerification(() => createAmdChainCache()),
};
