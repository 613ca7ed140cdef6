import { MalformedError, toHex, type Parsed } from "@sekisho/encoding";
import { tags } from "@sekisho/encoding/der";
import type { Certificate, Extension } from "@sekisho/encoding/x509";
import type { TcbVersion } from "@sekisho/evidence/sev-snp";

/**
 * What AMD writes into VCEK and VLEK certificates, under 1.3.6.1.4.1.3704.1 (Versioned Chip Endorsement Key Certificate and
 * KDS Interface Specification 57230, table 8).
 */
export type EndorsementExtensions = {
  readonly structVersion: number;
  /** "Milan-B0", "Genoa", "Turin". */
  readonly productName: string;
  /** The security patch levels that the key is derived from; `fmc` is undefined where the certificate has none. */
  readonly tcb: TcbVersion;
  /** The chip's identifier on a VCEK: 64 bytes, 8 on Turin. */
  readonly hwId: Uint8Array | undefined;
  /** The cloud provider's identifier on a VLEK. */
  readonly cspId: string | undefined;
};

const arc = "1.3.6.1.4.1.3704.1";
const hwIdLengths = [64, 8];

/** Reads AMD's extensions; an error names the one that is missing or malformed, and its offset in the certificate. */
export function readEndorsementExtensions({ extensions }: Certificate): Parsed<EndorsementExtensions> {
  try {
    return { ok: true, value: read(extensions) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function read(extensions: ReadonlyMap<string, Extension>): EndorsementExtensions {
  const get = (suffix: string): Extension | undefined => extensions.get(`${arc}.${suffix}`);
  const need = (suffix: string, field: string): Extension => get(suffix) ?? missing(`${arc}.${suffix}`, field);
  const level = (suffix: string, field: string): number => readLevel(need(suffix, field), field);
  const spare = (suffix: string, field: string): number => (get(suffix) === undefined ? 0 : level(suffix, field));
  const hasFmc = get("3.9") !== undefined;
  const [spl4, spl5, spl6, spl7] = [
    spare("3.4", "spl4"),
    spare("3.5", "spl5"),
    spare("3.6", "spl6"),
    spare("3.7", "spl7"),
  ];
  const tcb: TcbVersion = {
    bootLoader: level("3.1", "blSPL"),
    tee: level("3.2", "teeSPL"),
    snp: level("3.3", "snpSPL"),
    microcode: level("3.8", "ucodeSPL"),
    fmc: hasFmc ? level("3.9", "fmcSPL") : undefined,
    reserved: hasFmc ? [spl5, spl6, spl7] : [spl4, spl5, spl6, spl7],
  };
  const hwId = get("4");
  const cspId = get("5");
  return {
    structVersion: level("1", "structVersion"),
    productName: readIa5(need("2", "productName"), "productName"),
    tcb,
    hwId: hwId === undefined ? undefined : readHwId(hwId),
    cspId: cspId === undefined ? undefined : readIa5(cspId, "cspID"),
  };
}

function missing(oid: string, field: string): never {
  throw new MalformedError({ code: "value", field, offset: 0, expected: `extension ${oid}`, actual: "none" });
}

function readLevel(extension: Extension, field: string): number {
  return extension.read(field, (reader) => reader.smallInteger(field, 255));
}

function readIa5(extension: Extension, field: string): string {
  return extension.read(field, (reader) => {
    if (reader.nextTag !== tags.ia5String) reader.fail("encoding", field, "an IA5String", "another type");
    return reader.text(field);
  });
}

/** AMD leaves the DER tag of the hwID out; with one it is taken too, should AMD add it. */
function readHwId(extension: Extension): Uint8Array {
  const { value, offset } = extension;
  if (hwIdLengths.includes(value.length)) return value;
  const tagged = value[0] === tags.octetString && hwIdLengths.includes(value.length - 2);
  if (tagged) return extension.read("hwID", (reader) => reader.octetString("hwID"));
  const actual = value.length > 16 ? `${value.length} bytes` : `0x${toHex(value)}`;
  throw new MalformedError({ code: "value", field: "hwID", offset, expected: "64 or 8 bytes", actual });
}
