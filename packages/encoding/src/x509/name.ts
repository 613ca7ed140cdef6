import { toHex } from "../text/hex.ts";
import type { DerReader } from "../der/reader.ts";
import { tags } from "../der/tags.ts";
import { readText } from "../der/values.ts";

/** A subject or issuer. Two names are the same when their `der` is. */
export type DistinguishedName = {
  readonly der: Uint8Array;
  /** For people: "OU=Engineering, C=US, …, CN=SEV-Milan", in the order of the certificate. */
  readonly text: string;
  /** The common name where there is exactly one. */
  readonly commonName: string | undefined;
  readonly organizationalUnits: readonly string[];
};

const attributeNames: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "SERIALNUMBER",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
};

/** Reads a Name: a sequence of sets of attributes (RFC 5280, 4.1.2.4). */
export function readName(reader: DerReader, field: string): DistinguishedName {
  const element = reader.element(field, tags.sequence);
  const inner = reader.inside(field, element);
  const attributes = inner
    .all((names) => names.constructed(field, tags.set, (set) => set.all((one) => readAttribute(one, field))))
    .flat();
  const commonNames = attributes.filter(({ name }) => name === "CN");
  return {
    der: element.encoded,
    text: attributes.map(({ name, value }) => `${name}=${value}`).join(", "),
    commonName: commonNames.length === 1 ? commonNames[0]?.value : undefined,
    organizationalUnits: attributes.filter(({ name }) => name === "OU").map(({ value }) => value),
  };
}

function readAttribute(reader: DerReader, field: string): { readonly name: string; readonly value: string } {
  return reader.sequence(field, (attribute) => {
    const identifier = attribute.objectIdentifier(`${field} attribute type`);
    const { tag, content } = attribute.element(`${field} attribute value`);
    const value = readText(tag, content) ?? `#${toHex(content)}`;
    return { name: attributeNames[identifier] ?? identifier, value };
  });
}
