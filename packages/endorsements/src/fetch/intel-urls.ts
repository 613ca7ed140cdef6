/** Intel's Provisioning Certification Service (PCS). */
export const intelServiceUrl = "https://api.trustedservices.intel.com";

/** The revocation list of Intel's root: where the CRL distribution point of the root certificate says. */
export const intelRootListUrl = "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der";

/** What a quote is of. */
export type IntelTechnology = "sgx" | "tdx";

/** Which of Intel's two authorities certified a platform's PCK: by its kind of machine. */
export type PckAuthority = "platform" | "processor";

/**
 * Where the TCB levels of a kind of platform are (Intel SGX and TDX PCS, API version 4).
 *
 * @param fmspc hexadecimal, 12 digits
 */
export function tcbInfoPath(technology: IntelTechnology, fmspc: string): string {
  return `/${technology}/certification/v4/tcb?fmspc=${fmspc.toUpperCase()}`;
}

/** Where the identity of the quoting enclave is. */
export function qeIdentityPath(technology: IntelTechnology): string {
  return `/${technology}/certification/v4/qe/identity`;
}

/** Where the revocation list of PCK certificates is, as DER; a PCCS may answer with hexadecimal digits. */
export function pckListPath(authority: PckAuthority): string {
  return `/sgx/certification/v4/pckcrl?ca=${authority}&encoding=der`;
}

/** Where a PCCS has the revocation list of Intel's root. Intel's own service has it under {@link intelRootListUrl}. */
export const rootListPath = "/sgx/certification/v4/rootcacrl";

/**
 * The addresses of a path, best first. A caching service (PCCS) may have version 3 only, of SGX, with the same paths.
 *
 * @param baseUrl scheme, host and perhaps a path, without a slash at the end
 */
export function intelUrls(baseUrl: string, path: string): readonly [string, ...string[]] {
  if (baseUrl === intelServiceUrl) return [path === rootListPath ? intelRootListUrl : `${baseUrl}${path}`];
  const old = path.replace("/sgx/certification/v4/", "/sgx/certification/v3/");
  return old === path ? [`${baseUrl}${path}`] : [`${baseUrl}${path}`, `${baseUrl}${old}`];
}

/** A service's address, as people write it: as in the configuration of Intel's own client, or with a slash too many. */
export function intelBaseUrl(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/(?:sgx|tdx)\/certification\/v[34]$/, "");
}
