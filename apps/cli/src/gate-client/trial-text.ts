import { message, type Renderer } from "@sekisho/messages";
import type { TriedMachine } from "@sekisho/release";

const order = ["locked-out", "let-in", "stays-in", "stays-out", "none"] as const;

/** What came of a trial: machines that would be treated otherwise with the reasons, and how many would not. */
export function trialText(machines: readonly TriedMachine[], render: Renderer): string {
  const lines = order.flatMap((effect) => {
    const some = machines.filter((machine) => machine.effect === effect);
    if (some.length === 0) return [];
    const title = render(message(`cli.policy.${effect}`, { count: some.length }));
    return effect === "locked-out" || effect === "let-in"
      ? [title, ...some.flatMap((one) => told(one, render))]
      : [title];
  });
  return `${lines.join("\n")}\n`;
}

function told({ name, effect, evidence }: TriedMachine, render: Renderer): string[] {
  const out = effect === "locked-out";
  const telling = evidence.find(
    ({ before, after }) => (before.verdict === "accepted") === out && (after.verdict === "accepted") !== out,
  );
  if (telling === undefined) return [`  ${name}`];
  const checks = out ? telling.after.refusing : telling.before.refusing;
  const where = render(message("cli.policy.boot", { name, number: telling.number, at: telling.at }));
  return [`  ${where}`, ...checks.map(({ id, detail }) => `    ${out ? "✗" : "–"} ${render(detail)} [${id}]`)];
}
