import { createHash, type KeyObject } from "node:crypto";
import { concatBytes, toUtf8 } from "@sekisho/encoding";
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  time,
  utf8String,
} from "./der-writer.ts";
import { signatureScheme } from "./signature.ts";

/** Whom the lab's certificates name, beside the common name: nobody can mistake it for AMD. */
const organisation = { unit: "Software only - no silicon", country: "JP", name: "Sekisho Lab (not AMD)" };

/** A distinguished name as AMD orders it, of the lab's organisation. */
export function labName(commonName: string): Uint8Array {
  const attribute = (type: string, value: Uint8Array): Uint8Array => set(sequence(objectIdentifier(type), value));
  return sequence(
    attribute("2.5.4.11", utf8String(organisation.unit)),
    attribute("2.5.4.6", printableString(organisation.country)),
    attribute("2.5.4.7", utf8String("Anywhere")),
    attribute("2.5.4.8", utf8String("Lab")),
    attribute("2.5.4.10", utf8String(organisation.name)),
    attribute("2.5.4.3", utf8String(commonName)),
  );
}

/** One X.509 extension; `value` is what its OCTET STRING holds. */
export type Extension = { readonly oid: string; readonly critical?: boolean; readonly value: Uint8Array };

/** What stands in a certificate. Names are given as DER, keys as node:crypto holds them. */
export type CertificateFields = {
  readonly serialNumber: bigint;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Extension[];
};

/** An X.509 v3 certificate (DER), signed as the vendor with this kind of key signs. */
export function issueCertificate(fields: CertificateFields, issuerKey: KeyObject): Uint8Array {
  const { serialNumber, issuer, subject, notBefore, notAfter, publicKey, extensions } = fields;
  const scheme = signatureScheme(issuerKey);
  const body = sequence(
    explicit(0, integer(2)),
    integer(serialNumber),
    scheme.identifier,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    spkiOf(publicKey),
    explicit(3, encodeExtensions(extensions)),
  );
  return sequence(body, scheme.identifier, bitString(scheme.sign(body, issuerKey)));
}

/** `Extensions` of RFC 5280: in certificates and CRLs alike. */
export function encodeExtensions(extensions: readonly Extension[]): Uint8Array {
  return sequence(
    ...extensions.map(({ oid, critical, value }) =>
      sequence(objectIdentifier(oid), ...(critical === true ? [boolean(true)] : []), octetString(value)),
    ),
  );
}

/** The SubjectPublicKeyInfo (DER) of a key. */
export function spkiOf(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
}

/** SEC 1, 2.3.3: what stands before a point's coordinates. */
const uncompressedPoint = 0x04;

/** The point of a key on an elliptic curve: x ‖ y, big-endian. */
export function pointOf(publicKey: KeyObject): Uint8Array {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return new Uint8Array(Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]));
}

/** RFC 5280's usual key identifier: SHA-1 over the key's bits. */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
  const bits =
    publicKey.asymmetricKeyType === "ec"
      ? concatBytes(Uint8Array.of(uncompressedPoint), pointOf(publicKey))
      : publicKey.export({ format: "der", type: "pkcs1" });
  return new Uint8Array(createHash("sha1").update(bits).digest());
}

/** The extensions of a certificate authority, as AMD's ARK, ASK and ASVK carry them. */
export function authorityExtensions(input: {
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly root: boolean;
  readonly crlUrl: string;
}): readonly Extension[] {
  const { publicKey, issuerKey, root, crlUrl } = input;
  const keyCertSign = 0x04;
  const crlSign = 0x02;
  const usage = root ? bitString(Uint8Array.of(keyCertSign | crlSign), 1) : bitString(Uint8Array.of(keyCertSign), 2);
  const subjectIdentifier = { oid: "2.5.29.14", value: octetString(keyIdentifier(publicKey)) };
  const issuerIdentifier = { oid: "2.5.29.35", value: sequence(implicit(0, keyIdentifier(issuerKey))) };
  const constraints = root ? sequence(boolean(true)) : sequence(boolean(true), integer(0));
  const uniformResourceIdentifier = implicit(6, toUtf8(crlUrl));
  const point = sequence(explicit(0, explicit(0, uniformResourceIdentifier)));
  return [
    subjectIdentifier,
    ...(root ? [] : [issuerIdentifier]),
    { oid: "2.5.29.19", critical: true, value: constraints },
    { oid: "2.5.29.15", critical: true, value: usage },
    { oid: "2.5.29.31", value: sequence(point) },
  ];
}
