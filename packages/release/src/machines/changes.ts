import { message, type Message } from "@sekisho/messages";
import type { BootRecord } from "./boots.ts";

/** One thing that differs between two boots. `lowered`: a security version is smaller than it was. */
export type BootChange = { readonly part: string; readonly lowered: boolean; readonly message: Message };

/**
 * What changed from one boot of a machine to a later one, the most telling first: kernel, initrd, command line, firmware,
 * platform, and only where none of these says it, the bare digests.
 */
export function changesBetween(before: BootRecord, after: BootRecord): readonly BootChange[] {
  const named = [
    ...technologyChanges(before, after),
    ...kernelChanges(before, after),
    ...commandLineChanges(before, after),
    ...firmwareChanges(before, after),
  ];
  return [
    ...named,
    ...tcbChanges(before, after),
    ...platformChanges(before, after),
    ...(named.length === 0 ? digestChanges(before, after) : []),
    ...registerChanges(before, after),
    ...recordChanges(before, after),
  ];
}

function changed(part: string, text: Message, lowered = false): BootChange {
  return { part, lowered, message: text };
}

function technologyChanges(before: BootRecord, after: BootRecord): BootChange[] {
  if (before.technology === after.technology) return [];
  return [
    changed("technology", message("boot.change.technology", { before: before.technology, after: after.technology })),
  ];
}

function kernelChanges({ kernel: old, initrd }: BootRecord, after: BootRecord): BootChange[] {
  const { kernel } = after;
  const changes: BootChange[] = [];
  if (old !== null && kernel !== null) {
    const values = { before: old.version, after: kernel.version };
    if (old.version !== kernel.version) changes.push(changed("kernel", message("boot.change.kernel", values)));
    else if (differ(old.sha256, kernel.sha256))
      changes.push(changed("kernel", message("boot.change.kernelFile", values)));
  }
  if (differ(initrd, after.initrd)) changes.push(changed("initrd", message("boot.change.initrd")));
  return changes;
}

function commandLineChanges(before: BootRecord, after: BootRecord): BootChange[] {
  if (before.commandLine === null || after.commandLine === null || before.commandLine === after.commandLine) return [];
  const [old, present] = [wordsOf(before.commandLine), wordsOf(after.commandLine)];
  const added = present.filter((word) => !old.includes(word)).join(" ");
  const removed = old.filter((word) => !present.includes(word)).join(" ");
  const part = "commandLine";
  if (added !== "" && removed !== "") return [changed(part, message("boot.change.commandLine", { added, removed }))];
  if (added !== "") return [changed(part, message("boot.change.commandLineAdded", { added }))];
  if (removed !== "") return [changed(part, message("boot.change.commandLineRemoved", { removed }))];
  return [changed(part, message("boot.change.commandLineOrder"))];
}

function firmwareChanges({ firmware: old }: BootRecord, { firmware }: BootRecord): BootChange[] {
  if (old === null || firmware === null || old.sha256 === firmware.sha256) return [];
  const values = { before: old.version, after: firmware.version };
  const sameVersion = old.version === firmware.version;
  return [changed("firmware", message(sameVersion ? "boot.change.firmwareFile" : "boot.change.firmware", values))];
}

function tcbChanges(before: BootRecord, after: BootRecord): BootChange[] {
  return after.tcb.flatMap(({ part, version }) => {
    const old = before.tcb.find((one) => one.part === part)?.version;
    if (old === undefined || old === version) return [];
    const values = { part, before: old, after: version };
    const lowered = version < old;
    return [changed("tcb", message(`boot.change.tcb${lowered ? "Lowered" : "Raised"}`, values), lowered)];
  });
}

function platformChanges(before: BootRecord, after: BootRecord): BootChange[] {
  const changes: BootChange[] = [];
  const { platformFirmware: old } = before;
  const { platformFirmware } = after;
  if (old !== null && platformFirmware !== null && old !== platformFirmware) {
    const values = { before: old, after: platformFirmware };
    changes.push(changed("platformFirmware", message("boot.change.platformFirmware", values)));
  }
  if (differ(before.chip, after.chip)) changes.push(changed("chip", message("boot.change.chip")));
  return changes;
}

/** Nothing that has a name explains the other digest, so the digests themselves are shown. */
function digestChanges({ launchDigest: old }: BootRecord, { launchDigest }: BootRecord): BootChange[] {
  if (old === null || launchDigest === null || old === launchDigest) return [];
  const values = { before: old, after: launchDigest };
  return [changed("launchDigest", message("boot.change.launchDigest", values))];
}

function registerChanges({ registers: old }: BootRecord, { registers }: BootRecord): BootChange[] {
  if (old === null || registers === null || old.kind !== registers.kind) return [];
  const numbers = Object.keys(registers.values)
    .filter((number) => differ(old.values[number] ?? null, registers.values[number] ?? null))
    .toSorted((left, right) => Number(left) - Number(right));
  if (numbers.length === 0) return [];
  const values = { kind: registers.kind === "pcr" ? "PCR" : "RTMR", numbers: numbers.join(", ") };
  return [changed("registers", message("boot.change.registers", values))];
}

function recordChanges(before: BootRecord, after: BootRecord): BootChange[] {
  const changes: BootChange[] = [];
  if (before.headerDigest !== after.headerDigest) changes.push(changed("header", message("boot.change.header")));
  if (before.policy !== after.policy) {
    const values = { before: before.policy ?? "–", after: after.policy ?? "–" };
    changes.push(changed("policy", message("boot.change.policy", values)));
  }
  return changes;
}

function differ(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after;
}

function wordsOf(commandLine: string): string[] {
  return commandLine.split(/\s+/).filter((word) => word !== "");
}
