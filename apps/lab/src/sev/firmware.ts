import { createHash, createPublicKey, diffieHellman, randomBytes, type Hash, type KeyObject } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import {
  measureSevLaunch,
  openLaunchSecret,
  parseLaunchSession,
  parseSecretPacketHeader,
  parseSevCertificate,
  readSevGuestPolicy,
  sevSubjectPublicKeyInfo,
  unwrapKeys,
  wipeTransportKeys,
  type SevFirmwareVersion,
  type TransportKeys,
} from "@sekisho/evidence/sev";
import type { LabAuthority } from "../ca/authority.ts";
import { platformKeys, type PlatformChanges, type PlatformKeys } from "./platform-keys.ts";

/** Why the firmware refuses, by the names of its status codes (SEV API 0.24, section 4.4). */
export type SevStatus =
  | "INVALID_GUEST_STATE"
  | "INVALID_LENGTH"
  | "INVALID_CERTIFICATE"
  | "POLICY_FAILURE"
  | "BAD_MEASUREMENT"
  | "UNSUPPORTED";

/** A command of the firmware failed. */
export class SevFirmwareError extends Error {
  readonly status: SevStatus;

  constructor(status: SevStatus) {
    super(status);
    this.name = "SevFirmwareError";
    this.status = status;
  }
}

/** What a host hands to LAUNCH_START: the guest owner's certificate and session. */
export type LaunchStart = { readonly policy: number; readonly certificate: Uint8Array; readonly session: Uint8Array };

/** A guest that is being launched, in the order of SEV API 0.24, chapter 6. */
export type SevLaunching = {
  updateData(bytes: Uint8Array): void;
  updateVmsa(bytes: Uint8Array): void;
  /** 48 bytes. Ends the loading; a second call gives the same. */
  measure(): Promise<Uint8Array>;
  /** Decrypts a secret into the guest's memory; what it was is given back, as the lab can see into its guests. */
  secret(header: Uint8Array, payload: Uint8Array): Promise<Uint8Array>;
  /** Ends the launch; the keys are gone then. */
  finish(): void;
};

/** One socket of the lab with SEV's own firmware. */
export type SevPlatform = {
  readonly firmware: SevFirmwareVersion;
  readonly certificates: Omit<PlatformKeys, "pdhKey">;
  /** PDH ‖ PEK ‖ OCA ‖ CEK ‖ ASK ‖ ARK: what sevctl exports with `--full`. */
  readonly chain: Uint8Array;
  launchStart(start: LaunchStart): Promise<SevLaunching>;
};

export type SevPlatformOptions = PlatformChanges & {
  readonly name?: string;
  readonly firmware?: SevFirmwareVersion;
};

/** Puts a platform into the lab. The same name and authority give the same keys. */
export function createSevPlatform(authority: LabAuthority, options: SevPlatformOptions = {}): SevPlatform {
  const { name = "platform 1", firmware = { apiMajor: 1, apiMinor: 55, build: 21 } } = options;
  const { pdhKey, ...certificates } = platformKeys(authority, name, firmware, options);
  const { pdh, pek, oca, cek, ask, ark } = certificates;
  return {
    firmware,
    certificates,
    chain: concatBytes(pdh, pek, oca, cek, ask, ark),
    launchStart: async (start) => launching(await transportKeys(start, firmware, pdhKey), start.policy, firmware),
  };
}

async function transportKeys(
  start: LaunchStart,
  firmware: SevFirmwareVersion,
  pdhKey: KeyObject,
): Promise<TransportKeys> {
  const { apiMajor, apiMinor } = readSevGuestPolicy(start.policy);
  const enough = firmware.apiMajor > apiMajor || (firmware.apiMajor === apiMajor && firmware.apiMinor >= apiMinor);
  if (!enough) throw new SevFirmwareError("POLICY_FAILURE");
  const certificate = parseSevCertificate(start.certificate);
  if (!certificate.ok || certificate.value.usage !== "PDH") throw new SevFirmwareError("INVALID_CERTIFICATE");
  const session = parseLaunchSession(start.session);
  if (!session.ok) throw new SevFirmwareError("INVALID_LENGTH");
  const spki = Buffer.from(sevSubjectPublicKeyInfo(certificate.value.key));
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  const sharedX = new Uint8Array(diffieHellman({ privateKey: pdhKey, publicKey }));
  const keys = await unwrapKeys(session.value, sharedX, start.policy);
  if (keys === undefined) throw new SevFirmwareError("BAD_MEASUREMENT");
  return keys;
}

function launching(keys: TransportKeys, policy: number, firmware: SevFirmwareVersion): SevLaunching {
  let loaded: Hash | undefined = createHash("sha256");
  let measurement: Uint8Array | undefined;
  let finished = false;
  const load = (bytes: Uint8Array): void => {
    if (loaded === undefined) throw new SevFirmwareError("INVALID_GUEST_STATE");
    loaded.update(bytes);
  };
  const measure = async (): Promise<Uint8Array> => {
    if (measurement !== undefined || loaded === undefined) return measurement ?? fail("INVALID_GUEST_STATE");
    const launchDigest = new Uint8Array(loaded.digest());
    loaded = undefined;
    const nonce = new Uint8Array(randomBytes(16));
    measurement = concatBytes(await measureSevLaunch(keys.tik, { ...firmware, policy, launchDigest }, nonce), nonce);
    return measurement;
  };
  return {
    updateData: load,
    updateVmsa: (bytes) => (readSevGuestPolicy(policy).es ? load(bytes) : fail("UNSUPPORTED")),
    measure,
    secret: async (header, payload) => {
      if (measurement === undefined || finished) return fail("INVALID_GUEST_STATE");
      const packet = parseSecretPacketHeader(header);
      if (!packet.ok || payload.length === 0 || payload.length % 16 !== 0) return fail("INVALID_LENGTH");
      const table = await openLaunchSecret(keys, measurement.subarray(0, 32), packet.value, payload);
      return table ?? fail("BAD_MEASUREMENT");
    },
    finish: () => {
      if (measurement === undefined || finished) fail("INVALID_GUEST_STATE");
      finished = true;
      wipeTransportKeys(keys);
    },
  };
}

function fail(status: SevStatus): never {
  throw new SevFirmwareError(status);
}
