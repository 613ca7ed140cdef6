import { toHex, type Parsed } from "@sekisho/encoding";
import { parseCertificate, parseCertificateBundle, parseCrlBundle } from "@sekisho/encoding/x509";
import { readEndorsementExtensions, type EndorsementExtensions } from "../amd/extensions.ts";
import { authorityNames, productOfName } from "../amd/names.ts";
import { oneDay, type Resource } from "./keeper.ts";
import { certificateWindows, crlWindows, intersection, type Dated } from "./window.ts";

/** DER. */
export type Ders = readonly Uint8Array[];

/** What a path of AMD's interface leads to, and how the answer is read. */
export type AmdResource = Pick<Resource<Ders>, "read" | "keptFor"> & {
  readonly kind: "vcek" | "certificate-chain" | "revocation-list";
};

/** `/vcek/v1/Milan/cert_chain`, `/vlek/v1/Milan/crl`, `/vcek/v1/Milan/HWID?blSPL=…`. */
const pathPattern =
  /^\/(vcek|vlek)\/v1\/(Milan|Genoa|Turin)\/(cert_chain|crl|[0-9a-f]{16}|[0-9a-f]{128})(?:\?([^?]*))?$/;

/** The resource at a path of AMD's interface (without scheme and host); undefined for a path that is none of it. */
export function amdResourceAt(path: string): AmdResource | undefined {
  const [, type, name = "", what = "", query] = pathPattern.exec(path) ?? [];
  const product = productOfName(name);
  if (product === undefined) return undefined;
  if (what === "cert_chain") {
    const { intermediate } = authorityNames(type === "vlek" ? "VLEK" : "VCEK", product);
    return { kind: "certificate-chain", read: (bytes) => readChain(bytes, intermediate) };
  }
  if (what === "crl") return { kind: "revocation-list", read: readCrls, keptFor: oneDay };
  return { kind: "vcek", read: (bytes) => readVcek(bytes, what, new URLSearchParams(query)) };
}

function readCertificates(bytes: Uint8Array): Parsed<Dated<Ders>> {
  const bundle = parseCertificateBundle("certificates", bytes);
  if (!bundle.ok) return bundle;
  const windows = certificateWindows(bundle.value);
  return windows.ok ? { ok: true, value: { value: bundle.value, window: intersection(windows.value) } } : windows;
}

/** The chain of other keys, however genuine, would be kept in the right one's place for as long as it is valid: it is refused. */
function readChain(bytes: Uint8Array, intermediate: string): Parsed<Dated<Ders>> {
  const read = readCertificates(bytes);
  if (!read.ok) return read;
  const certificates = read.value.value.map((der) => parseCertificate(der));
  const names = certificates.flatMap((one) => (one.ok ? [one.value.subject.text] : []));
  const right = certificates.some((one) => one.ok && one.value.subject.commonName === intermediate);
  return right ? read : foreign("certificate chain", intermediate, names.join(", "));
}

function readCrls(bytes: Uint8Array): Parsed<Dated<Ders>> {
  const bundle = parseCrlBundle("revocation list", bytes);
  if (!bundle.ok) return bundle;
  const windows = crlWindows(bundle.value);
  return windows.ok ? { ok: true, value: { value: bundle.value, window: intersection(windows.value) } } : windows;
}

/** A certificate of another chip or TCB than was asked for would be kept in the right one's place for years: it is refused. */
function readVcek(bytes: Uint8Array, hwId: string, levels: URLSearchParams): Parsed<Dated<Ders>> {
  const read = readCertificates(bytes);
  if (!read.ok) return read;
  for (const der of read.value.value) {
    const certificate = parseCertificate(der);
    const extensions = certificate.ok ? readEndorsementExtensions(certificate.value) : certificate;
    if (!extensions.ok) return extensions;
    const { value } = extensions;
    if (value.hwId === undefined || toHex(value.hwId) !== hwId) return foreign("hwID", hwId);
    const expected = levels.toString();
    const actual = levelsOf(value);
    if (actual !== expected) return foreign("SPLs", expected, actual);
  }
  return read;
}

/** Patch levels as the query of a VCEK's address has them, in its order. */
function levelsOf({ tcb }: EndorsementExtensions): string {
  const levels = { fmcSPL: tcb.fmc, blSPL: tcb.bootLoader, teeSPL: tcb.tee, snpSPL: tcb.snp, ucodeSPL: tcb.microcode };
  const known = Object.entries(levels).flatMap(([name, level]) => (level === undefined ? [] : [[name, String(level)]]));
  return new URLSearchParams(known).toString();
}

function foreign(field: string, expected: string, actual = "another"): Parsed<never> {
  return { ok: false, error: { code: "value", field, offset: 0, expected, actual } };
}
