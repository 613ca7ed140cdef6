import { join } from "node:path";
import { imageFiles } from "@sekisho/image";
import { message, type Message } from "@sekisho/messages";
import { firmwareWeaknesses, registersOf } from "@sekisho/reference-values";
import { isDisk, type Machine } from "@sekisho/release";
import { registerNames } from "../learn/text.ts";
import type { BootOptions } from "./boot-options.ts";

/** What a person must know of a new machine, and do. */
export function notes(machine: Machine, folder: string, options: BootOptions): Message[] {
  const key = (name: string): { path: string } => ({ path: join(folder, imageFiles.keys, name) });
  const lines = firmwareWeaknesses(machine.boot.firmware.sha256).map(({ detail }) => detail);
  lines.push(message("cli.image.recovery", key(imageFiles.recoveryKey)));
  if (machine.technology === "tdx") lines.push(message("cli.image.learn-first", { name: machine.name }));
  if (!isDisk(machine)) return lines;
  if (machine.vtpm.provider === "svsm" && machine.boot.svsm === null) lines.push(message("cli.image.no-svsm"));
  if (!machine.boot.secureBoot) return lines;
  const ownKey = machine.boot.kind === "uki" && options.signingKey === undefined;
  if (ownKey) lines.push(message("cli.image.signing-key", key(imageFiles.secureBootKey)));
  const forLab = options.reportSource === "port" || machine.technology === "tpm";
  if (options.firmware === undefined && !forLab) lines.push(message("cli.image.needs-smm"));
  return lines;
}

/** What was made, and what is expected of it. */
export function summary(machine: Machine, folder: string): Message[] {
  const { name, id, referenceValues, measuredLaunches = [], measuredBoots = [] } = machine;
  const [known] = [...referenceValues, ...measuredLaunches];
  const lines: Message[] = [message("cli.image.built", { name, id, folder })];
  if (known !== undefined) lines.push(message("cli.image.launch-digest", { digest: known.launchDigest }));
  for (const boot of measuredBoots) {
    const registers = registerNames(registersOf(boot), boot.pcrs);
    lines.push(message("cli.image.predicted", { name: boot.name, registers }));
  }
  return lines;
}
