import type { ByteReader } from "@sekisho/encoding";

/**
 * What a quote says of a trust domain (Intel TDX DCAP quote library, "TD Quote Body"; TDX module ABI, TDREPORT_STRUCT).
 * Names are Intel's, in camel case. Measurements are SHA-384, 48 bytes; masks are little-endian 64-bit numbers.
 */
export type TdReport = {
  /** 16 component SVNs of the TDX module and what it stands on. */
  readonly teeTcbSvn: Uint8Array;
  /** Measurement of the TDX module. */
  readonly mrSeam: Uint8Array;
  /** Who signed the TDX module; zero for Intel. */
  readonly mrSignerSeam: Uint8Array;
  readonly seamAttributes: bigint;
  /** `readTdAttributes` names the bits; bit 0 is DEBUG. */
  readonly tdAttributes: bigint;
  /** Extended features that the domain may use. */
  readonly xfam: bigint;
  /** Measurement of the domain's first content: the firmware. */
  readonly mrTd: Uint8Array;
  readonly mrConfigId: Uint8Array;
  readonly mrOwner: Uint8Array;
  readonly mrOwnerConfig: Uint8Array;
  /** RTMR 0 to 3, which firmware and operating system extend. */
  readonly rtmrs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  /** 64 bytes that the domain chose. */
  readonly reportData: Uint8Array;
};

/** What TDX 1.5 adds. */
export type TdReport15 = TdReport & {
  /** SVNs of the module that runs now, after a live update; TEE_TCB_SVN is that of the boot. */
  readonly teeTcbSvn2: Uint8Array;
  /** Measurement of the service domains bound to this one. */
  readonly mrServiceTd: Uint8Array;
};

/** Bytes of a TD report of TDX 1.0 in a quote. */
export const tdReport10Length = 584;

/** Bytes of a TD report of TDX 1.5 in a quote. */
export const tdReport15Length = 648;

/** Reads the 584 bytes of a TDX 1.0 body off the front of a longer input. */
export function readTdReport10(reader: ByteReader): TdReport {
  return {
    teeTcbSvn: reader.bytes("TEE_TCB_SVN", 16),
    mrSeam: reader.bytes("MRSEAM", 48),
    mrSignerSeam: reader.bytes("MRSIGNERSEAM", 48),
    seamAttributes: reader.u64le("SEAMATTRIBUTES"),
    ...readTdIdentity(reader, "TDATTRIBUTES"),
    reportData: reader.bytes("REPORTDATA", 64),
  };
}

/** Reads the 648 bytes of a TDX 1.5 body off the front of a longer input. */
export function readTdReport15(reader: ByteReader): TdReport15 {
  const report = readTdReport10(reader);
  return {
    ...report,
    teeTcbSvn2: reader.bytes("TEE_TCB_SVN_2", 16),
    mrServiceTd: reader.bytes("MRSERVICETD", 48),
  };
}

/** Attributes, XFAM, measurements and registers, which stand in this order in a quote's body and in TDINFO_STRUCT. */
export function readTdIdentity(
  reader: ByteReader,
  attributesName: string,
): Omit<TdReport, "teeTcbSvn" | "mrSeam" | "mrSignerSeam" | "seamAttributes" | "reportData"> {
  return {
    tdAttributes: reader.u64le(attributesName),
    xfam: reader.u64le("XFAM"),
    mrTd: reader.bytes("MRTD", 48),
    mrConfigId: reader.bytes("MRCONFIGID", 48),
    mrOwner: reader.bytes("MROWNER", 48),
    mrOwnerConfig: reader.bytes("MROWNERCONFIG", 48),
    rtmrs: [reader.bytes("RTMR0", 48), reader.bytes("RTMR1", 48), reader.bytes("RTMR2", 48), reader.bytes("RTMR3", 48)],
  };
}
