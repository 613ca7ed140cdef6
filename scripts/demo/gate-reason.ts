import { refuses } from "@sekisho/evidence";
import { message, type Renderer } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";
import type { BootReport } from "./boot-report.ts";

/** Why the gate refused a request: its own reason, or the checks of the verdict that refuse. */
export function gateReason(
  { reason, verdict }: RequestView,
  render: Renderer,
): Pick<BootReport, "reason" | "expected" | "actual"> {
  if (reason !== null) {
    const replayed = ["gate.refusal.nonceUsed", "gate.refusal.nonceExpired"].includes(reason.id);
    const sides = { expected: render(message("demo.nonce.fresh")), actual: render(message("demo.nonce.used")) };
    const { expected, actual } = replayed ? sides : reason.values;
    return { reason: render(reason), expected: textOf(expected), actual: textOf(actual) };
  }
  const refusing = verdict?.checks.filter(refuses) ?? [];
  // What is wrong says why more is unknown.
  const wrong = refusing.filter(({ status }) => status === "fail");
  const failed = wrong.length > 0 ? wrong : refusing;
  // The checks that follow a launch digest or a boot log name the components that differ: they say more than the digest.
  const componentChecks = ["sev-snp.policy.measurement.", "measured-boot."];
  const components = failed.filter(({ id }) => componentChecks.some((start) => id.startsWith(start)));
  const telling = components.length > 0 ? components : failed;
  // The first one only says which components those are.
  const first = telling.find(({ id }) => id !== "measured-boot.known") ?? telling[0];
  return {
    reason: [...new Set(telling.map(({ detail }) => render(detail)))].join(" "),
    expected: first?.expected ?? null,
    actual: first?.actual ?? null,
  };
}

function textOf(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}
