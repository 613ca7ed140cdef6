import { concatBytes, equalBytes, parseAll, type Parsed } from "@sekisho/encoding";
import { hmac } from "@sekisho/encoding/crypto";
import { sevPolicyBytes } from "./policy.ts";

/** What LAUNCH_MEASURE gives (SEV API 0.24, section 6.5.2, table 52): 48 bytes, which QEMU and libvirt show in base64. */
export type LaunchMeasurement = {
  /** HMAC-SHA-256 with the TIK. */
  readonly measure: Uint8Array;
  /** Chosen by the firmware for this launch. */
  readonly nonce: Uint8Array;
};

/** The firmware of a platform, as query-sev and PLATFORM_STATUS name it. One byte each. */
export type SevFirmwareVersion = { readonly apiMajor: number; readonly apiMinor: number; readonly build: number };

/** What the measurement says was launched. */
export type MeasuredSevLaunch = SevFirmwareVersion & {
  /** All 32 bits of the launch policy. */
  readonly policy: number;
  /** SHA-256 over everything that was loaded: 32 bytes. */
  readonly launchDigest: Uint8Array;
};

const launchMeasureContext = 0x04;

/** Reads a measurement of exactly 48 bytes. */
export function parseLaunchMeasurement(bytes: Uint8Array): Parsed<LaunchMeasurement> {
  return parseAll("launch measurement", bytes, (reader) => ({
    measure: reader.bytes("MEASURE", 32),
    nonce: reader.bytes("MNONCE", 16),
  }));
}

/**
 * HMAC(TIK; 0x04 ‖ API major ‖ API minor ‖ build ‖ policy ‖ launch digest ‖ nonce), 32 bytes.
 *
 * @throws RangeError when the digest is not 32 bytes long
 */
export function measureSevLaunch(tik: Uint8Array, launch: MeasuredSevLaunch, nonce: Uint8Array): Promise<Uint8Array> {
  const { apiMajor, apiMinor, build, policy, launchDigest } = launch;
  if (launchDigest.length !== 32) throw new RangeError(`a launch digest of ${launchDigest.length} bytes`);
  const version = Uint8Array.of(launchMeasureContext, apiMajor, apiMinor, build);
  return hmac("sha256", tik, concatBytes(version, sevPolicyBytes(policy), launchDigest, nonce));
}

/** Whether the holder of the TIK, which is the platform's firmware, measured exactly this launch. */
export async function verifyLaunchMeasurement(
  tik: Uint8Array,
  measurement: LaunchMeasurement,
  launch: MeasuredSevLaunch,
): Promise<boolean> {
  return equalBytes(measurement.measure, await measureSevLaunch(tik, launch, measurement.nonce));
}
