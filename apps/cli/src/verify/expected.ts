import { expectedReportData } from "@sekisho/appraisal";
import { message } from "@sekisho/messages";
import { UsageError } from "../usage-error.ts";
import type { Criteria } from "./criteria.ts";
import type { Evidence } from "./evidence.ts";

/** What REPORT_DATA must be: what a bundle binds, or what the person said of evidence without one. */
export async function expectedData({ bundle }: Evidence, { reportData }: Criteria): Promise<Uint8Array | undefined> {
  return bundle === undefined ? reportData : expectedReportData(bundle.vtpm?.bytes, bundle.binding);
}

/**
 * What `--measurement` says, for evidence whose digest has this length.
 *
 * @param length in bytes
 * @throws UsageError when it has another
 */
export function expectedDigest({ measurement }: Criteria, length: 32 | 48): Uint8Array | undefined {
  if (measurement === undefined || measurement.length === length) return measurement;
  throw new UsageError(message("cli.verify.not-hex", { option: "--measurement", length, digits: 2 * length }));
}
