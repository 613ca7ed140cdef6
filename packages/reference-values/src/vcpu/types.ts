/** CPUID Fn0000_0001_EAX of each CPU type that QEMU knows with SEV; versions of a type share family, model and stepping. */
const naples = signatureOf({ family: 23, model: 1, stepping: 2 });
const rome = signatureOf({ family: 23, model: 49, stepping: 0 });
const milan = signatureOf({ family: 25, model: 1, stepping: 1 });
const genoa = signatureOf({ family: 25, model: 17, stepping: 0 });
const turin = signatureOf({ family: 26, model: 0, stepping: 0 });

/** QEMU's names (target/i386/cpu.c, `builtin_x86_defs`, 10.1) and their CPUID signatures. */
export const vcpuSignatures: ReadonlyMap<string, number> = new Map([
  ["EPYC", naples],
  ["EPYC-IBPB", naples],
  ...versions("EPYC", 5, naples),
  ["EPYC-Rome", rome],
  ...versions("EPYC-Rome", 5, rome),
  ["EPYC-Milan", milan],
  ...versions("EPYC-Milan", 3, milan),
  ["EPYC-Genoa", genoa],
  ...versions("EPYC-Genoa", 2, genoa),
  ["EPYC-Turin", turin],
  ...versions("EPYC-Turin", 1, turin),
]);

function versions(name: string, last: number, signature: number): [string, number][] {
  return Array.from({ length: last }, (_, index) => [`${name}-v${index + 1}`, signature]);
}

/** A processor's identity as CPUID tells it apart: display family, display model, stepping. */
export type ProcessorIdentity = { readonly family: number; readonly model: number; readonly stepping: number };

/**
 * The 32-bit CPUID signature of a family (0–270), model (0–255) and stepping (0–15)
 * (AMD publication 25481, CPUID Fn0000_0001_EAX).
 *
 * @throws RangeError when a number does not fit
 */
export function signatureOf({ family, model, stepping }: ProcessorIdentity): number {
  for (const [name, value, most] of [
    ["family", family, 0xf + 0xff],
    ["model", model, 0xff],
    ["stepping", stepping, 0xf],
  ] as const) {
    if (!Number.isInteger(value) || value < 0 || value > most) throw new RangeError(`${name} ${value}: 0 to ${most}`);
  }
  const baseFamily = Math.min(family, 0xf);
  const extendedFamily = family - baseFamily;
  return (extendedFamily << 20) | ((model >> 4) << 16) | (baseFamily << 8) | ((model & 0xf) << 4) | stepping;
}

/**
 * The CPUID signature that a shape's `vcpuType` stands for: one of QEMU's names, or the signature itself in hexadecimal
 * ("0x800f12"). `undefined` for anything else.
 */
export function vcpuSignature(vcpuType: string): number | undefined {
  const named = vcpuSignatures.get(vcpuType);
  if (named !== undefined) return named;
  return /^0x[0-9a-f]{1,8}$/.test(vcpuType) ? parseInt(vcpuType, 16) : undefined;
}
