import { type Malformed, type Parsed } from "@sekisho/encoding";
import { parseCertificate, parseCertificateBundle, parseCrl, parseCrlBundle } from "@sekisho/encoding/x509";
import { isThimResponse, parseThimResponse } from "@sekisho/endorsements/amd";
import { endorsementsOf, isEndorsementBundle, parseEndorsementBundle } from "@sekisho/endorsements/fetch";
import { joinCollateral, parseCollateral, type IntelCollateral } from "@sekisho/endorsements/intel";
import { message } from "@sekisho/messages";
import { filesInDirectory, readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { need } from "./need.ts";

/** Certificates and revocation lists, DER each, and what Intel's services say about platforms. */
export type Endorsements = {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly collateral: IntelCollateral;
};

type Options = {
  readonly cert: readonly string[];
  readonly crl: readonly string[];
  readonly collateral: readonly string[];
};

/**
 * Reads the files that a person named: `--cert` and `--crl` as PEM or DER (a certificate may also be the answer of Azure's
 * THIM service), `--collateral` as such files, Intel's collateral (JSON), bundles of `sekisho endorsements`, or directories of
 * them.
 *
 * @param skipped is told of each file in a directory that is none of these
 * @throws UsageError when a named file is missing, or is not what it was named as
 */
export async function readEndorsements(options: Options, skipped: (path: string) => void): Promise<Endorsements> {
  const certificates: Uint8Array[] = [];
  const crls: Uint8Array[] = [];
  for (const path of options.cert) certificates.push(...needKind("certificates", path, await readInput(path)));
  for (const path of options.crl) crls.push(...needKind("crls", path, await readInput(path)));
  const collateral: IntelCollateral[] = [];
  for (const { path, chosen } of await filesOf(options.collateral)) {
    const bytes = await readInput(path);
    if (isEndorsementBundle(bytes)) {
      const bundled = endorsementsOf(need(path, parseEndorsementBundle(path, bytes)));
      certificates.push(...bundled.certificates);
      crls.push(...bundled.crls);
      collateral.push(bundled.collateral);
      continue;
    }
    const isJson = startsAsObject(bytes) && !isThimResponse(bytes);
    const asCollateral = isJson ? parseCollateral(path, bytes) : undefined;
    const [asCertificates, asCrls] = [readCertificates(path, bytes), readCrls(path, bytes)];
    if (asCollateral?.ok === true) collateral.push(asCollateral.value);
    else if (asCertificates.ok) certificates.push(...asCertificates.value);
    else if (asCrls.ok) crls.push(...asCrls.value);
    else if (!chosen) skipped(path);
    // An error about the file as a whole says no more than that it is something else.
    else if (asCollateral !== undefined && asCollateral.error.field !== path) need(path, asCollateral);
    else throw new UsageError(message("cli.verify.collateral-unknown", { path }));
  }
  return { certificates, crls, collateral: joinCollateral(collateral) };
}

/** What a file was named as. One that is the other kind, or none at all, is told apart from one that is damaged. */
function needKind(kind: "certificates" | "crls", path: string, bytes: Uint8Array): readonly Uint8Array[] {
  const [certificates, crls] = [readCertificates(path, bytes), readCrls(path, bytes)];
  const [wanted, other] = kind === "certificates" ? [certificates, crls] : [crls, certificates];
  if (!wanted.ok && other.ok) throw new UsageError(message(`cli.verify.${kind}.other`, { path }));
  // An error about the file as a whole says no more than that it is something else.
  if (!wanted.ok && wanted.error.field === path) throw new UsageError(message(`cli.verify.${kind}.none`, { path }));
  return need(path, wanted);
}

type NamedFile = { readonly path: string; readonly chosen: boolean };

/** The files that were named, and those in directories that were; `chosen` are the former. */
async function filesOf(named: readonly string[]): Promise<readonly NamedFile[]> {
  const files: NamedFile[] = [];
  for (const path of named) {
    const inside = await filesInDirectory(path);
    if (inside?.length === 0) throw new UsageError(message("cli.verify.collateral-unknown", { path }));
    if (inside === undefined) files.push({ path, chosen: true });
    else files.push(...inside.map((file) => ({ path: file, chosen: false })));
  }
  return files;
}

function startsAsObject(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b;
}

function readCertificates(path: string, bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  const bundle = isThimResponse(bytes) ? parseThimResponse(bytes) : parseCertificateBundle(path, bytes);
  return withOneReadable(bundle, parseCertificate);
}

function readCrls(path: string, bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  return withOneReadable(parseCrlBundle(path, bytes), parseCrl);
}

/** A bundle may carry what doesn't concern the report, but a file without anything readable is a mistake. */
function withOneReadable(
  bundle: Parsed<readonly Uint8Array[]>,
  parse: (der: Uint8Array) => Parsed<unknown>,
): Parsed<readonly Uint8Array[]> {
  if (!bundle.ok) return bundle;
  let first: Malformed | undefined;
  for (const der of bundle.value) {
    const parsed = parse(der);
    if (parsed.ok) return bundle;
    first ??= parsed.error;
  }
  return first === undefined ? bundle : { ok: false, error: first };
}
