import type { Check } from "@sekisho/evidence";
import type { MeasuredBoot, ReferenceValue } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import type { KnownValue } from "./types.ts";

const component = /^sev-snp\.policy\.measurement\.(kernel|initrd|firmware|command-line)$/;

/**
 * The known value that is nearest to what a check saw, as far as the verdict tells: of a launch the one with which all its
 * comparisons were made, of a recorded boot the one that is named. A value that knows nothing of the matter is never nearest.
 */
export function nearestKnown(check: Check, checks: readonly Check[], machine: Machine): KnownValue | undefined {
  if (check.id.startsWith("sev-snp.policy.measurement")) {
    return nearestLaunch(check, checks, machine.referenceValues) ?? newestFirmware(machine);
  }
  if (check.id.startsWith("measured-boot.")) return nearestBoot(checks, machine.measuredBoots ?? []);
  if (/^tdx\.(?:policy\.)?mr-td$/.test(check.id)) return newestFirmware(machine);
  return undefined;
}

function nearestLaunch(
  check: Check,
  checks: readonly Check[],
  known: readonly ReferenceValue[],
): KnownValue | undefined {
  const compared = checks.filter(({ id }) => component.test(id));
  const fits = (value: ReferenceValue): boolean =>
    compared.every(({ id, expected }) => expected === null || expected === textOf(id, value));
  // A digest resembles nothing: without a comparison, what was known last is the likeliest to have been meant.
  const nearest = compared.length === 0 ? newestOf(known) : known.find(fits);
  return nearest && { ...named(nearest), version: versionOf(check.id, nearest) };
}

/** As the check of this component writes it. */
function textOf(id: string, { firmware, kernel, initrd, commandLine }: ReferenceValue): string {
  switch (component.exec(id)?.[1]) {
    case "kernel":
      return fileText(kernel);
    case "firmware":
      return fileText(firmware);
    case "initrd":
      return initrd.sha256;
    default:
      return commandLine;
  }
}

function versionOf(id: string, { firmware, kernel }: ReferenceValue): string | null {
  const name = component.exec(id)?.[1];
  return name === "kernel" ? kernel.version : name === "firmware" ? firmware.version : null;
}

/** The names stand in the check about the whole boot, one after the other where several boots speak for its registers. */
function nearestBoot(checks: readonly Check[], known: readonly MeasuredBoot[]): KnownValue | undefined {
  const whole = checks.find(({ detail }) => detail.id === "known-boot.differs");
  const names = (whole?.expected ?? "").split("; ");
  const nearest = known.find(({ name }) => names.includes(name));
  return nearest && { ...named(nearest), version: null, origin: nearest.origin };
}

function newestFirmware({ measuredLaunches = [] }: Machine): KnownValue | undefined {
  const newest = newestOf(measuredLaunches);
  return newest && { ...named(newest), version: newest.firmware.version };
}

function newestOf<T extends { readonly addedAt: string }>(values: readonly T[]): T | undefined {
  return values.toSorted((left, right) => Date.parse(right.addedAt) - Date.parse(left.addedAt))[0];
}

/** Where what came is itself part of a known boot, only not of this one. */
export function cameFrom({ id, status, actual }: Check, { referenceValues }: Machine): KnownValue | undefined {
  if (status === "pass" || actual === null || !component.test(id)) return undefined;
  const other = referenceValues.find((value) => textOf(id, value) === actual);
  return other && { ...named(other), version: versionOf(id, other) };
}

function named({ name, addedAt }: { readonly name: string; readonly addedAt: string }): Omit<KnownValue, "version"> {
  return { name, since: addedAt, origin: "predicted" };
}

function fileText({ version, sha256 }: { readonly version: string; readonly sha256: string }): string {
  return `${version} (SHA-256 ${sha256})`;
}
