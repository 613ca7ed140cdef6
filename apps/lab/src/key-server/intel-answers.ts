import { encodePem, toHex } from "@sekisho/encoding";
import type { IntelAuthority, IntelCrlIssuer } from "../ca/intel/authority.ts";
import type { Enclave, EnclaveIdentityOptions, TcbInfoOptions } from "../ca/intel/collateral.ts";
import type { IntelPlatform } from "../ca/intel/platform.ts";
import type { KeyAnswer } from "./answers.ts";

/** What Intel's part of the lab says when it is asked. */
export type IntelService = {
  readonly authority: IntelAuthority;
  /** The platforms that it knows, by their FMSPC; any other FMSPC is answered with 404, as Intel does. */
  readonly platforms: readonly IntelPlatform[];
  /** What it says otherwise than usual. Read anew for each answer. */
  readonly says?: () => {
    readonly tcbInfo?: Omit<TcbInfoOptions, "platform">;
    readonly enclaveIdentity?: EnclaveIdentityOptions;
    /** Serial numbers that a CRL revokes. */
    readonly revoked?: readonly bigint[];
  };
};

type Says = ReturnType<NonNullable<IntelService["says"]>>;

const resourcePattern = /^\/(sgx|tdx)\/certification\/v4\/([a-z/]+)$/;
/** Where Intel's root CRL is, which is not part of the service's versioned interface. */
const rootCrlPath = "/IntelSGXRootCA.der";
const identities: Readonly<Record<string, Enclave>> = {
  "sgx/qe/identity": "qe",
  "sgx/qve/identity": "qve",
  "tdx/qe/identity": "td-qe",
};

/**
 * The answer to one GET of Intel's Provisioning Certification Service, version 4, as far as nobody has to subscribe for it;
 * undefined for a path that is none of Intel's.
 */
export function answerCollateralRequest(url: URL, service: IntelService): KeyAnswer | undefined {
  const says = service.says?.() ?? {};
  if (url.pathname === rootCrlPath) return crlAnswer("root", "der", service, says);
  const [, technology, resource = ""] = resourcePattern.exec(url.pathname) ?? [];
  if (technology !== "sgx" && technology !== "tdx") return undefined;
  if (resource === "tcb") return tcbInfoAnswer(technology, url.searchParams, service, says);
  // Only caching services have it here.
  if (technology === "sgx" && resource === "rootcacrl") return crlAnswer("root", "der", service, says);
  if (technology === "sgx" && resource === "pckcrl") return pckCrlAnswer(url.searchParams, service, says);
  const enclave = identities[`${technology}/${resource}`];
  return enclave === undefined ? notFound(url.pathname) : identityAnswer(enclave, service, says);
}

function tcbInfoAnswer(
  technology: "sgx" | "tdx",
  query: URLSearchParams,
  { authority, platforms }: IntelService,
  { tcbInfo }: Says,
): KeyAnswer {
  const fmspc = query.get("fmspc") ?? "";
  if (!/^[0-9a-fA-F]{12}$/.test(fmspc)) return badRequest("fmspc must have 12 hexadecimal digits");
  const platform = platforms.find((known) => toHex(known.fmspc) === fmspc.toLowerCase());
  if (platform === undefined) return notFound(`FMSPC ${fmspc}`);
  const body = authority.tcbInfo(technology, { ...tcbInfo, platform });
  return json(body, "TCB-Info-Issuer-Chain", authority.tcbIssuerChain());
}

function identityAnswer(enclave: Enclave, { authority }: IntelService, { enclaveIdentity }: Says): KeyAnswer {
  const body = authority.enclaveIdentity(enclave, enclaveIdentity);
  return json(body, "SGX-Enclave-Identity-Issuer-Chain", authority.tcbIssuerChain());
}

function pckCrlAnswer(query: URLSearchParams, service: IntelService, says: Says): KeyAnswer {
  const ca = query.get("ca");
  const encoding = query.get("encoding") ?? "pem";
  if (ca !== "platform" && ca !== "processor") return badRequest("ca must be platform or processor");
  if (encoding !== "pem" && encoding !== "der") return badRequest("encoding must be pem or der");
  const headers = chainHeader("SGX-PCK-CRL-Issuer-Chain", service.authority.pckIssuerChain(ca));
  return { ...crlAnswer(ca, encoding, service, says), headers };
}

function crlAnswer(
  issuer: IntelCrlIssuer,
  encoding: "pem" | "der",
  { authority }: IntelService,
  { revoked = [] }: Says,
): KeyAnswer {
  const bytes = authority.crl(issuer, { revoked });
  return encoding === "der"
    ? { status: 200, type: "application/pkix-crl", body: bytes }
    : { status: 200, type: "application/x-pem-file", body: encodePem({ label: "X509 CRL", bytes }) };
}

function json(body: string, header: string, chain: string): KeyAnswer {
  return { status: 200, type: "application/json", body, headers: chainHeader(header, chain) };
}

/** A chain of PEM certificates, percent-encoded as Intel does, since a header has no line ends. */
function chainHeader(name: string, chain: string): Readonly<Record<string, string>> {
  return { [name]: encodeURIComponent(chain) };
}

function notFound(what: string): KeyAnswer {
  return { status: 404, type: "text/plain", body: `${what}: not known to the lab's collateral service\n` };
}

function badRequest(why: string): KeyAnswer {
  return { status: 400, type: "text/plain", body: `${why}\n` };
}
