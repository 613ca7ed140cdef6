import type { Parsed } from "@sekisho/encoding";
import { parseDer, tags, type DerElement, type DerReader } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";

/** Where a key lives, or where what describes it was written. */
export type SecurityLevel = "software" | "tee" | "strongbox";

/** What Android's Keystore says of a key (KeyDescription; source.android.com, "Key and ID attestation", schemas 1 to 400). */
export type KeyDescription = {
  readonly attestationVersion: number;
  readonly attestationSecurityLevel: SecurityLevel;
  readonly keyMintVersion: number;
  readonly keyMintSecurityLevel: SecurityLevel;
  readonly attestationChallenge: Uint8Array;
  readonly softwareEnforced: AuthorizationList;
  /** What the trusted environment or the secure element itself enforces. */
  readonly hardwareEnforced: AuthorizationList;
};

/** The parts of an authorization list that a passkey depends on; the others are passed over. */
export type AuthorizationList = {
  /** 2 signs; others encrypt, agree on keys, attest. */
  readonly purposes: readonly number[] | undefined;
  /** 0: generated there; others were brought in. */
  readonly origin: number | undefined;
  readonly allApplications: boolean;
  readonly rootOfTrust: RootOfTrust | undefined;
};

/** How the device was started. */
export type RootOfTrust = {
  readonly deviceLocked: boolean;
  readonly verifiedBootState: "verified" | "self-signed" | "unverified" | "failed";
};

/** The extension of a leaf certificate that holds the description. */
export const keyDescriptionOid = "1.3.6.1.4.1.11129.2.1.17";

const levels: readonly SecurityLevel[] = ["software", "tee", "strongbox"];
const bootStates: readonly RootOfTrust["verifiedBootState"][] = ["verified", "self-signed", "unverified", "failed"];
const tagLimit = 0xffff;
const numberLimit = 0xffff_ffff;
const [tagPurpose, tagAllApplications, tagOrigin, tagRootOfTrust] = [1, 600, 702, 704];

/** The description within a certificate; undefined where it has none. */
export function keyDescriptionOf(certificate: Certificate): Parsed<KeyDescription> | undefined {
  const extension = certificate.extensions.get(keyDescriptionOid);
  return extension === undefined ? undefined : parseKeyDescription(extension.value);
}

/** Reads a KeyDescription, strictly: tags in ascending order and each once, as DER demands of a SEQUENCE like this. */
export function parseKeyDescription(bytes: Uint8Array): Parsed<KeyDescription> {
  return parseDer("KeyDescription", bytes, (reader) =>
    reader.sequence("KeyDescription", (parts) => {
      const attestationVersion = parts.smallInteger("attestationVersion", numberLimit);
      const attestationSecurityLevel = levels[readEnumerated(parts, "attestationSecurityLevel", 2)] ?? "software";
      const keyMintVersion = parts.smallInteger("keyMintVersion", numberLimit);
      const keyMintSecurityLevel = levels[readEnumerated(parts, "keyMintSecurityLevel", 2)] ?? "software";
      const attestationChallenge = parts.octetString("attestationChallenge");
      parts.octetString("uniqueId");
      const softwareEnforced = readAuthorizations(parts, "softwareEnforced");
      const hardwareEnforced = readAuthorizations(parts, "hardwareEnforced");
      const versions = { attestationVersion, attestationSecurityLevel, keyMintVersion, keyMintSecurityLevel };
      return { ...versions, attestationChallenge, softwareEnforced, hardwareEnforced };
    }),
  );
}

function readAuthorizations(reader: DerReader, field: string): AuthorizationList {
  return reader.sequence(field, (list) => {
    let purposes: readonly number[] | undefined;
    let origin: number | undefined;
    let rootOfTrust: RootOfTrust | undefined;
    let allApplications = false;
    let last = -1;
    while (!list.atEnd) {
      const { offset } = list;
      const { number, element } = list.numbered(field, tagLimit);
      if (number <= last) list.fail("encoding", field, `tags in ascending order after ${last}`, `${number}`, offset);
      last = number;
      const inside = <T>(name: string, read: (inner: DerReader) => T): T => insideOf(list, name, element, read);
      if (number === tagPurpose) purposes = inside("purpose", readPurposes);
      else if (number === tagOrigin) origin = inside("origin", (inner) => inner.smallInteger("origin", numberLimit));
      else if (number === tagAllApplications) allApplications = true;
      else if (number === tagRootOfTrust) rootOfTrust = inside("rootOfTrust", readRootOfTrust);
    }
    return { purposes, origin, allApplications, rootOfTrust };
  });
}

function insideOf<T>(around: DerReader, field: string, element: DerElement, read: (inner: DerReader) => T): T {
  const inner = around.inside(field, element);
  const value = read(inner);
  inner.end(field);
  return value;
}

function readPurposes(reader: DerReader): readonly number[] {
  return reader.constructed("purpose", tags.set, (set) => set.all((one) => one.smallInteger("purpose", numberLimit)));
}

function readRootOfTrust(reader: DerReader): RootOfTrust {
  return reader.sequence("rootOfTrust", (parts) => {
    parts.octetString("verifiedBootKey");
    const deviceLocked = parts.boolean("deviceLocked");
    const verifiedBootState = bootStates[readEnumerated(parts, "verifiedBootState", 3)] ?? "failed";
    // Since schema 3.
    parts.optional("verifiedBootHash", tags.octetString);
    return { deviceLocked, verifiedBootState };
  });
}

function readEnumerated(reader: DerReader, field: string, limit: number): number {
  const { content, contentOffset } = reader.element(field, tags.enumerated);
  const value = content[0] ?? limit + 1;
  if (content.length !== 1 || value > limit) {
    reader.fail("value", field, `0 to ${limit}`, `${content.length === 1 ? value : "another"}`, contentOffset);
  }
  return value;
}
