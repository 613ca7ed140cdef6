import { ByteWriter } from "@sekisho/encoding";
import type { EnclaveReport } from "../../sgx/enclave-report.ts";

/** The 384 bytes of an enclave report as it stands in a quote. Byte fields must have their full lengths. */
export function writeEnclaveReport(report: EnclaveReport): Uint8Array {
  return new ByteWriter()
    .bytes(report.cpuSvn)
    .u32le(report.miscSelect)
    .u8(report.cetAttributes)
    .padTo(32)
    .bytes(report.isvExtProdId)
    .u64le(report.attributes.flags)
    .u64le(report.attributes.xfrm)
    .bytes(report.mrEnclave)
    .padTo(128)
    .bytes(report.mrSigner)
    .padTo(192)
    .bytes(report.configId)
    .u16le(report.isvProdId)
    .u16le(report.isvSvn)
    .u16le(report.configSvn)
    .padTo(304)
    .bytes(report.isvFamilyId)
    .bytes(report.reportData)
    .padTo(384)
    .finish();
}
