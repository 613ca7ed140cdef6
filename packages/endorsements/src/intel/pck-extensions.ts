import { MalformedError, toHex, type Parsed } from "@sekisho/encoding";
import { tags, type DerReader } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";

/** How a platform's memory is protected: with or without integrity, and below which size. */
export type SgxType = "standard" | "scalable" | "scalable-with-integrity";

/**
 * What Intel writes into a PCK certificate under 1.2.840.113741.1.13.1 (Intel SGX PCK Certificate and Certificate Revocation
 * List Profile Specification, table 5). Identifiers are hexadecimal, lower case, in the order of the certificate.
 */
export type PckExtensions = {
  /** Platform provisioning identifier: 16 bytes. It names the machine. */
  readonly ppid: string;
  /** 16 component SVNs, as TCB info compares them. */
  readonly components: readonly number[];
  readonly pceSvn: number;
  /** 16 bytes, as the processor reports them. */
  readonly cpuSvn: string;
  /** 2 bytes. */
  readonly pceId: string;
  /** Family, model, stepping, platform type and custom SKU: 6 bytes. */
  readonly fmspc: string;
  readonly sgxType: SgxType;
  /** 16 bytes; only in certificates of the Platform CA. */
  readonly platformInstanceId: string | undefined;
  /** Only in certificates of the Platform CA. */
  readonly configuration: PckConfiguration | undefined;
};

/** Whether packages can be added to the platform, whether Intel keeps its root keys, whether SMT is on; undefined where not said. */
export type PckConfiguration = {
  readonly dynamicPlatform: boolean | undefined;
  readonly cachedKeys: boolean | undefined;
  readonly smtEnabled: boolean | undefined;
};

const arc = "1.2.840.113741.1.13.1";
const sgxTypes: readonly SgxType[] = ["standard", "scalable", "scalable-with-integrity"];

/** Reads Intel's extension; an error names what is missing or malformed, and its offset in the certificate. */
export function readPckExtensions({ extensions }: Certificate): Parsed<PckExtensions> {
  try {
    const extension = extensions.get(arc);
    if (extension === undefined) return missing(arc, "SGX extensions", 0);
    return { ok: true, value: extension.read("SGX extensions", readExtensions) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readExtensions(reader: DerReader): PckExtensions {
  const { offset } = reader;
  const values = readValues(reader, "SGX extensions", arc);
  const need = (number: number, field: string): DerReader =>
    values.get(`${arc}.${number}`) ?? missing(`${arc}.${number}`, field, offset);
  const octets = (number: number, field: string, length: number): string =>
    readOctets(need(number, field), field, length);
  const platformInstanceId = values.get(`${arc}.6`);
  const configuration = values.get(`${arc}.7`);
  return {
    ppid: octets(1, "PPID", 16),
    ...readTcb(need(2, "TCB")),
    pceId: octets(3, "PCEID", 2),
    fmspc: octets(4, "FMSPC", 6),
    sgxType: readSgxType(need(5, "SGX type")),
    platformInstanceId:
      platformInstanceId === undefined ? undefined : readOctets(platformInstanceId, "platform instance ID", 16),
    configuration: configuration === undefined ? undefined : readConfiguration(configuration),
  };
}

/** A sequence of pairs of identifier and value: a reader for each value by its identifier, none of them twice. */
function readValues(reader: DerReader, field: string, prefix: string): ReadonlyMap<string, DerReader> {
  const values = new Map<string, DerReader>();
  reader.sequence(field, (list) => {
    while (!list.atEnd) {
      const pair = list.inside(field, list.element(field, tags.sequence));
      const { offset } = pair;
      const identifier = pair.objectIdentifier(`${field} identifier`);
      const known = identifier.startsWith(`${prefix}.`) && !values.has(identifier);
      if (!known) pair.fail("value", field, `identifiers under ${prefix}, each once`, identifier, offset);
      values.set(identifier, pair);
    }
  });
  return values;
}

function readTcb(reader: DerReader): Pick<PckExtensions, "components" | "pceSvn" | "cpuSvn"> {
  const { offset } = reader;
  const prefix = `${arc}.2`;
  const values = readValues(reader, "TCB", prefix);
  reader.end("TCB");
  const need = (number: number, field: string): DerReader =>
    values.get(`${prefix}.${number}`) ?? missing(`${prefix}.${number}`, field, offset);
  const components = Array.from({ length: 16 }, (_, index) => {
    const field = `SGX TCB component ${index + 1} SVN`;
    return readNumber(need(index + 1, field), field);
  });
  return {
    components,
    pceSvn: readNumber(need(17, "PCESVN"), "PCESVN"),
    cpuSvn: readOctets(need(18, "CPUSVN"), "CPUSVN", 16),
  };
}

/** Intel issues numbers up to 255; those of its test data are larger. */
function readNumber(reader: DerReader, field: string): number {
  const value = reader.smallInteger(field, 0xffff);
  reader.end(field);
  return value;
}

function readOctets(reader: DerReader, field: string, length: number): string {
  const { offset } = reader;
  const octets = reader.octetString(field);
  if (octets.length !== length) reader.fail("value", field, `${length} bytes`, `${octets.length} bytes`, offset);
  reader.end(field);
  return toHex(octets);
}

function readSgxType(reader: DerReader): SgxType {
  const { offset } = reader;
  const { content } = reader.element("SGX type", tags.enumerated);
  reader.end("SGX type");
  const type = content.length === 1 ? sgxTypes[content[0] ?? 0xff] : undefined;
  return type ?? reader.fail("value", "SGX type", "0, 1 or 2", `0x${toHex(content.subarray(0, 8))}`, offset);
}

function readConfiguration(reader: DerReader): PckConfiguration {
  const prefix = `${arc}.7`;
  const values = readValues(reader, "configuration", prefix);
  reader.end("configuration");
  const flag = (number: number, field: string): boolean | undefined => {
    const value = values.get(`${prefix}.${number}`);
    const set = value?.boolean(field);
    value?.end(field);
    return set;
  };
  return {
    dynamicPlatform: flag(1, "dynamic platform"),
    cachedKeys: flag(2, "cached keys"),
    smtEnabled: flag(3, "SMT enabled"),
  };
}

function missing(oid: string, field: string, offset: number): never {
  throw new MalformedError({ code: "value", field, offset, expected: `extension ${oid}`, actual: "none" });
}
