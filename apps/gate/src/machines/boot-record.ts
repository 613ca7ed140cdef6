import type { Verdict } from "@sekisho/appraisal";
import type { BootRecord, Machine } from "@sekisho/release";
import { z } from "zod";

/** What of a verdict's claims tells of a boot; anything else, and anything of another shape, is passed over. */
const claimsSchema = z.looseObject({
  technology: z.string().optional().catch(undefined),
  measurement: z.string().optional().catch(undefined),
  mrTd: z.string().optional().catch(undefined),
  reportedTcb: z.record(z.string(), z.int().nonnegative()).optional().catch(undefined),
  teeTcbSvn: z.string().optional().catch(undefined),
  currentMajor: z.int().optional().catch(undefined),
  currentMinor: z.int().optional().catch(undefined),
  currentBuild: z.int().optional().catch(undefined),
  chipId: z.string().optional().catch(undefined),
  rtmr0: z.string().optional().catch(undefined),
  rtmr1: z.string().optional().catch(undefined),
  rtmr2: z.string().optional().catch(undefined),
  rtmr3: z.string().optional().catch(undefined),
  measuredBoot: z
    .looseObject({
      pcrs: z.record(z.string(), z.string()).optional().catch(undefined),
      endorsementKey: z.looseObject({ sha256: z.string() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Claims = z.infer<typeof claimsSchema>;

/**
 * What a verdict says was booted. Digests come from the evidence; versions and names are those that `machine` knows the digests by
 * now, so a known good boot that was removed since leaves only its digest behind.
 *
 * @param headerDigest of the LUKS2 header that the request came with
 */
export function bootRecordOf(verdict: Verdict, machine: Machine, headerDigest: string): BootRecord {
  const claims = claimsSchema.safeParse(verdict.claims).data ?? {};
  const launchDigest = hexOf(claims.measurement ?? claims.mrTd);
  const policy = verdict.checks.find(({ id }) => id === "policy")?.actual ?? null;
  return {
    technology: claims.technology ?? machine.technology,
    launchDigest,
    ...namedParts(verdict, machine, launchDigest),
    tcb: tcbOf(claims),
    platformFirmware: platformFirmwareOf(claims),
    chip: chipOf(claims),
    registers: registersOf(claims),
    headerDigest,
    policy,
  };
}

type NamedParts = Pick<BootRecord, "knownAs" | "kernel" | "initrd" | "commandLine" | "firmware">;

function namedParts(verdict: Verdict, machine: Machine, launchDigest: string | null): NamedParts {
  const direct = machine.referenceValues.find((value) => value.launchDigest === launchDigest);
  if (direct !== undefined) {
    const { name, kernel, initrd, commandLine, firmware } = direct;
    const { version, sha256 } = firmware;
    return { knownAs: [name], kernel, initrd: initrd.sha256, commandLine, firmware: { version, sha256 } };
  }
  const launch = (machine.measuredLaunches ?? []).find((value) => value.launchDigest === launchDigest);
  const agreed =
    verdict.checks.find(({ id, status }) => id === "measured-boot.known" && status === "pass")?.actual ?? "";
  const names = agreed.split("; ");
  const boots = (machine.measuredBoots ?? []).filter(({ name }) => names.includes(name));
  const eventOf = (component: string): { name: string; digest: string } | undefined =>
    boots.flatMap(({ events }) => events).find((event) => event.component === component);
  const kernel = eventOf("kernel");
  return {
    knownAs: boots.map(({ name }) => name),
    // What a register is extended with is the file's hash in another bank or as signed code, so it is told by its name alone.
    // A path without a number ("/vmlinuz") names no version.
    kernel: kernel === undefined || !/\d/.test(kernel.name) ? null : { version: kernel.name, sha256: null },
    initrd: sha256Of(eventOf("initrd")?.digest),
    commandLine: eventOf("command-line")?.name ?? null,
    firmware: launch === undefined ? null : { version: launch.firmware.version, sha256: launch.firmware.sha256 },
  };
}

function tcbOf({ reportedTcb, teeTcbSvn }: Claims): BootRecord["tcb"] {
  if (reportedTcb !== undefined) {
    return Object.entries(reportedTcb).map(([part, version]) => ({ part, version }));
  }
  // TEE_TCB_SVN (Intel TDX module, ABI): one byte for each component.
  const bytes = hexOf(teeTcbSvn)?.match(/../g) ?? [];
  return bytes
    .map((byte, index) => ({ part: `TEE_TCB_SVN ${index}`, version: Number.parseInt(byte, 16) }))
    .filter(({ version }, index) => version > 0 || index < 3);
}

function platformFirmwareOf({ currentMajor, currentMinor, currentBuild }: Claims): string | null {
  if (currentMajor === undefined || currentMinor === undefined || currentBuild === undefined) return null;
  return `${currentMajor}.${currentMinor}.${currentBuild}`;
}

/** A masked CHIP_ID is all zeros and names no chip. */
function chipOf({ chipId, measuredBoot }: Claims): string | null {
  const chip = hexOf(chipId);
  if (chip !== null && !/^0+$/.test(chip)) return chip;
  return chipId === undefined ? hexOf(measuredBoot?.endorsementKey?.sha256) : null;
}

function registersOf({ measuredBoot, rtmr0, rtmr1, rtmr2, rtmr3 }: Claims): BootRecord["registers"] {
  if (measuredBoot?.pcrs !== undefined) return { kind: "pcr", values: hexValues(measuredBoot.pcrs) };
  if (rtmr0 === undefined) return null;
  const values = { "0": rtmr0, "1": rtmr1 ?? "", "2": rtmr2 ?? "", "3": rtmr3 ?? "" };
  return { kind: "rtmr", values: hexValues(values) };
}

function hexValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => hexOf(value) !== null));
}

function hexOf(value: string | undefined): string | null {
  return value !== undefined && /^(?:[0-9a-f]{2})+$/.test(value) ? value : null;
}

function sha256Of(digest: string | undefined): string | null {
  return digest !== undefined && /^[0-9a-f]{64}$/.test(digest) ? digest : null;
}
