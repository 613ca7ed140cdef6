import type { ByteReader } from "@sekisho/encoding";

/** ATTRIBUTES of an enclave (Intel SDM 3D, SECS): `flags` bit 1 is DEBUG; `xfrm` is the extended feature mask. */
export type EnclaveAttributes = { readonly flags: bigint; readonly xfrm: bigint };

/**
 * A REPORT of an SGX enclave as it stands in a quote, without key id and MAC (Intel SDM 3D, REPORT; SGX DCAP quote library,
 * "Enclave Report Body"). Names are Intel's, in camel case. Numbers are little-endian; measurements are bytes as found.
 */
export type EnclaveReport = {
  /** 16 component SVNs of the processor. */
  readonly cpuSvn: Uint8Array;
  readonly miscSelect: number;
  readonly cetAttributes: number;
  readonly isvExtProdId: Uint8Array;
  readonly attributes: EnclaveAttributes;
  /** SHA-256 of how the enclave was built: 32 bytes. */
  readonly mrEnclave: Uint8Array;
  /** SHA-256 of the key that signed the enclave: 32 bytes. */
  readonly mrSigner: Uint8Array;
  /** 64 bytes, zero unless the enclave uses key separation and sharing. */
  readonly configId: Uint8Array;
  readonly isvProdId: number;
  readonly isvSvn: number;
  readonly configSvn: number;
  readonly isvFamilyId: Uint8Array;
  /** 64 bytes that the enclave chose. */
  readonly reportData: Uint8Array;
};

/** Bytes of an enclave report in a quote. */
export const enclaveReportLength = 384;

/**
 * Reads an enclave report off the front of a longer input.
 *
 * Reserved bytes are passed over, not demanded to be zero: the structure has no version that would tell what a newer
 * processor puts there, and whatever stands there is signed.
 */
export function readEnclaveReport(reader: ByteReader): EnclaveReport {
  const cpuSvn = reader.bytes("CPUSVN", 16);
  const miscSelect = reader.u32le("MISCSELECT");
  const cetAttributes = reader.u8("CET_ATTRIBUTES");
  reader.bytes("reserved at 21", 11);
  const isvExtProdId = reader.bytes("ISVEXTPRODID", 16);
  const attributes = { flags: reader.u64le("ATTRIBUTES.FLAGS"), xfrm: reader.u64le("ATTRIBUTES.XFRM") };
  const mrEnclave = reader.bytes("MRENCLAVE", 32);
  reader.bytes("reserved at 96", 32);
  const mrSigner = reader.bytes("MRSIGNER", 32);
  reader.bytes("reserved at 160", 32);
  const configId = reader.bytes("CONFIGID", 64);
  const isvProdId = reader.u16le("ISVPRODID");
  const isvSvn = reader.u16le("ISVSVN");
  const configSvn = reader.u16le("CONFIGSVN");
  reader.bytes("reserved at 262", 42);
  const isvFamilyId = reader.bytes("ISVFAMILYID", 16);
  const reportData = reader.bytes("REPORTDATA", 64);
  const head = { cpuSvn, miscSelect, cetAttributes, isvExtProdId, attributes, mrEnclave, mrSigner };
  return { ...head, configId, isvProdId, isvSvn, configSvn, isvFamilyId, reportData };
}
