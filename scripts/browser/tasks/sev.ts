import { appraiseSev, appraiseSevPlatform, authenticPolicy } from "@sekisho/appraisal";
import {
  createLaunchSession,
  diskPassphraseGuid,
  encodeSecretTable,
  parseLaunchMeasurement,
  parseSevCertificate,
  parseSevCertificates,
  sealLaunchSecret,
  type SevFirmwareVersion,
  type TransportKeys,
} from "@sekisho/evidence/sev";
import { need } from "./need.ts";

/** Judge a platform by its certificates. */
export type SevPlatformTask = { readonly kind: "sev-platform"; readonly chain: Uint8Array; readonly policy: number };

export function judgePlatform({ chain, policy }: SevPlatformTask): Promise<unknown> {
  const certificates = need(parseSevCertificates(chain));
  return appraiseSevPlatform({ policy: authenticPolicy, certificates, guestPolicy: policy });
}

/** Make a launch session for a platform. The keys are fresh, so that its outcome can't be compared. */
export type SevSessionTask = {
  readonly kind: "sev-session";
  /** The platform's Diffie-Hellman certificate. */
  readonly pdh: Uint8Array;
  readonly policy: number;
};

export async function makeSession({ pdh, policy }: SevSessionTask): Promise<unknown> {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  return createLaunchSession({ pdh: need(parseSevCertificate(pdh)), policy, random });
}

/** Judge a measured launch, and seal a passphrase to it. */
export type SevLaunchTask = {
  readonly kind: "sev-launch";
  readonly chain: Uint8Array;
  readonly firmware: SevFirmwareVersion;
  readonly policy: number;
  readonly measurement: Uint8Array;
  readonly keys: TransportKeys;
  /** Hexadecimal. */
  readonly launchDigest: string;
  readonly passphrase: Uint8Array;
  readonly iv: Uint8Array;
  readonly roots: readonly string[];
};

export async function judgeLaunch(task: SevLaunchTask): Promise<unknown> {
  const { chain, firmware, policy, keys, launchDigest, passphrase, iv, roots } = task;
  const measurement = need(parseLaunchMeasurement(task.measurement));
  const verdict = await appraiseSev({
    policy: { version: 1, sev: { roots: { additional: [...roots] } } },
    certificates: need(parseSevCertificates(chain)),
    guestPolicy: policy,
    firmware,
    measurement,
    tik: keys.tik,
    knownDigests: [{ name: "known", launchDigest }],
  });
  const table = encodeSecretTable([{ guid: diskPassphraseGuid, data: passphrase }]);
  return { verdict, packet: await sealLaunchSecret(keys, measurement.measure, table, iv) };
}
