/** What every technology's folder shares: the shape of a check. The technologies have entry points of their own. */
export { refuses, type Check, type CheckStatus } from "./check.ts";
export { evidenceCatalogue } from "./locales/index.ts";
