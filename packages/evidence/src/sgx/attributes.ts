import type { EnclaveAttributes } from "./enclave-report.ts";

/** What ATTRIBUTES.FLAGS says of an enclave (Intel SDM 3D, ATTRIBUTES), by its names. */
export type EnclaveFlags = {
  readonly init: boolean;
  /** The enclave's memory can be read and changed from outside. */
  readonly debug: boolean;
  readonly mode64Bit: boolean;
  readonly provisionKey: boolean;
  readonly einitTokenKey: boolean;
  readonly cet: boolean;
  /** Key separation and sharing: CONFIGID, CONFIGSVN, ISVEXTPRODID and ISVFAMILYID count. */
  readonly kss: boolean;
  readonly aexNotify: boolean;
  /** Bits without a name here, in their places. */
  readonly reserved: bigint;
};

const positions = {
  init: 0n,
  debug: 1n,
  mode64Bit: 2n,
  provisionKey: 4n,
  einitTokenKey: 5n,
  cet: 6n,
  kss: 7n,
  aexNotify: 10n,
} as const;

/** The meaning of ATTRIBUTES.FLAGS. Bits that no name is known for are kept: newer processors give them meanings. */
export function readEnclaveFlags({ flags }: Pick<EnclaveAttributes, "flags">): EnclaveFlags {
  const known = Object.values(positions).reduce<bigint>((mask, position) => mask | (1n << position), 0n);
  const bit = (name: keyof typeof positions) => ((flags >> positions[name]) & 1n) === 1n;
  return {
    init: bit("init"),
    debug: bit("debug"),
    mode64Bit: bit("mode64Bit"),
    provisionKey: bit("provisionKey"),
    einitTokenKey: bit("einitTokenKey"),
    cet: bit("cet"),
    kss: bit("kss"),
    aexNotify: bit("aexNotify"),
    reserved: flags & ~known,
  };
}
