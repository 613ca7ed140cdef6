import { createHash, sign, type KeyObject } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import type { CertificationData, EnclaveReport, TdBody } from "@sekisho/evidence/dcap";
import {
  writeEnclaveReport,
  writeQuote,
  writeSignedBytes,
  type QuoteToSign,
  type SignedQuote,
} from "@sekisho/evidence/dcap/testing";
import type { Certified } from "../ca/authority.ts";
import { pointOf } from "../ca/certificate.ts";
import type { KeyPair } from "../ca/derived-key.ts";
import type { IntelAuthority, PckIssuer, PckOptions } from "../ca/intel/authority.ts";
import { enclaves } from "../ca/intel/collateral.ts";
import { labPlatform, type IntelPlatform } from "../ca/intel/platform.ts";

/** How a quoting enclave of the lab differs from the usual one. */
export type QuotingEnclaveOptions = {
  readonly platform?: IntelPlatform;
  /** Who certified the platform's provisioning key, and how. */
  readonly pck?: PckOptions;
  /** Changes the enclave's own report before the provisioning key signs it. */
  readonly changeQeReport?: (report: EnclaveReport) => EnclaveReport;
  /** Changes header and body before the attestation key signs them. */
  readonly changeQuote?: (quote: QuoteToSign) => QuoteToSign;
  /** Changes what no key signs: signatures, authentication data, certificates. */
  readonly changeSigned?: (quote: SignedQuote) => SignedQuote;
  /** Signs with this key, which the enclave's report does not name. */
  readonly attestationKey?: KeyPair;
};

/** The quoting enclaves of one platform: of SGX enclaves and of trust domains. */
export type QuotingEnclave = {
  readonly platform: IntelPlatform;
  readonly pck: Certified;
  /** @param version 4, or 5 which a body of TDX 1.5 needs */
  quoteTd(body: TdBody, version?: 4 | 5): Uint8Array;
  quoteEnclave(report: EnclaveReport, version?: 3 | 4 | 5): Uint8Array;
};

/** Intel's UUID among vendors of quoting enclaves. */
const intelVendorId = Buffer.from("939a7233f79c4ca9940a0db3957f0607", "hex");
/** What Intel's quoting enclave puts between its key and its report. */
const authenticationData = Uint8Array.from({ length: 32 }, (_, index) => index);
/** INIT, MODE64BIT and PROVISIONKEY; x87, SSE, AVX and AVX-512. */
const quotingAttributes = { flags: 0x15n, xfrm: 0xe7n } as const;

/** Starts the quoting enclaves of a platform, whose provisioning key the authority certifies. */
export function createQuotingEnclave(authority: IntelAuthority, options: QuotingEnclaveOptions = {}): QuotingEnclave {
  const { platform = labPlatform(), changeQeReport = same, changeQuote = same, changeSigned = same } = options;
  const pck = authority.pck(platform, options.pck);
  const issuer: PckIssuer = options.pck?.issuer ?? "platform";
  const ca = issuer === "platform" ? authority.platformCa : authority.processorCa;
  const certificationData: CertificationData = {
    kind: "pck-chain",
    certificates: [pck.certificate, ca.certificate, authority.root.certificate],
  };
  const genuineKey = authority.attestationKey(platform);
  const { privateKey, publicKey } = options.attestationKey ?? genuineKey;
  const named = pointOf(genuineKey.publicKey);

  const finish = (enclave: "qe" | "td-qe", quote: QuoteToSign): Uint8Array => {
    const signedBytes = writeSignedBytes(changeQuote(quote));
    const binding = createHash("sha256").update(named).update(authenticationData).digest();
    const reportData = concatBytes(binding, new Uint8Array(32));
    const bytes = writeEnclaveReport(changeQeReport(qeReport(platform, enclave, reportData)));
    const signed: SignedQuote = {
      version: quote.version,
      signedBytes,
      signature: signP256(signedBytes, privateKey),
      attestationKey: pointOf(publicKey),
      qeReport: { bytes, signature: signP256(bytes, pck.key.privateKey), authenticationData },
      certificationData,
    };
    return writeQuote(changeSigned(signed));
  };
  const header = {
    attestationKeyType: "ecdsa-p256",
    qeVendorId: new Uint8Array(intelVendorId),
    userData: concatBytes(idOf("QE ID", platform.ppid, 16), new Uint8Array(4)),
  } as const;
  return {
    platform,
    pck,
    quoteTd: (body, version = 4) => finish("td-qe", { ...header, version, body }),
    quoteEnclave: (report, version = 3) => {
      const svns = version === 3 ? { qeSvn: enclaves.qe.isvSvn, pceSvn: platform.pceSvn } : {};
      return finish("qe", { ...header, ...svns, version, body: { kind: "sgx", report } });
    },
  };
}

/** What a quoting enclave says of itself, as the lab's enclave identities demand it. */
function qeReport({ cpuSvn }: IntelPlatform, enclave: "qe" | "td-qe", reportData: Uint8Array): EnclaveReport {
  const { mrSigner, isvprodid, isvSvn, id } = enclaves[enclave];
  return {
    cpuSvn,
    miscSelect: 0,
    cetAttributes: 0,
    isvExtProdId: new Uint8Array(16),
    attributes: quotingAttributes,
    mrEnclave: idOf(id, Buffer.from(mrSigner, "hex"), 32),
    mrSigner: Buffer.from(mrSigner, "hex"),
    configId: new Uint8Array(64),
    isvProdId: isvprodid,
    isvSvn,
    configSvn: 0,
    isvFamilyId: new Uint8Array(16),
    reportData,
  };
}

/** ECDSA P-256 with SHA-256: r ‖ s, 64 bytes. */
function signP256(bytes: Uint8Array, key: KeyObject): Uint8Array {
  return new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }));
}

function idOf(name: string, of: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`sekisho lab ${name}`).update(of).digest().subarray(0, length));
}

function same<T>(value: T): T {
  return value;
}
