import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message, type Message } from "@sekisho/messages";
import { firmwareWeaknesses, type ReferenceValue } from "@sekisho/reference-values";
import { commandLineMessage, compareCommandLines } from "../explain/command-line.ts";
import { compareWithNearest } from "../explain/differences.ts";
import { searchLaunch, type SearchEffort } from "../explain/search.ts";
import type { KnownLaunch } from "../measured-boot/input.ts";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { decided, oneOfCheck, unanswered } from "../outcome.ts";

/** What a guest says it was started with. Nobody vouches for it; it only helps to explain a digest. */
export type ClaimedBoot = { readonly commandLine: string; readonly kernelVersion: string };

const id = "sev-snp.policy.measurement";

/**
 * The launch digest against the policy: one of its own digests, or one of the reference values. A digest that no reference
 * value has is explained as far as possible: the checks that follow name the components that differ.
 *
 * @param effort how long to look for an explanation; `none` for not at all
 */
export async function measurementChecks(input: {
  readonly demand: SevSnpPolicy["measurement"];
  readonly report: AttestationReport;
  readonly referenceValues: readonly ReferenceValue[];
  readonly knownLaunches: readonly Pick<KnownLaunch, "name" | "launchDigest">[];
  readonly claimedBoot: ClaimedBoot | undefined;
  readonly effort: SearchEffort | "none";
  readonly weakFirmware: SevSnpPolicy["weak-firmware"];
}): Promise<readonly Check[]> {
  const { demand, report, referenceValues: known, knownLaunches, claimedBoot, effort } = input;
  if (demand === undefined) return [];
  if (demand !== "reference-values") return [oneOfCheck(id, "MEASUREMENT", demand, report.measurement)];
  const actual = toHex(report.measurement);
  const digests = [...knownLaunches, ...known].map(({ launchDigest }) => launchDigest);
  if (digests.length === 0) return [unanswered(id, null, message("sev-snp.measurement.no-reference-values"))];
  const sides = { expected: digests.join(" | "), actual };
  const launch = knownLaunches.find(({ launchDigest }) => launchDigest.toLowerCase() === actual);
  if (launch !== undefined) {
    return [decided(id, true, sides, message("sev-snp.measurement.known", { name: launch.name }))];
  }
  const match = known.find(({ launchDigest }) => launchDigest === actual);
  if (match !== undefined) {
    const equal = decided(id, true, sides, message("sev-snp.measurement.known", { name: match.name }));
    return [equal, ...weaknessChecks(input.weakFirmware ?? "warn", match)];
  }
  if (effort === "none" || known.length === 0)
    return [decided(id, false, sides, message("sev-snp.measurement.unknown"))];
  const claimedCommandLine = claimedBoot?.commandLine;
  const { found, tried } = await searchLaunch({ digest: actual, known, claimedCommandLine, effort });
  if (found === undefined) return [decided(id, false, sides, unexplained(known, claimedBoot, tried, effort))];
  const { differences, same } = compareWithNearest(found, known);
  const [only] = differences;
  const detail =
    only !== undefined && differences.length === 1
      ? only.detail
      : message("explain.several", { components: differences.map(({ component }) => component).join(", ") });
  return [
    decided(id, false, sides, detail),
    ...differences.map(({ component, expected, actual: now, detail: why }) =>
      decided(`${id}.${component}`, false, { expected, actual: now }, why),
    ),
    ...same.map(({ component, text, detail: why }) =>
      decided(`${id}.${component}`, true, { expected: text, actual: text }, why),
    ),
  ];
}

/** What is known against the firmware of the boot that fits: a digest that is right, of a firmware that is not. */
function weaknessChecks(demand: "warn" | "refuse", { firmware }: ReferenceValue): readonly Check[] {
  const weaknessId = "sev-snp.weak-firmware";
  return firmwareWeaknesses(firmware.sha256).map(({ version, detail }) =>
    demand === "refuse"
      ? decided(weaknessId, false, { expected: null, actual: version }, detail)
      : { ...unanswered(weaknessId, null, detail, false), actual: version },
  );
}

/** What to say when nothing known gives the digest; what the guest claims is passed on as a claim. */
function unexplained(
  known: readonly ReferenceValue[],
  claimed: ClaimedBoot | undefined,
  tried: number,
  effort: SearchEffort,
): Message {
  const values = { tried };
  const nearest = claimed && nearestCommandLine(known, claimed.commandLine);
  if (claimed === undefined || nearest === undefined)
    return message(effort === "near" ? "explain.nothing-near" : "explain.nothing", values);
  const kernels = [...new Set(known.map(({ kernel }) => kernel.version))];
  if (!kernels.some((version) => version.includes(claimed.kernelVersion))) {
    const versions = { known: kernels.join(", "), claimed: JSON.stringify(claimed.kernelVersion) };
    return message("explain.nothing.kernel-claimed", { ...values, ...versions });
  }
  if (nearest === claimed.commandLine) return message("explain.nothing.initrd-likely", values);
  const words = Object.values(commandLineMessage(nearest, claimed.commandLine).values);
  return message("explain.nothing.command-line-claimed", { ...values, words: words.filter(Boolean).join(" ") });
}

function nearestCommandLine(known: readonly ReferenceValue[], claimed: string): string | undefined {
  const lines = known.map(({ commandLine }) => ({ commandLine, distance: distance(commandLine, claimed) }));
  return lines.toSorted((left, right) => left.distance - right.distance)[0]?.commandLine;
}

function distance(left: string, right: string): number {
  const { added, removed, moved } = compareCommandLines(left, right);
  return added.length + removed.length + moved.length;
}
