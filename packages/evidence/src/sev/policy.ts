import { ByteWriter } from "@sekisho/encoding";

/** The launch policy of a SEV or SEV-ES guest (SEV API 0.24, chapter 3), by its names there in camel case. */
export type SevGuestPolicy = {
  /** The host can't read or change the guest's memory through the firmware. */
  readonly noDebug: boolean;
  /** No other guest gets the same memory key. */
  readonly noKeySharing: boolean;
  /** Registers are encrypted too. */
  readonly es: boolean;
  /** The guest can't be sent to another platform. */
  readonly noSend: boolean;
  /** It can be sent only to platforms of the same owner. */
  readonly domain: boolean;
  /** It can be sent only to platforms with AMD's SEV. */
  readonly sev: boolean;
  /** The lowest API version that may run the guest. */
  readonly apiMajor: number;
  readonly apiMinor: number;
  /** Bits 6 to 15, which are reserved, in their places. */
  readonly reserved: number;
  /** All 32 bits. */
  readonly raw: number;
};

const flags = { noDebug: 0, noKeySharing: 1, es: 2, noSend: 3, domain: 4, sev: 5 } as const;
const reservedBits = 0xffc0;

/** The meaning of the 32 bits of a launch policy. */
export function readSevGuestPolicy(raw: number): SevGuestPolicy {
  const bit = (position: number): boolean => ((raw >>> position) & 1) === 1;
  return {
    noDebug: bit(flags.noDebug),
    noKeySharing: bit(flags.noKeySharing),
    es: bit(flags.es),
    noSend: bit(flags.noSend),
    domain: bit(flags.domain),
    sev: bit(flags.sev),
    apiMajor: (raw >>> 16) & 0xff,
    apiMinor: raw >>> 24,
    reserved: raw & reservedBits,
    raw,
  };
}

/** The 32 bits of a launch policy; `raw` is not looked at. */
export function encodeSevGuestPolicy(policy: Omit<SevGuestPolicy, "raw">): number {
  let raw = policy.reserved + policy.apiMajor * 2 ** 16 + policy.apiMinor * 2 ** 24;
  for (const [name, position] of Object.entries(flags) as [keyof typeof flags, number][]) {
    if (policy[name]) raw += 2 ** position;
  }
  return raw;
}

/** The policy as the firmware's MACs cover it: 4 bytes, little-endian. */
export function sevPolicyBytes(raw: number): Uint8Array {
  return new ByteWriter().u32le(raw).finish();
}
