import { parseAll, type Parsed } from "@sekisho/encoding";

/** What the guest's owner allows and demands (SEV-SNP ABI 1.58, table 9), by its names. */
export type GuestPolicy = {
  readonly abiMinor: number;
  readonly abiMajor: number;
  /** Simultaneous multithreading is allowed. */
  readonly smt: boolean;
  /** A migration agent may be bound to the guest. */
  readonly migrateMa: boolean;
  /** The host may read and change the guest's memory. */
  readonly debug: boolean;
  readonly singleSocket: boolean;
  /** CXL devices and memory are allowed. */
  readonly cxlAllow: boolean;
  /** Memory must be encrypted with AES-256-XTS. */
  readonly memAes256Xts: boolean;
  /** Running Average Power Limit must be off. */
  readonly raplDis: boolean;
  readonly ciphertextHidingDram: boolean;
  readonly pageSwapDisable: boolean;
  /** Bits 26 to 63, which no known ABI defines, shifted down; zero today. */
  readonly reserved: bigint;
  /** All 64 bits. */
  readonly raw: bigint;
};

const flags = {
  smt: 16n,
  migrateMa: 18n,
  debug: 19n,
  singleSocket: 20n,
  cxlAllow: 21n,
  memAes256Xts: 22n,
  raplDis: 23n,
  ciphertextHidingDram: 24n,
  pageSwapDisable: 25n,
} as const;

const mustBeOne = 17n;
const firstReserved = 26n;

/**
 * Reads the 64 bits of a POLICY. Bit 17 must be one, or it is no policy. Bits that are reserved in today's ABI are kept, not
 * refused: newer firmware gives them meanings, and its reports are still genuine.
 */
export function parseGuestPolicy(raw: bigint): Parsed<GuestPolicy> {
  return parseAll("POLICY", new Uint8Array(0), (reader) => {
    if (!bit(raw, mustBeOne)) reader.fail("value", "POLICY", "bit 17 set", `0x${raw.toString(16)}`);
    return {
      abiMinor: Number(raw & 0xffn),
      abiMajor: Number((raw >> 8n) & 0xffn),
      smt: bit(raw, flags.smt),
      migrateMa: bit(raw, flags.migrateMa),
      debug: bit(raw, flags.debug),
      singleSocket: bit(raw, flags.singleSocket),
      cxlAllow: bit(raw, flags.cxlAllow),
      memAes256Xts: bit(raw, flags.memAes256Xts),
      raplDis: bit(raw, flags.raplDis),
      ciphertextHidingDram: bit(raw, flags.ciphertextHidingDram),
      pageSwapDisable: bit(raw, flags.pageSwapDisable),
      reserved: raw >> firstReserved,
      raw,
    };
  });
}

/** The 64 bits of a POLICY; `raw` is not looked at. */
export function encodeGuestPolicy(policy: Omit<GuestPolicy, "raw">): bigint {
  let raw = BigInt(policy.abiMinor) | (BigInt(policy.abiMajor) << 8n) | (1n << mustBeOne);
  for (const [name, position] of Object.entries(flags) as [keyof typeof flags, bigint][]) {
    if (policy[name]) raw |= 1n << position;
  }
  return raw | (policy.reserved << firstReserved);
}

function bit(raw: bigint, position: bigint): boolean {
  return ((raw >> position) & 1n) === 1n;
}
