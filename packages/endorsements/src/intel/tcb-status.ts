/** TCB statuses as Intel's collateral and verification library name them. */
export const tcbStatuses = [
  "UpToDate",
  "SWHardeningNeeded",
  "ConfigurationNeeded",
  "ConfigurationAndSWHardeningNeeded",
  "TDRelaunchAdvised",
  "TDRelaunchAdvisedConfigurationNeeded",
  "OutOfDate",
  "OutOfDateConfigurationNeeded",
  "Revoked",
] as const;

/**
 * How far a platform is behind. `TDRelaunchAdvised…` is never in a document: it comes of a TD that was launched under a module
 * that has been updated since.
 */
export type TcbStatus = (typeof tcbStatuses)[number];
