import type { KeyObject } from "node:crypto";
import { encodeExtensions, keyIdentifier } from "./certificate.ts";
import { bitString, explicit, implicit, integer, sequence, time } from "./der-writer.ts";
import { signatureScheme } from "./signature.ts";

/** A certificate that a CRL revokes, by its serial number. */
export type Revocation = { readonly serialNumber: bigint; readonly revokedAt: Date };

export type CrlFields = {
  readonly issuer: Uint8Array;
  readonly issuerKey: KeyObject;
  readonly number: bigint;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly Revocation[];
};

/** A version 2 CRL (DER) with authority key identifier and CRL number, as AMD's and Intel's services give it. */
export function issueCrl(fields: CrlFields, signingKey: KeyObject): Uint8Array {
  const { issuer, issuerKey, number, thisUpdate, nextUpdate, revoked } = fields;
  const entries = revoked.map(({ serialNumber, revokedAt }) => sequence(integer(serialNumber), time(revokedAt)));
  const extensions = encodeExtensions([
    { oid: "2.5.29.35", value: sequence(implicit(0, keyIdentifier(issuerKey))) },
    { oid: "2.5.29.20", value: integer(number) },
  ]);
  const scheme = signatureScheme(signingKey);
  const body = sequence(
    integer(1),
    scheme.identifier,
    issuer,
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    explicit(0, extensions),
  );
  return sequence(body, scheme.identifier, bitString(scheme.sign(body, signingKey)));
}
