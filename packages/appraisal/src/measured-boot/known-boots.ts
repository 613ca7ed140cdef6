import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { decided, unanswered } from "../sev-snp/outcome.ts";
import { createComparison, type Comparison } from "./compare.ts";
import type { Demands } from "./demands.ts";
import { differenceChecks } from "./differences.ts";
import type { MeasuredBootInput } from "./input.ts";
import type { MeasuredLog } from "./log.ts";
import { machineNameCheck } from "./machine-name.ts";
import { nearestBoots } from "./nearest.ts";

/**
 * Whether every PCR that the policy demands is spoken for by a known boot which agrees with the log wholly; if not, how the log
 * differs from the nearest known boots, component by component.
 *
 * @param replays whether the quote agrees with the log: only then are names facts
 */
export async function knownBootChecks(
  input: MeasuredBootInput,
  log: MeasuredLog,
  demands: Demands,
  replays: boolean,
): Promise<readonly Check[]> {
  const known = input.machine?.knownBoots ?? [];
  const comparison = createComparison(input, log, demands);
  const agreeing: MeasuredBoot[] = [];
  for (const boot of known) if (await comparison.agrees(boot)) agreeing.push(boot);
  const open = demands.pcrs.filter((pcr) => !agreeing.some((boot) => boot.pcrs.includes(pcr)));
  const id = "measured-boot.known";
  const expected = `PCR ${demands.pcrs.join(", ")}`;
  if (open.length === 0) {
    const names = agreeing.map(({ name }) => name).join("; ");
    const sides = { expected, actual: names === "" ? null : names };
    const detail =
      demands.pcrs.length === 0 ? message("known-boot.not-demanded") : message("known-boot.pass", { names });
    return [decided(id, true, sides, detail), await machineNameCheck(input, agreeing, comparison, demands)];
  }
  return refusals({ known, open, comparison, replays, expected, id });
}

const mostForUntrueLogs = 8;

async function refusals(about: {
  readonly known: readonly MeasuredBoot[];
  readonly open: readonly number[];
  readonly comparison: Comparison;
  readonly replays: boolean;
  readonly expected: string;
  readonly id: string;
}): Promise<readonly Check[]> {
  const { known, open, comparison, replays, expected, id } = about;
  const spoken = open.filter((pcr) => known.some((boot) => boot.pcrs.includes(pcr)));
  const silent = open.filter((pcr) => !spoken.includes(pcr));
  const checks: Check[] = [];
  if (silent.length > 0) {
    const pcrs = silent.join(", ");
    checks.push({ ...unanswered(id, expected, message("known-boot.silent", { pcrs })), actual: `- PCR ${pcrs}` });
  }
  if (spoken.length === 0) return checks;
  // A log that no quote confirms may be anybody's, and as long as that one likes.
  const compared = replays ? known : known.slice(0, mostForUntrueLogs);
  const nearest = await nearestBoots(compared, spoken, comparison);
  const differences = differenceChecks(nearest, { replays });
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
  return checks;
}
