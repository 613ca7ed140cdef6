import { createAmdChainCache } from "@sekisho/endorsements/amd";
import type { Figure } from "../figure.ts";
import { measureVerification } from "../support/snp-verification.ts";

export const snpVerifyWarm: Figure = {
  name: "snp-verify-warm",
  title: "whole verification of an SEV-SNP report; certificates and revocation list were seen before",
  goal: 1.15,
  measure: () => {
    const cache = createAmdChainCache();
    return measureVerification(() => cache);
  },
};
