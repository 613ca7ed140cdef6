import type { DerElement, DerReader } from "../der/reader.ts";
import { tags } from "../der/tags.ts";

/** One extension of a certificate or list. */
export class Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly #element: DerElement;
  readonly #around: DerReader;

  constructor(oid: string, critical: boolean, element: DerElement, around: DerReader) {
    this.oid = oid;
    this.critical = critical;
    this.#element = element;
    this.#around = around;
  }

  /** The content of its OCTET STRING; DER as a rule, but AMD's hwID is not. */
  get value(): Uint8Array {
    return this.#element.content;
  }

  /** Where the value stands in the whole input. */
  get offset(): number {
    return this.#element.contentOffset;
  }

  /** Reads the value with `read`, which must leave nothing over. @throws MalformedError */
  read<T>(field: string, read: (reader: DerReader) => T): T {
    const reader = this.#around.inside(field, this.#element);
    const value = read(reader);
    reader.end(field);
    return value;
  }
}

/** Whether a key may sign certificates, and over how many levels. */
export type BasicConstraints = { readonly ca: boolean; readonly pathLength: number | undefined };

const keyUsages = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** What a key may be used for, as RFC 5280 (4.2.1.3) names it. */
export type KeyUsage = (typeof keyUsages)[number];

const basicConstraintsOid = "2.5.29.19";
const keyUsageOid = "2.5.29.15";

/** Reads the extensions by identifier; the same one twice is an error (RFC 5280, 4.2). */
export function readExtensions(reader: DerReader, field: string): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>();
  reader.sequence(field, (list) => {
    list.all((one) => {
      const { offset } = one;
      const extension = one.sequence(field, readExtension);
      if (extensions.has(extension.oid)) {
        one.fail("value", field, "every extension once", `${extension.oid} twice`, offset);
      }
      extensions.set(extension.oid, extension);
    });
  });
  return extensions;
}

function readExtension(reader: DerReader): Extension {
  const oid = reader.objectIdentifier("extension");
  const critical = reader.nextTag === tags.boolean ? reader.boolean("extension critical") : false;
  return new Extension(oid, critical, reader.element("extension value", tags.octetString), reader);
}

/** basicConstraints, where they are there. */
export function readBasicConstraints(extensions: ReadonlyMap<string, Extension>): BasicConstraints | undefined {
  return extensions.get(basicConstraintsOid)?.read("basicConstraints", (reader) =>
    reader.sequence("basicConstraints", (constraints) => {
      const ca = constraints.nextTag === tags.boolean ? constraints.boolean("cA") : false;
      const pathLength = constraints.atEnd ? undefined : constraints.smallInteger("pathLenConstraint", 255);
      return { ca, pathLength };
    }),
  );
}

/** keyUsage, where it is there. */
export function readKeyUsage(extensions: ReadonlyMap<string, Extension>): ReadonlySet<KeyUsage> | undefined {
  return extensions.get(keyUsageOid)?.read("keyUsage", (reader) => {
    const { bytes } = reader.bitString("keyUsage");
    return new Set(keyUsages.filter((_, bit) => (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1));
  });
}
