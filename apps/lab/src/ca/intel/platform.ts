import { createHash } from "node:crypto";

/** What an Intel platform is to its certificates and quotes: the firmware that it runs, by security version numbers. */
export type IntelPlatform = {
  /** Family, model, stepping, platform type and custom SKU: 6 bytes. TCB info is issued for each. */
  readonly fmspc: Uint8Array;
  /** Identity of the provisioning certification enclave: 2 bytes. */
  readonly pceId: Uint8Array;
  readonly pceSvn: number;
  /** The 16 components of the SGX TCB, each 0 to 255, in the order of TCB info. */
  readonly sgxComponents: readonly number[];
  /**
   * The 16 components of the TDX TCB, as TEE_TCB_SVN: 0 is the TDX module's security version, 1 its major version, 2 that
   * of microcode loaded late.
   */
  readonly tdxComponents: readonly number[];
  /** What the processor reports as its raw TCB: 16 bytes. */
  readonly cpuSvn: Uint8Array;
  /** Provisioning identifier of the platform: 16 bytes. */
  readonly ppid: Uint8Array;
  readonly sgxType: "standard" | "scalable" | "scalable-with-integrity";
  /** What the platform CA adds; PCK certificates of the processor CA have neither. */
  readonly instance?: {
    /** 16 bytes. */
    readonly id: Uint8Array;
    readonly dynamicPlatform: boolean;
    readonly cachedKeys: boolean;
    readonly smtEnabled: boolean;
  };
};

/** SVNs of a TDX server (4th generation Xeon) that Intel's TCB info of evaluation 18 calls up to date. */
const currentComponents = {
  sgx: [3, 3, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0],
  tdx: [6, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
} as const;

/** A platform of the lab that is up to date; another name gives another one of the same kind. */
export function labPlatform(name = "platform 1"): IntelPlatform {
  const digest = new Uint8Array(createHash("sha256").update(`sekisho lab Intel ${name}`).digest());
  return {
    fmspc: Uint8Array.of(0x90, 0xc0, 0x6f, 0, 0, 0),
    pceId: new Uint8Array(2),
    pceSvn: 13,
    sgxComponents: currentComponents.sgx,
    tdxComponents: currentComponents.tdx,
    cpuSvn: Uint8Array.from(currentComponents.sgx),
    ppid: digest.slice(0, 16),
    sgxType: "scalable",
    instance: { id: digest.slice(16), dynamicPlatform: true, cachedKeys: true, smtEnabled: true },
  };
}

/** The same platform with older microcode: for tests of TCB levels. */
export function olderPlatform(platform: IntelPlatform): IntelPlatform {
  const sgxComponents = platform.sgxComponents.map((svn, index) => (index < 2 ? Math.max(0, svn - 1) : svn));
  const tdxComponents = platform.tdxComponents.map((svn, index) => (index === 2 ? Math.max(0, svn - 1) : svn));
  return { ...platform, sgxComponents, tdxComponents, cpuSvn: Uint8Array.from(sgxComponents) };
}
