import { fromHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { verifyLaunchMeasurement } from "@sekisho/evidence/sev";
import { message, type Message } from "@sekisho/messages";
import { firmwareWeaknesses, type ReferenceValue } from "@sekisho/reference-values";
import { compareWithNearest } from "../explain/differences.ts";
import type { SevPolicy } from "../policy/sev-schema.ts";
import { decided, unanswered } from "../outcome.ts";
import type { SevAppraisalInput } from "./appraise.ts";
import { searchSevLaunch } from "./search.ts";

const id = "sev.measurement";

/**
 * The measurement against the digests that are known. It is an HMAC, so it does not say what was launched: each known digest is
 * tried, and where none fits, launches of known files are, so that the checks that follow can name the components that differ.
 */
export async function sevMeasurementChecks(
  demand: SevPolicy["measurement"],
  input: SevAppraisalInput,
): Promise<readonly Check[]> {
  const { referenceValues = [], knownDigests = [] } = input;
  const named = Array.isArray(demand) ? demand.map((digest) => ({ name: "", launchDigest: digest.toLowerCase() })) : [];
  const known = Array.isArray(demand) ? named : [...knownDigests, ...referenceValues];
  const expected = known.map(({ launchDigest }) => launchDigest).join(" | ");
  if (known.length === 0) return [unanswered(id, null, message("sev.measurement.no-reference-values"))];
  const measured = (launchDigest: Uint8Array): Promise<boolean> =>
    verifyLaunchMeasurement(input.tik, input.measurement, {
      ...input.firmware,
      policy: input.guestPolicy,
      launchDigest,
    });
  for (const { name, launchDigest } of known) {
    if (!(await measured(bytesOf(launchDigest)))) continue;
    const value = referenceValues.find((one) => one.launchDigest === launchDigest);
    const detail = name === "" ? message("sev.measurement.demanded") : message("sev.measurement.known", { name });
    return [decided(id, true, { expected, actual: launchDigest }, detail), ...weaknessChecks(value)];
  }
  return explained({ expected, measured }, referenceValues, input);
}

type Asked = { readonly expected: string; readonly measured: (launchDigest: Uint8Array) => Promise<boolean> };

async function explained(
  { expected, measured }: Asked,
  known: readonly ReferenceValue[],
  { explain }: SevAppraisalInput,
): Promise<readonly Check[]> {
  const failed = (detail: Message): Check => decided(id, false, { expected, actual: null }, detail);
  if (explain === undefined || known.length === 0) return [failed(message("sev.measurement.unknown"))];
  const { found, tried } = await searchSevLaunch({
    ...explain,
    known: [...known, ...(explain.others ?? [])],
    measured,
  });
  if (found === undefined) return [failed(message("sev.measurement.unexplained", { tried }))];
  const same = known.find((value) => compareWithNearest(found, [value]).differences.length === 0);
  if (same !== undefined) {
    const holds = expected.includes(same.launchDigest);
    // Known files and a known shape: the one thing that may differ is the host's kernel, whose save areas are as good. Without
    // SEV-ES there are none, and what is known to run under SEV-ES is not to be launched without it.
    if (holds && (!explain.es || found.fpu)) return [failed(message("sev.measurement.unknown"))];
    const detail = holds
      ? message("sev.measurement.known-older-host", { name: same.name })
      : message("sev.measurement.not-demanded", { name: same.name });
    return [decided(id, holds, { expected, actual: null }, detail), ...weaknessChecks(same)];
  }
  const { differences } = compareWithNearest(found, known);
  const [only] = differences;
  const components = differences.map(({ component }) => component).join(", ");
  const several = differences.length > 1 || only === undefined;
  return [
    failed(several ? message("explain.several", { components }) : only.detail),
    ...differences.map(({ component, expected: was, actual, detail }) =>
      decided(`${id}.${component}`, false, { expected: was, actual }, detail),
    ),
  ];
}

/** A digest that is right, of a firmware that is not. It never decides: the host can do nothing with it but be seen. */
function weaknessChecks(value: ReferenceValue | undefined): readonly Check[] {
  if (value === undefined) return [];
  return firmwareWeaknesses(value.firmware.sha256).map(({ version, detail }) => ({
    ...unanswered("sev.weak-firmware", null, detail, false),
    actual: version,
  }));
}

function bytesOf(digest: string): Uint8Array {
  const bytes = fromHex("launch digest", digest);
  if (!bytes.ok) throw new TypeError(`a known launch digest is ${JSON.stringify(digest)}`);
  return bytes.value;
}
