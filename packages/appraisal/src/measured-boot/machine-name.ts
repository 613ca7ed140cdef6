import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { decided, unanswered } from "../outcome.ts";
import type { BootDemands, BootInput } from "./boot-question.ts";
import type { Comparison } from "./compare.ts";

/**
 * Whether the kernel's command line names this machine: that is what ties a boot to one machine among all that share an image.
 * A command line counts only at a place where an agreeing known boot has one, and only if its text hashes to what was
 * measured there; every one that counts must name the machine, and there must be one.
 */
export async function machineNameCheck(
  { machine }: BootInput,
  agreeing: readonly MeasuredBoot[],
  comparison: Comparison,
  demands: BootDemands,
): Promise<Check> {
  const id = "measured-boot.machine";
  const judged = demands.pcrs.length > 0;
  if (machine === undefined) return unanswered(id, null, message("known-boot.machine.unknown"), judged);
  const found = new Set<string>();
  for (const boot of agreeing) for (const text of await commandLines(boot, comparison)) found.add(text);
  const texts = [...found];
  const expected = `sekisho.machine=${machine.id}`;
  if (texts.length === 0) return unanswered(id, expected, message("known-boot.machine.none"), judged);
  const wrong = texts.find((text) => !machine.namesMachine(text, machine.id));
  const detail = message(wrong === undefined ? "known-boot.machine.pass" : "known-boot.machine.fail");
  return decided(id, wrong === undefined, { expected, actual: wrong ?? texts[0] ?? null }, detail);
}

/** The texts behind a known boot's command lines, as the log has them: another than the known one where a rule accepts it. */
async function commandLines(boot: MeasuredBoot, comparison: Comparison): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const pcr of boot.pcrs) {
    const actual = comparison.logged(pcr);
    for (const [index, event] of boot.events.filter((one) => one.pcr === pcr).entries()) {
      if (event.component !== "command-line") continue;
      const logged = actual[index];
      // A text that nobody knows names no machine.
      texts.push(logged === undefined ? "" : ((await comparison.textOf(logged, event.name)) ?? ""));
    }
  }
  return texts;
}
