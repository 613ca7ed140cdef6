import { guestCatalogue } from "@sekisho/guest";
import type { RunningMachine } from "@sekisho/launch";
import type { BootEnd } from "../driver.ts";

const texts: Readonly<Record<string, string>> = guestCatalogue.en;

/** What the agent's line with this identifier looks like on an English console; placeholders become groups of that name. */
export function patternOf(id: string): RegExp {
  const text = texts[id] ?? "";
  const escaped = text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  const named = new Set<string>();
  const pattern = escaped.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (named.has(name)) return String.raw`\k<${name}>`;
    named.add(name);
    return `(?<${name}>.*?)`;
  });
  return new RegExp(`^${pattern}$`);
}

const patterns = {
  refused: patternOf("guest.refused"),
  notPinned: patternOf("guest.gate.notPinned"),
  diskRefused: patternOf("guest.ended.diskRefused"),
  check: patternOf("guest.disk.check"),
  closed: [
    patternOf("guest.ended.closed"),
    patternOf("guest.ended.releaseRefused"),
    patternOf("guest.ended.gateUnavailable"),
  ],
};

/**
 * Watches a virtual machine until it is clear how its boot ends: the login prompt, a refusal on its console, a firmware that
 * stops, or nothing of these in time.
 *
 * @param pins what the guest pins as its gate's TLS keys, for the refusal of another
 * @param firmwareRefusal what it means when the firmware stops
 */
export function watchBoot(
  running: RunningMachine,
  {
    pins,
    firmwareRefusal,
    timeoutSeconds,
  }: { readonly pins: readonly string[]; readonly firmwareRefusal: BootEnd; readonly timeoutSeconds: number },
): Promise<BootEnd> {
  const agentLines: string[] = [];
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => finish({ kind: "failed", reason: `nothing in ${timeoutSeconds} s: ${agentLines.join(" ")}` }),
      timeoutSeconds * 1000,
    );
    const leave = running.subscribe((event) => {
      if (event.kind === "login") finish({ kind: "opened" });
      if (event.kind === "firmware-refused") finish(firmwareRefusal);
      if (event.kind === "agent") {
        agentLines.push(event.text);
        const end = endIn(agentLines, pins);
        if (end !== undefined) finish(end);
      }
      if (event.kind === "exit") {
        const kind = agentLines.length === 0 && event.problem === "" ? "crashed" : "failed";
        finish({ kind, reason: `${event.problem} ${agentLines.join(" ")}`.trim() });
      }
    });
    function finish(end: BootEnd): void {
      clearTimeout(timer);
      leave();
      resolve(end);
    }
  });
}

/** What the agent's lines so far amount to. */
export function endIn(lines: readonly string[], pins: readonly string[]): BootEnd | undefined {
  const last = lines.at(-1) ?? "";
  const number = patterns.refused.exec(last)?.groups?.["number"];
  if (number !== undefined) return { kind: "gate-refused", number: Number(number) };
  const stranger = patterns.notPinned.exec(last)?.groups?.["actual"];
  if (stranger !== undefined) {
    return { kind: "guest-refused", reason: last, expected: pins.join(" | "), actual: stranger };
  }
  if (patterns.diskRefused.test(last)) return diskRefusal(lines.slice(0, -1));
  if (patterns.closed.some((pattern) => pattern.test(last))) return { kind: "failed", reason: lines.join(" ") };
  return undefined;
}

function diskRefusal(lines: readonly string[]): BootEnd {
  const check = lines.map((line) => patterns.check.exec(line)?.groups).find((groups) => groups !== undefined);
  const reason = lines.filter((line) => !patterns.check.test(line)).at(-1) ?? "";
  return {
    kind: "guest-refused",
    reason,
    expected: check?.["expected"] ?? "luks2",
    actual: check?.["actual"] ?? contentOf(reason),
  };
}

/** Which sentence about a disk's content this is. */
function contentOf(line: string): string | null {
  const id = Object.keys(texts).find((key) => key.startsWith("guest.disk.") && patternOf(key).test(line));
  return id?.slice("guest.disk.".length) ?? null;
}
