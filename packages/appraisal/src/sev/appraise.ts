import { toHex } from "@sekisho/encoding";
import { appraiseSevEndorsements, type SevEndorsements, type SevProduct } from "@sekisho/endorsements/sev";
import type { Check } from "@sekisho/evidence";
import {
  readSevGuestPolicy,
  type LaunchMeasurement,
  type SevCertificates,
  type SevFirmwareVersion,
} from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import type { ReferenceValue } from "@sekisho/reference-values";
import { sectionMissingCheck } from "../dcap/section.ts";
import { appliedPolicyCheck } from "../policy/applied.ts";
import type { Policy } from "../policy/schema.ts";
import type { SevPolicy } from "../policy/sev-schema.ts";
import { decided, unanswered } from "../outcome.ts";
import { formatVersion, isAtLeast, parseVersion } from "../sev-snp/versions.ts";
import { verdictOf, type Verdict } from "../verdict.ts";
import { expectedSevGuestPolicyCheck, sevGuestPolicyChecks } from "./guest-policy.ts";
import { sevMeasurementChecks } from "./measurement.ts";
import type { SevSearchInput } from "./search.ts";

/** A platform before a launch. */
export type SevPlatformInput = {
  readonly policy: Policy;
  readonly certificates: SevCertificates;
  /** The launch policy: the one that the session was, or will be, made for. */
  readonly guestPolicy: number;
  /** The launch policy that the machine is known to have. */
  readonly expectedGuestPolicy?: number;
  /** As the host says it; a measurement confirms it. */
  readonly firmware?: SevFirmwareVersion;
};

/** A measured launch, and everything it is judged by. */
export type SevAppraisalInput = SevPlatformInput & {
  readonly firmware: SevFirmwareVersion;
  readonly measurement: LaunchMeasurement;
  /** The transport integrity key of the launch's session: a secret. */
  readonly tik: Uint8Array;
  readonly referenceValues?: readonly ReferenceValue[];
  /** Known launch digests (hexadecimal) of which no more is known. */
  readonly knownDigests?: readonly { readonly name: string; readonly launchDigest: string }[];
  /** What helps to explain an unknown measurement; without it none is looked for. */
  readonly explain?: Pick<SevSearchInput, "firmware" | "es" | "commandLines"> & {
    /** Boots that are not good, but may have been launched instead. */
    readonly others?: readonly ReferenceValue[];
  };
};

/**
 * Judges a platform before a session is made for it: its certificates up to a pinned root, the launch policy, the chip, and the
 * firmware as far as the host tells it.
 */
export async function appraiseSevPlatform(input: SevPlatformInput): Promise<Verdict> {
  const demands = input.policy.sev;
  if (demands === undefined) return withoutSection(input.policy);
  const endorsements = await endorsementsOf(demands, input);
  const checks = [appliedPolicyCheck(input.policy), ...platformChecks(demands, endorsements, input)];
  return verdictOf(checks, claimsOf(input, endorsements));
}

/**
 * Judges a measured launch: the platform again ({@link appraiseSevPlatform}), and whether its firmware measured a known launch. The
 * measurement is made with a key that only the session's platform could unwrap; so the certificates must be those of that PDH.
 */
export async function appraiseSev(input: SevAppraisalInput): Promise<Verdict> {
  const demands = input.policy.sev;
  if (demands === undefined) return withoutSection(input.policy);
  const endorsements = await endorsementsOf(demands, input);
  const checks = [
    appliedPolicyCheck(input.policy),
    ...platformChecks(demands, endorsements, input),
    ...(await sevMeasurementChecks(demands.measurement, input)),
  ];
  const { measure, nonce } = input.measurement;
  const measurement = { measure: toHex(measure), nonce: toHex(nonce) };
  return verdictOf(checks, { ...claimsOf(input, endorsements), measurement });
}

function withoutSection(policy: Policy): Verdict {
  return verdictOf([appliedPolicyCheck(policy), sectionMissingCheck("sev", "SEV")], {});
}

function endorsementsOf({ roots }: SevPolicy, { certificates }: SevPlatformInput): Promise<SevEndorsements> {
  const products = roots?.vendor?.map((root) => root.replace("ARK-", "") as SevProduct);
  const additionalRoots = roots?.additional ?? [];
  return appraiseSevEndorsements({ certificates, additionalRoots, ...(products === undefined ? {} : { products }) });
}

function platformChecks(demands: SevPolicy, endorsements: SevEndorsements, input: SevPlatformInput): readonly Check[] {
  const { guestPolicy, expectedGuestPolicy, firmware } = input;
  return [
    ...endorsements.checks,
    ...(demands.chips === undefined ? [] : [chipCheck(demands.chips, endorsements.chip)]),
    ...(expectedGuestPolicy === undefined ? [] : [expectedSevGuestPolicyCheck(expectedGuestPolicy, guestPolicy)]),
    ...sevGuestPolicyChecks(demands["guest-policy"], guestPolicy),
    ...(demands.firmware === undefined ? [] : [firmwareCheck(demands.firmware.minimum, firmware)]),
  ];
}

function chipCheck(chips: readonly string[], actual: string | undefined): Check {
  const id = "sev.policy.chips";
  const expected = chips.join(" | ");
  if (actual === undefined) return unanswered(id, expected, message("sev.chip.missing"));
  const holds = chips.some((chip) => chip.toLowerCase() === actual);
  return decided(id, holds, { expected, actual }, message(`sev.chip.${holds ? "known" : "unknown"}`));
}

/** A host that says nothing of its firmware yet is no failure: the measurement will show it. */
function firmwareCheck(minimum: string, firmware: SevFirmwareVersion | undefined): Check {
  const id = "sev.policy.firmware";
  const expected = `≥ ${minimum}`;
  if (firmware === undefined) return unanswered(id, expected, message("sev.firmware.not-told"), false);
  const actual = [firmware.apiMajor, firmware.apiMinor, firmware.build];
  const holds = isAtLeast(actual, parseVersion(minimum));
  const detail = message(`sev.firmware.${holds ? "high-enough" : "too-low"}`);
  return decided(id, holds, { expected, actual: formatVersion(actual) }, detail);
}

function claimsOf({ guestPolicy, firmware }: SevPlatformInput, { chip, product }: SevEndorsements) {
  const { raw, ...bits } = readSevGuestPolicy(guestPolicy);
  return {
    technology: bits.es ? "sev-es" : "sev",
    policy: { ...bits, raw: `0x${raw.toString(16).padStart(8, "0")}` },
    ...(firmware === undefined ? {} : { firmware: { ...firmware } }),
    ...(chip === undefined ? {} : { chip }),
    ...(product === undefined ? {} : { product }),
  };
}
