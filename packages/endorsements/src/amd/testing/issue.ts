import { constants, sign, type KeyObject } from "node:crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import { parseCertificate, type Certificate } from "@sekisho/encoding/x509";

const sha384 = der.sequence(der.objectIdentifier("2.16.840.1.101.3.4.2.2"), der.nullValue());
const rsassaPss = der.sequence(
  der.objectIdentifier("1.2.840.113549.1.1.10"),
  der.sequence(
    der.explicit(0, sha384),
    der.explicit(1, der.sequence(der.objectIdentifier("1.2.840.113549.1.1.8"), sha384)),
    der.explicit(2, der.integer(48)),
  ),
);

const ecdsaWithSha256 = der.sequence(der.objectIdentifier("1.2.840.10045.4.3.2"));

/** What the vendor with this kind of key signs with: AMD has RSA, Intel P-256. */
function algorithmOf(key: KeyObject): Uint8Array {
  return key.asymmetricKeyType === "ec" ? ecdsaWithSha256 : rsassaPss;
}

/** One extension: identifier, whether critical, and the content of its OCTET STRING. */
export type ExtensionValue = readonly [oid: string, critical: boolean, value: Uint8Array];

/** What a test wants otherwise in a certificate. */
export type Changes = {
  readonly subject?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly spki?: Uint8Array;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly extensions?: (extensions: readonly ExtensionValue[]) => readonly ExtensionValue[];
};

/** The same certificate with changes, signed anew. */
export function reissue(original: Uint8Array, changes: Changes, issuerKey: KeyObject): Uint8Array {
  const certificate = certificateOf(original);
  const unchanged = [...certificate.extensions.values()].map(({ oid, critical, value }): ExtensionValue => [
    oid,
    critical,
    value,
  ]);
  const extensions = changes.extensions?.(unchanged) ?? unchanged;
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(BigInt(`0x${certificate.serialNumber}`)),
    algorithmOf(issuerKey),
    changes.issuer ?? certificate.issuer.der,
    der.sequence(
      der.time(changes.notBefore ?? certificate.notBefore),
      der.time(changes.notAfter ?? certificate.notAfter),
    ),
    changes.subject ?? certificate.subject.der,
    changes.spki ?? certificate.subjectPublicKeyInfo,
    der.explicit(3, der.sequence(...extensions.map(extension))),
  );
  return signed(body, issuerKey);
}

/** A list that revokes nothing, valid for a day, with these extensions. */
export function issueCrl(
  issuer: Uint8Array,
  thisUpdate: Date,
  extensions: readonly ExtensionValue[],
  issuerKey: KeyObject,
): Uint8Array {
  const nextUpdate = new Date(thisUpdate.getTime() + 24 * 3600 * 1000);
  const list = der.explicit(0, der.sequence(...extensions.map(extension)));
  return signed(
    der.sequence(der.integer(1), algorithmOf(issuerKey), issuer, der.time(thisUpdate), der.time(nextUpdate), list),
    issuerKey,
  );
}

function signed(body: Uint8Array, key: KeyObject): Uint8Array {
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  const signature = key.asymmetricKeyType === "ec" ? sign("sha256", body, key) : sign("sha384", body, pss);
  return der.sequence(body, algorithmOf(key), der.bitString(signature));
}

function extension([oid, critical, value]: ExtensionValue): Uint8Array {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(oid), ...flag, der.octetString(value));
}

/** A name that has a common name only. */
export function nameOf(commonName: string): Uint8Array {
  return der.sequence(der.set(der.sequence(der.objectIdentifier("2.5.4.3"), der.utf8String(commonName))));
}

/** A certificate that must be readable. @throws Error */
export function certificateOf(bytes: Uint8Array): Certificate {
  const certificate = parseCertificate(bytes);
  if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
  return certificate.value;
}
