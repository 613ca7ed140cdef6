import { fromBase64, fromUtf8, malformedMessage } from "@sekisho/encoding";
import { parseLaunchMeasurement, type LaunchMeasurement, type SevFirmwareVersion } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import { readInput } from "../files.ts";
import { wholeNumber } from "../measure/options.ts";
import { UsageError } from "../usage-error.ts";

/** The options that say what a host tells of a launch. */
export type LaunchInfoOptions = {
  readonly launchInfo?: string;
  readonly measurement?: string;
  readonly firmware?: string;
};

/** What a host tells of a launch. */
export type LaunchInfo = { readonly measurement: LaunchMeasurement; readonly firmware: SevFirmwareVersion };

/** The names that QEMU's answers (query-sev, query-sev-launch-measure) and `virsh domlaunchsecinfo` have for it. */
const names = {
  measurement: ["data", "sev-measurement"],
  apiMajor: ["api-major", "sev-api-major"],
  apiMinor: ["api-minor", "sev-api-minor"],
  build: ["build-id", "sev-build-id"],
} as const;

/**
 * Measurement and firmware version, from a file with the host's own words, or from options of their own, which come first.
 *
 * @throws UsageError when something is missing or malformed
 */
export async function readLaunchInfo(options: LaunchInfoOptions): Promise<LaunchInfo> {
  const told = options.launchInfo === undefined ? new Map<string, string>() : await readWords(options.launchInfo);
  const find = (name: keyof typeof names): string | undefined =>
    names[name].map((word) => told.get(word)).find((value) => value !== undefined);
  const measurement = options.measurement ?? find("measurement");
  if (measurement === undefined) throw missing("--measurement", "sev-measurement");
  const version = options.firmware?.split(".") ?? [find("apiMajor"), find("apiMinor"), find("build")];
  const [apiMajor, apiMinor, build] = version.map((part) => byteOf(part));
  if (apiMajor === undefined || apiMinor === undefined || build === undefined || version.length !== 3) {
    throw missing("--firmware", "sev-api-major, sev-api-minor, sev-build-id");
  }
  return { measurement: measurementOf(measurement), firmware: { apiMajor, apiMinor, build } };
}

function missing(option: string, words: string): UsageError {
  return new UsageError(message("cli.sev.launch-info.missing", { option, words }));
}

function byteOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(wholeNumber("--firmware", text, 0n, 255n));
}

function measurementOf(text: string): LaunchMeasurement {
  const bytes = fromBase64("--measurement", text.trim());
  const measurement = bytes.ok ? parseLaunchMeasurement(bytes.value) : bytes;
  if (!measurement.ok) throw new UsageError(malformedMessage("--measurement", measurement.error));
  return measurement.value;
}

/**
 * Every `name: value` of a file, whether it is JSON (one object or several lines of them) or virsh's table. The host wrote it, so a
 * name is only looked for at its beginning: a long run of letters is passed over once.
 */
async function readWords(path: string): Promise<ReadonlyMap<string, string>> {
  const text = fromUtf8(path, await readInput(path));
  if (!text.ok) throw new UsageError(malformedMessage(path, text.error));
  const pairs = text.value.matchAll(/(?<![a-z-])([a-z-]+)"?\s*[:=]\s*"?([A-Za-z0-9+/=]+)"?/g);
  return new Map(Array.from(pairs, ([, name = "", value = ""]) => [name, value] as const));
}
