import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { MeasuredBoot, Registers } from "@sekisho/reference-values";
import { decided, unanswered } from "../outcome.ts";
import { registerName, type BootDemands, type BootInput } from "./boot-question.ts";
import { createComparison, type Comparison } from "./compare.ts";
import { differenceChecks } from "./differences.ts";
import type { MeasuredLog } from "./log.ts";
import { machineNameCheck } from "./machine-name.ts";
import { mostTold, nearestBoots, type NearBoot } from "./nearest.ts";

/**
 * Whether every register that the policy demands is spoken for by a known boot which agrees with the log wholly; if not, how the log
 * differs from the nearest known boots, component by component.
 *
 * @param replays whether the quote agrees with the log: only then are names facts
 */
export async function knownBootChecks(
  input: BootInput,
  log: MeasuredLog,
  demands: BootDemands,
  replays: boolean,
): Promise<readonly Check[]> {
  const { knownBoots: known } = input;
  const { registers } = demands;
  const comparison = createComparison(input, log, demands);
  const agreeing: MeasuredBoot[] = [];
  for (const boot of known) if (await comparison.agrees(boot)) agreeing.push(boot);
  const open = demands.pcrs.filter((pcr) => !agreeing.some((boot) => boot.pcrs.includes(pcr)));
  const id = "measured-boot.known";
  const expected = registerName(registers, ...demands.pcrs);
  if (open.length === 0) {
    const names = agreeing.map(({ name }) => name).join("; ");
    const sides = { expected, actual: names === "" ? null : names };
    const detail =
      demands.pcrs.length === 0
        ? message("known-boot.not-demanded")
        : message("known-boot.pass", { names, kind: registerKind(registers) });
    return [decided(id, true, sides, detail), await machineNameCheck(input, agreeing, comparison, demands)];
  }
  const differing = known.filter((boot) => !agreeing.includes(boot));
  return refusals({ known, agreeing, differing, open, comparison, replays, expected, id, registers });
}

function registerKind(registers: Registers): string {
  return registers === "rtmr" ? "RTMR" : "PCR";
}

async function refusals(about: {
  readonly known: readonly MeasuredBoot[];
  readonly agreeing: readonly MeasuredBoot[];
  readonly differing: readonly MeasuredBoot[];
  readonly open: readonly number[];
  readonly comparison: Comparison;
  readonly replays: boolean;
  readonly expected: string;
  readonly id: string;
  readonly registers: Registers;
}): Promise<readonly Check[]> {
  const { known, agreeing, differing, open, comparison, replays, expected, id, registers } = about;
  const spoken = open.filter((pcr) => known.some((boot) => boot.pcrs.includes(pcr)));
  const silent = open.filter((pcr) => !spoken.includes(pcr));
  const checks: Check[] = [];
  if (silent.length > 0) {
    const silence = registerName(registers, ...silent);
    const detail = message("known-boot.silent", { registers: silence });
    checks.push({ ...unanswered(id, expected, detail), actual: `- ${silence}` });
  }
  if (spoken.length === 0) return checks;
  const nearest = await nearestBoots(differing, spoken, comparison);
  const differences = differenceChecks(nearest, { replays, registers });
  const components = differences.map(({ id: one }) => one.slice(one.indexOf(".") + 1)).join(", ");
  const names = nearest.map(({ boot }) => boot.name).join("; ");
  checks.push(
    decided(
      silent.length > 0 ? `${id}.differs` : id,
      false,
      { expected: names, actual: components },
      message("known-boot.differs", { names, components }),
    ),
    ...differences,
  );
  return replays ? [...checks, ...sameChecks({ nearest, agreeing, differences, spoken })] : checks;
}

/** What a person asks about first, where it does not differ. */
const mainComponents = ["firmware", "shim", "boot-loader", "kernel", "initrd", "command-line", "uki-section"];

/**
 * The main components that are those of the nearest known boots: the log, which replays, has all of their events. Nothing is
 * said where the comparison was cut short.
 */
function sameChecks(compared: {
  readonly nearest: readonly NearBoot[];
  readonly agreeing: readonly MeasuredBoot[];
  readonly differences: readonly Check[];
  readonly spoken: readonly number[];
}): readonly Check[] {
  const { nearest, agreeing, differences, spoken } = compared;
  const boots = [...agreeing, ...nearest.map(({ boot }) => boot)];
  const cut = nearest.some((one) => one.differences.length >= mostTold);
  const whole = spoken.every((pcr) => boots.some((boot) => boot.pcrs.includes(pcr)));
  if (cut || !whole) return [];
  return mainComponents.flatMap((component) => {
    const id = `measured-boot.${component}`;
    const having = boots.filter(({ events }) => events.some((event) => event.component === component));
    if (having.length === 0 || differences.some((check) => check.id === id)) return [];
    const names = having.map(({ name }) => name).join("; ");
    return [decided(id, true, { expected: null, actual: null }, message("known-boot.same", { names }))];
  });
}
