import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { derWriter as der } from "@sekisho/encoding/der";

const ecdsaSha256 = der.sequence(der.objectIdentifier("1.2.840.10045.4.3.2"));

/** One extension: identifier, whether critical, and the content of its OCTET STRING. */
export type ExtensionValue = readonly [oid: string, critical: boolean, value: Uint8Array];

/** What a test's certificate says. */
export type CertificateFields = {
  readonly subject: string;
  readonly issuer: string;
  readonly spki: Uint8Array;
  readonly extensions: readonly ExtensionValue[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Of the subject, beside its common name. */
  readonly organizationalUnit?: string;
};

/** A certificate that the P-256 key `issuerKey` signs. */
export function issueCertificate(fields: CertificateFields, issuerKey: KeyObject): Uint8Array {
  const { subject, issuer, spki, extensions, notBefore, notAfter, organizationalUnit } = fields;
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(7),
    ecdsaSha256,
    nameOf(issuer),
    der.sequence(
      der.time(notBefore ?? new Date("2026-01-01T00:00:00Z")),
      der.time(notAfter ?? new Date("2027-01-01T00:00:00Z")),
    ),
    nameOf(subject, organizationalUnit),
    spki,
    der.explicit(3, der.sequence(...extensions.map(extension))),
  );
  return der.sequence(body, ecdsaSha256, der.bitString(new Uint8Array(sign("sha256", body, issuerKey))));
}

function extension([oid, critical, value]: ExtensionValue): Uint8Array {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(oid), ...flag, der.octetString(value));
}

/** A name of a common name, and a unit where one is given. */
export function nameOf(commonName: string, organizationalUnit?: string): Uint8Array {
  const unit = organizationalUnit === undefined ? [] : [der.set(attribute("2.5.4.11", organizationalUnit))];
  return der.sequence(...unit, der.set(attribute("2.5.4.3", commonName)));
}

function attribute(oid: string, value: string): Uint8Array {
  return der.sequence(der.objectIdentifier(oid), der.utf8String(value));
}

/** keyUsage with one octet of bits, first bit at the top, and how many of them don't count. */
export function keyUsage(bits: number, unusedBits: number): ExtensionValue {
  return ["2.5.29.15", true, der.bitString(Uint8Array.of(bits), unusedBits)];
}

/** basicConstraints. */
export function basicConstraints(ca: boolean, pathLength?: number): ExtensionValue {
  const limit = pathLength === undefined ? [] : [der.integer(pathLength)];
  return ["2.5.29.19", true, der.sequence(...(ca ? [der.boolean(true)] : []), ...limit)];
}

/** extKeyUsage. */
export function extendedKeyUsage(...oids: readonly string[]): ExtensionValue {
  return ["2.5.29.37", false, der.sequence(...oids.map((oid) => der.objectIdentifier(oid)))];
}

/** subjectAltName with a directory name of these attributes. */
export function directoryName(...attributes: readonly (readonly [oid: string, value: string])[]): ExtensionValue {
  const sets = attributes.map(([oid, value]) => der.set(attribute(oid, value)));
  return ["2.5.29.17", true, der.sequence(der.explicit(4, der.sequence(...sets)))];
}

/** A P-256 key of an authority, with its SubjectPublicKeyInfo. */
export function authorityKey(): { readonly privateKey: KeyObject; readonly spki: Uint8Array } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, spki: new Uint8Array(createPublicKey(privateKey).export({ format: "der", type: "spki" })) };
}
