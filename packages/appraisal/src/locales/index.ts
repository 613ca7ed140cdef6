import { defineCatalogue } from "@sekisho/messages";
import { advisoriesEn } from "./advisories.en.ts";
import { advisoriesJa } from "./advisories.ja.ts";
import { bitsEn } from "./bits.en.ts";
import { bitsJa } from "./bits.ja.ts";
import { dcapEn } from "./dcap.en.ts";
import { dcapJa } from "./dcap.ja.ts";
import { explainEn } from "./explain.en.ts";
import { explainJa } from "./explain.ja.ts";
import { measuredBootEn } from "./measured-boot.en.ts";
import { measuredBootJa } from "./measured-boot.ja.ts";
import { policyEn } from "./policy.en.ts";
import { policyJa } from "./policy.ja.ts";
import { sevEn } from "./sev.en.ts";
import { sevJa } from "./sev.ja.ts";
import { sevSnpEn } from "./sev-snp.en.ts";
import { sevSnpJa } from "./sev-snp.ja.ts";

/** Texts about policies, checks and explanations. */
export const appraisalCatalogue = defineCatalogue(
  { ...advisoriesEn, ...policyEn, ...sevEn, ...sevSnpEn, ...dcapEn, ...bitsEn, ...explainEn, ...measuredBootEn },
  { ...advisoriesJa, ...policyJa, ...sevJa, ...sevSnpJa, ...dcapJa, ...bitsJa, ...explainJa, ...measuredBootJa },
);
