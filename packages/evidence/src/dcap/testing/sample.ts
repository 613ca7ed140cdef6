import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { concatBytes, fromBase64Url } from "@sekisho/encoding";
import type { EnclaveReport } from "../../sgx/enclave-report.ts";
import type { TdReport, TdReport15 } from "../../tdx/td-report.ts";
import type { CertificationData, QuotingEnclaveReport, SgxBody, TdBody } from "../quote.ts";
import { writeEnclaveReport } from "./enclave-report.ts";
import { writeQuote, writeSignedBytes, type QuoteToSign } from "./quote.ts";

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

/** An enclave's report in which every field has a value of its own. */
export const sampleEnclaveReport: EnclaveReport = {
  cpuSvn: filled(16, 0x11),
  miscSelect: 0x01020304,
  cetAttributes: 0x12,
  isvExtProdId: filled(16, 0x13),
  attributes: { flags: 0x15n, xfrm: 0xe7n },
  mrEnclave: filled(32, 0x14),
  mrSigner: filled(32, 0x15),
  configId: filled(64, 0x16),
  isvProdId: 0x1718,
  isvSvn: 0x191a,
  configSvn: 0x1b1c,
  isvFamilyId: filled(16, 0x1d),
  reportData: filled(64, 0x1e),
};

/** A domain's report in which every field has a value of its own. */
export const sampleTdReport: TdReport = {
  teeTcbSvn: filled(16, 0x21),
  mrSeam: filled(48, 0x22),
  mrSignerSeam: filled(48, 0x23),
  seamAttributes: 0x2425n,
  tdAttributes: 1n << 28n,
  xfam: 0x0006_02e7n,
  mrTd: filled(48, 0x26),
  mrConfigId: filled(48, 0x27),
  mrOwner: filled(48, 0x28),
  mrOwnerConfig: filled(48, 0x29),
  rtmrs: [filled(48, 0x30), filled(48, 0x31), filled(48, 0x32), filled(48, 0x33)],
  reportData: filled(64, 0x2a),
};

export const sampleTdReport15: TdReport15 = {
  ...sampleTdReport,
  teeTcbSvn2: filled(16, 0x2b),
  mrServiceTd: filled(48, 0x2c),
};

export const sampleBodies = {
  sgx: { kind: "sgx", report: sampleEnclaveReport },
  "td-1.0": { kind: "td-1.0", report: sampleTdReport },
  "td-1.5": { kind: "td-1.5", report: sampleTdReport15 },
} as const satisfies Record<string, SgxBody | TdBody>;

/** The certificates of the sample: nothing reads them here, so any element of DER will do. */
export const sampleCertificates = [Uint8Array.of(0x30, 1, 1), Uint8Array.of(0x30, 2, 2, 2)];

const pck = generateKeyPairSync("ec", { namedCurve: "P-256" });
const attestation = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** DER of the key that signs the sample quoting enclave's report. */
export const samplePckKey = new Uint8Array(pck.publicKey.export({ format: "der", type: "spki" }));

function signed(bytes: Uint8Array, key: KeyObject): Uint8Array {
  return new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }));
}

function pointOf(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const [left, right] = [fromBase64Url("x", x), fromBase64Url("y", y)];
  if (!left.ok || !right.ok) throw new Error("no point");
  return concatBytes(left.value, right.value);
}

/** What a sample may do otherwise than a quoting enclave would. */
export type SampleOptions = Partial<QuoteToSign> & {
  readonly certificationData?: CertificationData;
  /** The whole REPORTDATA of the quoting enclave. */
  readonly qeReportData?: Uint8Array;
};

/** A quote with genuine signatures, of a quoting enclave with keys of its own. */
export function sampleQuote(options: SampleOptions = {}): Uint8Array {
  const toSign = { ...usual, ...options };
  const attestationKey = pointOf(attestation.publicKey);
  const signedBytes = writeSignedBytes(toSign);
  return writeQuote({
    version: toSign.version,
    signedBytes,
    signature: signed(signedBytes, attestation.privateKey),
    attestationKey,
    qeReport: sampleQeReport(attestationKey, options.qeReportData),
    certificationData: options.certificationData ?? { kind: "pck-chain", certificates: sampleCertificates },
  });
}

const usual: QuoteToSign = {
  version: 4,
  attestationKeyType: "ecdsa-p256",
  qeVendorId: filled(16, 0x41),
  userData: filled(20, 0x42),
  body: sampleBodies["td-1.0"],
};

function sampleQeReport(
  attestationKey: Uint8Array,
  reportData: Uint8Array | undefined,
): Omit<QuotingEnclaveReport, "report"> {
  const authenticationData = filled(32, 0x43);
  const digest = createHash("sha256").update(attestationKey).update(authenticationData).digest();
  const bound = reportData ?? concatBytes(digest, new Uint8Array(32));
  const bytes = writeEnclaveReport({ ...sampleEnclaveReport, reportData: bound });
  return { bytes, signature: signed(bytes, pck.privateKey), authenticationData };
}
