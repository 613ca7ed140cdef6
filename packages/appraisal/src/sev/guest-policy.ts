import type { Check } from "@sekisho/evidence";
import { readSevGuestPolicy, type SevGuestPolicy } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import type { SevPolicy } from "../policy/sev-schema.ts";
import { decided } from "../outcome.ts";
import { formatVersion, isAtLeast, parseVersion } from "../sev-snp/versions.ts";

type Demands = NonNullable<SevPolicy["guest-policy"]>;
type BitName = Exclude<keyof Demands, "api" | "unknown-bits">;

/** Each bit's name in a policy, in AMD's API, and whether the bit set means what the policy's name says or its opposite. */
const bits = {
  debug: { bit: "NODBG", allowed: ({ noDebug }: SevGuestPolicy) => !noDebug },
  "key-sharing": { bit: "NOKS", allowed: ({ noKeySharing }: SevGuestPolicy) => !noKeySharing },
  es: { bit: "ES", allowed: ({ es }: SevGuestPolicy) => es },
  send: { bit: "NOSEND", allowed: ({ noSend }: SevGuestPolicy) => !noSend },
  domain: { bit: "DOMAIN", allowed: ({ domain }: SevGuestPolicy) => domain },
  sev: { bit: "SEV", allowed: ({ sev }: SevGuestPolicy) => sev },
} as const satisfies Record<BitName, unknown>;
const negated: ReadonlySet<BitName> = new Set(["debug", "key-sharing", "send"]);

/** The launch policy against what the tenant's policy demands of it. Debugging is always looked at. */
export function sevGuestPolicyChecks(demands: Demands | undefined, raw: number): readonly Check[] {
  const policy = readSevGuestPolicy(raw);
  const checks: Check[] = [];
  for (const name of Object.keys(bits) as BitName[]) {
    const demand = demands?.[name] ?? (name === "debug" ? false : "any");
    if (demand !== "any") checks.push(bitCheck(name, demand, policy));
  }
  if (demands?.api !== undefined) {
    const actual = [policy.apiMajor, policy.apiMinor];
    const holds = isAtLeast(actual, parseVersion(demands.api.minimum));
    const detail = message(`sev.guest-policy.api.${holds ? "high-enough" : "too-low"}`);
    const sides = { expected: `≥ ${demands.api.minimum}`, actual: formatVersion(actual) };
    checks.push(decided("sev.policy.api", holds, sides, detail));
  }
  if (demands?.["unknown-bits"] === false) {
    const holds = policy.reserved === 0;
    const detail = message(`sev.guest-policy.unknown-bits.${holds ? "clear" : "set"}`);
    const sides = { expected: "0x0", actual: `0x${policy.reserved.toString(16)}` };
    checks.push(decided("sev.policy.unknown-bits", holds, sides, detail));
  }
  return checks;
}

function bitCheck(name: BitName, expected: boolean, policy: SevGuestPolicy): Check {
  const { bit, allowed } = bits[name];
  const actual = allowed(policy);
  const side = (value: boolean): string => `${bit}=${value === negated.has(name) ? 0 : 1}`;
  const detail = message(`sev.guest-policy.${name}.${actual ? "yes" : "no"}`);
  return decided(`sev.policy.${name}`, actual === expected, { expected: side(expected), actual: side(actual) }, detail);
}

/** Whether the guest is launched under exactly the policy that its owner chose for the machine. */
export function expectedSevGuestPolicyCheck(expected: number, actual: number): Check {
  const holds = expected === actual;
  const side = (value: number): string => `0x${value.toString(16)}`;
  const detail = message(`sev.expected-guest-policy.${holds ? "equal" : "differs"}`);
  return decided("sev.guest-policy", holds, { expected: side(expected), actual: side(actual) }, detail);
}
