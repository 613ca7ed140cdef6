import type { Check } from "@sekisho/evidence";
import type { AttestationReport, PlatformInfo } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { BitDemand, SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { decided, unanswered } from "../outcome.ts";

type Demands = NonNullable<SevSnpPolicy["platform"]>;
type BitName = keyof Demands;

/**
 * Each bit's name in a policy, in AMD's ABI, and in the parsed report, and the first report version in which a clear bit
 * means "no". In version 2, whose firmware predates all but the first two bits, a clear bit can as well mean "not told".
 */
export const platformBits = {
  smt: ["SMT_EN", "smtEn", 2],
  tsme: ["TSME_EN", "tsmeEn", 2],
  ecc: ["ECC_EN", "eccEn", 3],
  "rapl-disabled": ["RAPL_DIS", "raplDis", 3],
  "ciphertext-hiding": ["CIPHERTEXT_HIDING_DRAM_EN", "ciphertextHidingDramEn", 3],
  "alias-check-complete": ["ALIAS_CHECK_COMPLETE", "aliasCheckComplete", 3],
} as const satisfies Record<BitName, readonly [string, keyof PlatformInfo, number]>;

/** PLATFORM_INFO against what the policy demands of the host's set-up. */
export function platformChecks(demands: Demands | undefined, report: AttestationReport): readonly Check[] {
  if (demands === undefined) return [];
  const names = Object.keys(platformBits) as BitName[];
  return names.flatMap((name) => bitCheck(name, demands[name] ?? "any", report));
}

function bitCheck(name: BitName, demand: BitDemand, report: AttestationReport): readonly Check[] {
  if (demand === "any") return [];
  const [abiName, field, reportedSince] = platformBits[name];
  const id = `sev-snp.platform.${name}`;
  const wanted = demand === "if-reported" ? true : demand;
  const side = (value: boolean): string => `${abiName}=${value ? 1 : 0}`;
  const actual = report.platformInfo[field];
  if (!actual && report.version < reportedSince) {
    const detail = message("sev-snp.field.not-reported", { field: abiName, version: report.version });
    return [unanswered(id, side(wanted), detail, demand !== "if-reported")];
  }
  const detail = message(`sev-snp.platform.${name}.${actual ? "set" : "clear"}`);
  return [decided(id, actual === wanted, { expected: side(wanted), actual: side(actual) }, detail)];
}
