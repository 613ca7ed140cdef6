import { appraisalCatalogue } from "@sekisho/appraisal";
import { encodingCatalogue } from "@sekisho/encoding";
import { endorsementsCatalogue } from "@sekisho/endorsements";
import { evidenceCatalogue } from "@sekisho/evidence";
import { bootLogCatalogue } from "@sekisho/evidence/boot-log";
import { luks2Catalogue } from "@sekisho/evidence/luks2";
import { tpmCatalogue } from "@sekisho/evidence/tpm";
import { gateCatalogue } from "@sekisho/gate";
import { guestCatalogue } from "@sekisho/guest";
import { imageCatalogue } from "@sekisho/image";
import { labCatalogue } from "@sekisho/lab";
import { launchCatalogue } from "@sekisho/launch";
import { releaseCatalogue } from "@sekisho/release/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";
import { demoCatalogue } from "./locales/index.ts";

/** The texts of everything that the demo shows. */
export const demoCatalogues = [
  demoCatalogue,
  appraisalCatalogue,
  encodingCatalogue,
  endorsementsCatalogue,
  evidenceCatalogue,
  bootLogCatalogue,
  luks2Catalogue,
  tpmCatalogue,
  verifierCatalogue,
  gateCatalogue,
  guestCatalogue,
  imageCatalogue,
  labCatalogue,
  launchCatalogue,
  releaseCatalogue,
];
