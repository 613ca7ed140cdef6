/** The texts of all that judges evidence, and the verdict in a sentence: one piece that is loaded when something judged is shown. */
import { appraisalCatalogue } from "@sekisho/appraisal/locales";
import { encodingCatalogue } from "@sekisho/encoding";
import { endorsementsCatalogue } from "@sekisho/endorsements/locales";
import { bootLogCatalogue } from "@sekisho/evidence/boot-log/locales";
import { evidenceCatalogue } from "@sekisho/evidence/locales";
import { luks2Catalogue } from "@sekisho/evidence/luks2/locales";
import { passkeyCatalogue } from "@sekisho/evidence/passkey/locales";
import { tpmCatalogue } from "@sekisho/evidence/tpm/locales";
import { referenceValuesCatalogue } from "@sekisho/reference-values/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";

export const checkCatalogues = [
  appraisalCatalogue,
  bootLogCatalogue,
  encodingCatalogue,
  endorsementsCatalogue,
  evidenceCatalogue,
  luks2Catalogue,
  passkeyCatalogue,
  referenceValuesCatalogue,
  tpmCatalogue,
  verifierCatalogue,
];

export { headline } from "@sekisho/verifier";
