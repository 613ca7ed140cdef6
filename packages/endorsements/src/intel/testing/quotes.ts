import { createHash, sign, type KeyObject } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import { parseQuote, type EnclaveReport, type Quote, type TdReport15 } from "@sekisho/evidence/dcap";
import { writeEnclaveReport, writeQuote, writeSignedBytes } from "@sekisho/evidence/dcap/testing";
import { labPlatform, type IntelAuthority, type IntelPlatform } from "@sekisho/lab";

/** What a test wants otherwise in a quote. */
export type QuoteChanges = {
  readonly kind?: "sgx" | "td-1.0" | "td-1.5";
  readonly platform?: IntelPlatform;
  readonly td?: Partial<TdReport15>;
  readonly qeReport?: Partial<EnclaveReport>;
  /** DER; the PCK and those above it unless given. Empty: a quote that names its platform only. */
  readonly certificates?: readonly Uint8Array[];
  /** Signs the QE report instead of the PCK. */
  readonly pckKey?: KeyObject;
  /** Changes the quote's bytes at the very end. */
  readonly tamper?: (bytes: Uint8Array, quote: Quote) => void;
};

const sgxSigner = Buffer.from("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", "hex");
const tdxSigner = Buffer.from("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", "hex");
const quotingEnclaves = {
  sgx: { mrSigner: sgxSigner, isvProdId: 1, isvSvn: 8 },
  tdx: { mrSigner: tdxSigner, isvProdId: 2, isvSvn: 4 },
} as const;

/** A quote that the lab's platform signs, as Intel's quoting enclaves make them. */
export function signQuote(authority: IntelAuthority, changes: QuoteChanges = {}): Quote {
  const { kind = "td-1.0", platform = labPlatform(), tamper } = changes;
  const attestation = authority.attestationKey(platform);
  const pck = authority.pck(platform);
  const attestationKey = pointOf(attestation.publicKey);
  const authenticationData = Uint8Array.from({ length: 32 }, (_, index) => index);
  const qeReport = writeEnclaveReport({
    ...emptyEnclave,
    cpuSvn: platform.cpuSvn,
    attributes: { flags: 0x11n, xfrm: 0xe7n },
    ...quotingEnclaves[kind === "sgx" ? "sgx" : "tdx"],
    reportData: concatBytes(sha256(attestationKey, authenticationData), new Uint8Array(32)),
    ...changes.qeReport,
  });
  const td: TdReport15 = { ...emptyTd, teeTcbSvn: Uint8Array.from(platform.tdxComponents), ...changes.td };
  const body = kind === "sgx" ? { kind, report: emptyEnclave } : { kind, report: td };
  const version = { sgx: 3, "td-1.0": 4, "td-1.5": 5 } as const;
  const signedBytes = writeSignedBytes({
    version: version[kind],
    attestationKeyType: "ecdsa-p256",
    qeVendorId: new Uint8Array(16),
    userData: new Uint8Array(20),
    body,
  });
  const certificates = changes.certificates ?? [
    pck.certificate,
    authority.platformCa.certificate,
    authority.root.certificate,
  ];
  const bytes = writeQuote({
    version: version[kind],
    signedBytes,
    signature: ecdsa(signedBytes, attestation.privateKey),
    attestationKey,
    qeReport: {
      bytes: qeReport,
      signature: ecdsa(qeReport, changes.pckKey ?? pck.key.privateKey),
      authenticationData,
    },
    certificationData:
      certificates.length === 0
        ? { kind: "other", type: 3, bytes: new Uint8Array(404) }
        : { kind: "pck-chain", certificates },
  });
  const genuine = parsed(bytes);
  tamper?.(bytes, genuine);
  return tamper === undefined ? genuine : parsed(bytes);
}

function parsed(bytes: Uint8Array): Quote {
  const quote = parseQuote(bytes);
  if (!quote.ok) throw new Error(JSON.stringify(quote.error));
  return quote.value;
}

function ecdsa(data: Uint8Array, key: KeyObject): Uint8Array {
  return new Uint8Array(sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }));
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash("sha256")
      .update(concatBytes(...parts))
      .digest(),
  );
}

function pointOf(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return new Uint8Array(Buffer.concat([Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]));
}

const measurement = (): Uint8Array => new Uint8Array(48);

const emptyTd: TdReport15 = {
  teeTcbSvn: new Uint8Array(16),
  mrSeam: measurement(),
  mrSignerSeam: measurement(),
  seamAttributes: 0n,
  tdAttributes: 0n,
  xfam: 0xe7n,
  mrTd: measurement(),
  mrConfigId: measurement(),
  mrOwner: measurement(),
  mrOwnerConfig: measurement(),
  rtmrs: [measurement(), measurement(), measurement(), measurement()],
  reportData: new Uint8Array(64),
  teeTcbSvn2: new Uint8Array(16),
  mrServiceTd: measurement(),
};

const emptyEnclave: EnclaveReport = {
  cpuSvn: new Uint8Array(16),
  miscSelect: 0,
  cetAttributes: 0,
  isvExtProdId: new Uint8Array(16),
  attributes: { flags: 5n, xfrm: 0xe7n },
  mrEnclave: new Uint8Array(32),
  mrSigner: new Uint8Array(32),
  configId: new Uint8Array(64),
  isvProdId: 1,
  isvSvn: 1,
  configSvn: 0,
  isvFamilyId: new Uint8Array(16),
  reportData: new Uint8Array(64),
};
