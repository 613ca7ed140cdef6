import { equalBytes } from "../bytes/compare.ts";
import { parseDer } from "../der/parse.ts";
import type { DerReader } from "../der/reader.ts";
import { contextTag, tags } from "../der/tags.ts";
import type { Parsed } from "../malformed.ts";
import { readSerialNumber } from "./certificate.ts";
import { readExtensions, type Extension } from "./extensions.ts";
import { readName, type DistinguishedName } from "./name.ts";
import { readSignatureAlgorithm, type SignatureAlgorithm } from "./signature-algorithm.ts";

/** A certificate revocation list as RFC 5280, 5.1 lays it out. */
export type CertificateRevocationList = {
  readonly der: Uint8Array;
  /** The TBSCertList: what the signature covers. */
  readonly tbs: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** Serial number (as in `Certificate`) → when it was revoked. */
  readonly revoked: ReadonlyMap<string, Date>;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Whether an extension of the list or of an entry is critical; none is understood here, so such a list can't be used. */
  readonly hasCriticalExtensions: boolean;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
};

/** Reads one revocation list from DER, and nothing after it. */
export function parseCrl(der: Uint8Array): Parsed<CertificateRevocationList> {
  return parseDer("certificate revocation list", der, (reader) => {
    const list = reader.element("certificateList", tags.sequence);
    const parts = reader.inside("certificateList", list);
    const tbs = parts.element("tbsCertList", tags.sequence);
    const fields = parts.inside("tbsCertList", tbs);
    const { innerAlgorithm, ...body } = readBody(fields);
    fields.end("tbsCertList");
    const { offset } = parts;
    const signatureAlgorithm = readSignatureAlgorithm(parts, "signatureAlgorithm");
    if (!equalBytes(signatureAlgorithm.der, innerAlgorithm.der)) {
      parts.fail("value", "signatureAlgorithm", innerAlgorithm.oid, signatureAlgorithm.oid, offset);
    }
    const signature = parts.bitStringBytes("signatureValue");
    parts.end("certificateList");
    return { der: list.encoded, tbs: tbs.encoded, ...body, signatureAlgorithm, signature };
  });
}

type Body = Omit<CertificateRevocationList, "der" | "tbs" | "signatureAlgorithm" | "signature"> & {
  readonly innerAlgorithm: SignatureAlgorithm;
};

function readBody(reader: DerReader): Body {
  if (reader.nextTag === tags.integer) {
    const { offset } = reader;
    const version = reader.integer("version");
    if (version !== 1n) reader.fail("version", "version", "1 (X.509 v2)", `${version}`, offset);
  }
  const innerAlgorithm = readSignatureAlgorithm(reader, "signature");
  const issuer = readName(reader, "issuer");
  const thisUpdate = reader.time("thisUpdate");
  const hasNext = reader.nextTag === tags.utcTime || reader.nextTag === tags.generalizedTime;
  const nextUpdate = hasNext ? reader.time("nextUpdate") : undefined;
  const entries =
    reader.nextTag === tags.sequence
      ? reader.sequence("revokedCertificates", (list) => list.all((one) => one.sequence("revoked entry", readEntry)))
      : [];
  const extensions: ReadonlyMap<string, Extension> =
    reader.nextTag === contextTag(0)
      ? reader.constructed("crlExtensions", contextTag(0), (list) => readExtensions(list, "crlExtensions"))
      : new Map();
  const hasCriticalExtensions = entries.some(({ critical }) => critical) || someCritical(extensions);
  const revoked = new Map(entries.map(({ serialNumber, revocationDate }) => [serialNumber, revocationDate]));
  return { issuer, thisUpdate, nextUpdate, revoked, extensions, hasCriticalExtensions, innerAlgorithm };
}

function readEntry(reader: DerReader): {
  readonly serialNumber: string;
  readonly revocationDate: Date;
  readonly critical: boolean;
} {
  const serialNumber = readSerialNumber(reader, "userCertificate");
  const revocationDate = reader.time("revocationDate");
  const critical = reader.atEnd ? false : someCritical(readExtensions(reader, "crlEntryExtensions"));
  return { serialNumber, revocationDate, critical };
}

function someCritical(extensions: ReadonlyMap<string, Extension>): boolean {
  return [...extensions.values()].some(({ critical }) => critical);
}
