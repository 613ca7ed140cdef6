import { type Malformed, type Parsed } from "@sekisho/encoding";
import { parseCertificate, parseCertificateBundle, parseCrl, parseCrlBundle } from "@sekisho/encoding/x509";
import { isThimResponse, parseThimResponse } from "@sekisho/endorsements/amd";
import { message } from "@sekisho/messages";
import { filesInDirectory, readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { need } from "./need.ts";

/** Certificates and revocation lists, DER each. */
export type Endorsements = { readonly certificates: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] };

type Options = {
  readonly cert: readonly string[];
  readonly crl: readonly string[];
  readonly collateral: string | undefined;
};

/**
 * Reads the files that a person named: `--cert` and `--crl` as PEM or DER (a certificate may also be the answer of Azure's
 * THIM service), `--collateral` as one such file or a directory of them.
 *
 * @param skipped is told of each file in a directory that is neither certificate nor revocation list
 * @throws UsageError when a named file is missing, or is not what it was named as
 */
export async function readEndorsements(options: Options, skipped: (path: string) => void): Promise<Endorsements> {
  const certificates: Uint8Array[] = [];
  const crls: Uint8Array[] = [];
  for (const path of options.cert) certificates.push(...need(path, readCertificates(path, await readInput(path))));
  for (const path of options.crl) crls.push(...need(path, readCrls(path, await readInput(path))));
  if (options.collateral === undefined) return { certificates, crls };
  const inDirectory = await filesInDirectory(options.collateral);
  for (const path of inDirectory ?? [options.collateral]) {
    const bytes = await readInput(path);
    const [asCertificates, asCrls] = [readCertificates(path, bytes), readCrls(path, bytes)];
    if (asCertificates.ok) certificates.push(...asCertificates.value);
    else if (asCrls.ok) crls.push(...asCrls.value);
    else if (inDirectory !== undefined) skipped(path);
    else throw new UsageError(message("cli.verify.collateral-unknown", { path }));
  }
  return { certificates, crls };
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
