import type { Check } from "@sekisho/evidence";
import type { GuestPolicy } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { decided } from "../outcome.ts";
import { formatVersion, isAtLeast, parseVersion } from "./versions.ts";

type Demands = NonNullable<SevSnpPolicy["guest-policy"]>;
type BitName = Exclude<keyof Demands, "abi" | "unknown-bits">;

/** Each bit's name in a policy, in AMD's ABI, and in the parsed report. */
const bits = {
  debug: ["DEBUG", "debug"],
  migration: ["MIGRATE_MA", "migrateMa"],
  smt: ["SMT", "smt"],
  "single-socket": ["SINGLE_SOCKET", "singleSocket"],
  cxl: ["CXL_ALLOW", "cxlAllow"],
  "mem-aes-256-xts": ["MEM_AES_256_XTS", "memAes256Xts"],
  "rapl-disabled": ["RAPL_DIS", "raplDis"],
  "ciphertext-hiding": ["CIPHERTEXT_HIDING_DRAM", "ciphertextHidingDram"],
  "page-swap-disabled": ["PAGE_SWAP_DISABLE", "pageSwapDisable"],
} as const satisfies Record<BitName, readonly [string, keyof GuestPolicy]>;

/** The guest policy that the report carries, against what the tenant's policy demands of it. DEBUG is always looked at. */
export function guestPolicyChecks(demands: Demands | undefined, actual: GuestPolicy): readonly Check[] {
  const checks: Check[] = [];
  for (const name of Object.keys(bits) as BitName[]) {
    const demand = demands?.[name] ?? (name === "debug" ? false : "any");
    if (demand !== "any") checks.push(bitCheck(name, demand, actual));
  }
  if (demands?.abi !== undefined) checks.push(abiCheck(demands.abi.minimum, actual));
  if (demands?.["unknown-bits"] === false) checks.push(unknownBitsCheck(actual));
  return checks;
}

/**
 * Whether the host launched the guest under exactly the guest policy that its owner chose. It is not part of the launch
 * digest, so a host can choose another, which allows more.
 */
export function expectedGuestPolicyCheck(expected: bigint, { raw }: GuestPolicy): Check {
  const holds = raw === expected;
  const detail = message(`sev-snp.expected-guest-policy.${holds ? "equal" : "differs"}`);
  const side = (value: bigint): string => `0x${value.toString(16)}`;
  return decided("sev-snp.guest-policy", holds, { expected: side(expected), actual: side(raw) }, detail);
}

function bitCheck(name: BitName, expected: boolean, policy: GuestPolicy): Check {
  const [abiName, field] = bits[name];
  const actual = policy[field];
  const detail = message(`sev-snp.guest-policy.${name}.${actual ? "set" : "clear"}`);
  const side = (value: boolean): string => `${abiName}=${value ? 1 : 0}`;
  const sides = { expected: side(expected), actual: side(actual) };
  return decided(`sev-snp.policy.${name}`, actual === expected, sides, detail);
}

function abiCheck(minimum: string, { abiMajor, abiMinor }: GuestPolicy): Check {
  const actual = [abiMajor, abiMinor];
  const holds = isAtLeast(actual, parseVersion(minimum));
  const detail = message(`sev-snp.guest-policy.abi.${holds ? "high-enough" : "too-low"}`);
  return decided("sev-snp.policy.abi", holds, { expected: `≥ ${minimum}`, actual: formatVersion(actual) }, detail);
}

function unknownBitsCheck({ reserved }: GuestPolicy): Check {
  const holds = reserved === 0n;
  const detail = message(`sev-snp.guest-policy.unknown-bits.${holds ? "clear" : "set"}`);
  const sides = { expected: "0x0", actual: `0x${(reserved << 26n).toString(16)}` };
  return decided("sev-snp.policy.unknown-bits", holds, sides, detail);
}
