import { message, type Message } from "@sekisho/messages";
import { vcpuSignature, type ReferenceValue } from "@sekisho/reference-values";
import type { Candidate } from "./candidates.ts";
import { commandLineMessage } from "./command-line.ts";

/** A component of a launch in which it differs from a known one. `component` is the last part of the check's id. */
export type LaunchDifference = {
  readonly component:
    | "firmware"
    | "kernel"
    | "initrd"
    | "command-line"
    | "kernel-hashes"
    | "vmm"
    | "vcpus"
    | "vcpu-type"
    | "guest-features";
  readonly expected: string;
  readonly actual: string;
  readonly detail: Message;
};

/** How a launch differs from a known one. */
export type ComparedLaunch = {
  readonly differences: readonly LaunchDifference[];
  /** The measured files that are the known one's: a digest that both are computed into proves it. */
  readonly same: readonly { readonly component: MeasuredFile; readonly text: string; readonly detail: Message }[];
};
type MeasuredFile = Extract<LaunchDifference["component"], "firmware" | "kernel" | "initrd" | "command-line">;

/** How a launch differs from the known one that is nearest to it; of several that are as near, the newest. */
export function compareWithNearest(candidate: Candidate, known: readonly ReferenceValue[]): ComparedLaunch {
  const compared = known.map((value) => ({ value, differences: differences(candidate, value) }));
  const [nearest] = compared.toSorted(
    (left, right) =>
      left.differences.length - right.differences.length ||
      Date.parse(right.value.addedAt) - Date.parse(left.value.addedAt),
  );
  if (nearest === undefined) return { differences: [], same: [] };
  const differ = (name: string): boolean => nearest.differences.some(({ component }) => component === name);
  const same = measuredFiles(candidate, nearest.value).filter(({ component }) => !differ(component));
  return { differences: nearest.differences, same };
}

/** Without hashes the launch measures the firmware alone. */
function measuredFiles({ hashed }: Candidate, value: ReferenceValue): ComparedLaunch["same"] {
  const { firmware, kernel, initrd, commandLine } = value;
  const detail = (component: MeasuredFile): Message => message(`explain.same.${component}`, { name: value.name });
  const all = [
    ["firmware", fileText(firmware)],
    ["kernel", fileText(kernel)],
    ["initrd", initrd.sha256],
    ["command-line", commandLine],
  ] as const;
  return all
    .slice(0, hashed ? undefined : 1)
    .map(([component, text]) => ({ component, text, detail: detail(component) }));
}

function differences(launch: Candidate, value: ReferenceValue): readonly LaunchDifference[] {
  const found: LaunchDifference[] = [];
  const compare = (
    component: LaunchDifference["component"],
    expected: string,
    actual: string,
    detail: Message,
  ): void => {
    if (expected !== actual) found.push({ component, expected, actual, detail });
  };
  const [was, is] = [value.shape, launch.shape];
  compare(
    "firmware",
    fileText(value.firmware),
    fileText(launch.firmware),
    message("explain.firmware", {
      expected: value.firmware.version,
      actual: launch.firmware.version,
    }),
  );
  compare("kernel-hashes", "on", launch.hashed ? "on" : "off", message("explain.kernel-hashes"));
  if (launch.hashed) {
    compare(
      "kernel",
      fileText(value.kernel),
      fileText(launch.kernel),
      message("explain.kernel", {
        expected: value.kernel.version,
        actual: launch.kernel.version,
      }),
    );
    compare("initrd", value.initrd.sha256, launch.initrd.sha256, message("explain.initrd"));
    compare(
      "command-line",
      value.commandLine,
      launch.commandLine,
      commandLineMessage(value.commandLine, launch.commandLine),
    );
  }
  compare("vmm", was.vmmType, is.vmmType, message("explain.vmm"));
  compare("vcpus", `${was.vcpus}`, `${is.vcpus}`, message("explain.vcpus", { expected: was.vcpus, actual: is.vcpus }));
  if (is.vmmType === "QEMU" && vcpuSignature(was.vcpuType) !== vcpuSignature(is.vcpuType)) {
    const types = { expected: was.vcpuType, actual: is.vcpuType };
    compare("vcpu-type", was.vcpuType, is.vcpuType, message("explain.vcpu-type", types));
  }
  if (BigInt(was.guestFeatures) !== BigInt(is.guestFeatures))
    compare("guest-features", was.guestFeatures, is.guestFeatures, message("explain.guest-features"));
  return found;
}

function fileText({ version, sha256 }: { readonly version: string; readonly sha256: string }): string {
  return `${version} (SHA-256 ${sha256})`;
}
