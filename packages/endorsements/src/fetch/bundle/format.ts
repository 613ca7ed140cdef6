import { fromBase64, MalformedError, toBase64, toUtf8, type Parsed } from "@sekisho/encoding";
import { JsonFields } from "../../intel/json/fields.ts";
import { scanJson } from "../../intel/json/scan.ts";
import { resourceNamed, type Endorsing, type NamedResource } from "../resource-names.ts";
import type { Dated } from "../window.ts";

/** Something that a vendor publishes, as it was given at a moment. */
export type BundleEntry = {
  /** The vendor, and the path of its own interface ("amd/vcek/v1/Milan/crl"). */
  readonly name: string;
  /** The address of the service that gave it, without the path; "" where nobody knows any more. */
  readonly service: string;
  readonly fetchedAt: Date;
  /** As clients keep it. */
  readonly bytes: Uint8Array;
};

/** An entry that could be read. Nothing in it is to be believed before its chain is verified. */
export type ReadEntry = BundleEntry & {
  readonly resource: NamedResource;
  /** From when until when its vendor says that it holds. */
  readonly content: Dated<Endorsing>;
};

/** What a gate needs of the vendors when it can't reach them. */
export type EndorsementBundle = { readonly gatheredAt: Date; readonly entries: readonly ReadEntry[] };

const format = "sekisho-endorsements";
/** The certificates of some thousand chips. */
export const bundleLimit = 16 * 1024 * 1024;
const mostEntries = 10_000;
const longestName = 400;

/** Whether bytes look like a bundle, whole or not. */
export function isEndorsementBundle(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  return /^\s*\{\s*"format":\s*"sekisho-endorsements"/.test(start);
}

/**
 * Reads a bundle: a JSON object with `format` "sekisho-endorsements", `version` 1, `gatheredAt` and `entries`, each with `name`,
 * `service`, `fetchedAt` and `content` in base64. `goodUntil`, of the whole and of each entry, is there for people: what holds
 * is read from the contents.
 *
 * @param name what the bytes are, for the error
 */
export function parseEndorsementBundle(name: string, bytes: Uint8Array): Parsed<EndorsementBundle> {
  const scanned = scanJson(name, bytes, bundleLimit);
  if (!scanned.ok) return scanned;
  try {
    const fields = new JsonFields("", scanned.value);
    fields.oneOf("format", [format]);
    if (fields.integer("version", 255) !== 1) fields.fail("version", "1", "version");
    const entries = fields.objects("entries", mostEntries).map(readEntry);
    return { ok: true, value: { gatheredAt: fields.date("gatheredAt"), entries } };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readEntry(fields: JsonFields): ReadEntry {
  const name = fields.text("name");
  const resource = name.length > longestName ? undefined : resourceNamed(name);
  if (resource === undefined) return fields.fail("name", "something that AMD or Intel publishes");
  const service = fields.text("service");
  if (!/^https?:\/\/[^\s?#]+[^\s?#/]$/.test(service)) return fields.fail("service", "the address of a service");
  const bytes = fromBase64(`${fields.path}.content`, fields.text("content"));
  if (!bytes.ok) throw new MalformedError(bytes.error);
  const content = resource.read(bytes.value);
  if (!content.ok)
    throw new MalformedError({ ...content.error, field: `${fields.path}.content: ${content.error.field}` });
  const fetchedAt = fields.date("fetchedAt");
  return { name, service, fetchedAt, bytes: bytes.value, resource, content: content.value };
}

/** Writes a bundle, one line for each value, so that a person can look at it. */
export function writeEndorsementBundle(gatheredAt: Date, entries: readonly ReadEntry[]): Uint8Array {
  const bundle = {
    format,
    version: 1,
    gatheredAt: moment(gatheredAt),
    goodUntil: entries.length === 0 ? null : moment(goodUntil(entries)),
    entries: entries.map(({ name, service, fetchedAt, bytes, content }) => ({
      name,
      service,
      fetchedAt: moment(fetchedAt),
      goodUntil: moment(content.window.until),
      content: toBase64(bytes),
    })),
  };
  return toUtf8(`${JSON.stringify(bundle, null, 2)}\n`);
}

/** When the first of the entries ends. */
export function goodUntil(entries: readonly ReadEntry[]): Date {
  return new Date(Math.min(...entries.map(({ content }) => content.window.until.getTime())));
}

/** Everything in a bundle as an appraisal takes it; what does not belong to its evidence is passed over there. */
export function endorsementsOf({ entries }: EndorsementBundle): Endorsing {
  const values = entries.map(({ content }) => content.value);
  return {
    certificates: values.flatMap(({ certificates }) => certificates),
    crls: values.flatMap(({ crls }) => crls),
    collateral: {
      documents: values.flatMap(({ collateral }) => collateral.documents),
      certificates: [],
      crls: [],
    },
  };
}

/** ISO 8601 in whole seconds. */
function moment(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
