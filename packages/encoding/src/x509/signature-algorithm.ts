import type { HashAlgorithm, SignatureScheme } from "../crypto/types.ts";
import type { DerReader } from "../der/reader.ts";
import { contextTag, tags } from "../der/tags.ts";

/** How a certificate or list was signed. `scheme` is undefined for algorithms that are not supported, SHA-1 among them. */
export type SignatureAlgorithm = {
  readonly der: Uint8Array;
  readonly oid: string;
  readonly scheme: SignatureScheme | undefined;
};

const hashes: Readonly<Record<string, HashAlgorithm>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

const schemes: Readonly<Record<string, SignatureScheme>> = {
  "1.2.840.113549.1.1.11": { kind: "rsa-pkcs1", hash: "sha256" },
  "1.2.840.113549.1.1.12": { kind: "rsa-pkcs1", hash: "sha384" },
  "1.2.840.113549.1.1.13": { kind: "rsa-pkcs1", hash: "sha512" },
  "1.2.840.10045.4.3.2": { kind: "ecdsa", hash: "sha256" },
  "1.2.840.10045.4.3.3": { kind: "ecdsa", hash: "sha384" },
  "1.2.840.10045.4.3.4": { kind: "ecdsa", hash: "sha512" },
  "1.3.101.112": { kind: "ed25519" },
};

const rsassaPss = "1.2.840.113549.1.1.10";
const maskGeneration1 = "1.2.840.113549.1.1.8";

/** Reads an AlgorithmIdentifier of a signature (RFC 5280, 4.1.1.2; RFC 4055 for RSASSA-PSS). */
export function readSignatureAlgorithm(reader: DerReader, field: string): SignatureAlgorithm {
  const element = reader.element(field, tags.sequence);
  const inner = reader.inside(field, element);
  const oid = inner.objectIdentifier(field);
  const scheme = oid === rsassaPss ? readPssParameters(inner, field) : readPlain(inner, field, oid);
  inner.end(field);
  return { der: element.encoded, oid, scheme };
}

function readPlain(reader: DerReader, field: string, oid: string): SignatureScheme | undefined {
  if (!reader.atEnd) reader.element(`${field} parameters`);
  return schemes[oid];
}

/** Defaults may be spelled out, against DER's rule: AMD's ARK and ASK do so with the trailer field. */
function readPssParameters(reader: DerReader, field: string): SignatureScheme | undefined {
  return reader.sequence(`${field} parameters`, (parameters) => {
    const hash = readTagged(parameters, 0, (one) => readHash(one, `${field} hash`)) ?? "sha1";
    const maskHash = readTagged(parameters, 1, (one) => readMaskHash(one, `${field} mask`)) ?? "sha1";
    const saltLength = readTagged(parameters, 2, (one) => one.smallInteger(`${field} salt length`, 512)) ?? 20;
    const trailer = readTagged(parameters, 3, (one) => one.smallInteger(`${field} trailer`, 255)) ?? 1;
    const supported = hash === maskHash && hash !== "unknown" && hash !== "sha1" && trailer === 1;
    return supported ? { kind: "rsa-pss", hash, saltLength } : undefined;
  });
}

function readTagged<T>(reader: DerReader, number: number, read: (reader: DerReader) => T): T | undefined {
  const tag = contextTag(number);
  return reader.nextTag === tag ? reader.constructed(`[${number}]`, tag, read) : undefined;
}

function readHash(reader: DerReader, field: string): HashAlgorithm | "unknown" {
  return reader.sequence(field, (algorithm) => {
    const oid = algorithm.objectIdentifier(field);
    if (!algorithm.atEnd) algorithm.null(`${field} parameters`);
    return hashes[oid] ?? "unknown";
  });
}

function readMaskHash(reader: DerReader, field: string): HashAlgorithm | "unknown" {
  return reader.sequence(field, (algorithm) => {
    const oid = algorithm.objectIdentifier(field);
    const hash = readHash(algorithm, field);
    return oid === maskGeneration1 ? hash : "unknown";
  });
}
