import type { MachineEvent } from "./events.ts";

/** What the console shows, apart from when. */
export type ConsoleEvent = MachineEvent extends infer Event
  ? Event extends { kind: "line" | "agent" | "login" | "nothing-to-boot" }
    ? Omit<Event, "seconds">
    : never
  : never;

/** Lines of the guest agent start so, also behind a kernel's time stamp. */
export const agentPrefix = "sekisho: ";

/** A guest that never ends its line can't fill the host's memory. */
const longestLine = 4096;

const [escape, bell] = ["\u001b", "\u0007"];
/** Control sequences (ECMA-48) as firmware, systemd and shells use them: CSI, charset choice, OSC, single functions. */
const terminalSequences = new RegExp(
  `${escape}(?:\\[[0-9;?=]*[ -/]*[@-~]|[()][A-Z0-9]|\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)|[=>NOc78])`,
  "g",
);
/** Every control character but the tabulator. */
const controlCharacters = /[^\P{Cc}\t]/gu;
const loginPrompt = /(?:^|\s)login: *$/;
const nothingToBoot = /BdsDxe: No bootable option or device was found|BdsDxe: No bootable option was found/;

/**
 * Turns what a serial console prints into lines without terminal control sequences, and finds what they mean. The bytes
 * come from a guest and its host: nothing of them is trusted, they are only shown and compared.
 */
export function createConsoleReader(emit: (event: ConsoleEvent) => void): {
  write(bytes: Uint8Array): void;
  end(): void;
} {
  const decoder = new TextDecoder("utf-8");
  let pending = "";
  let askedForLogin = false;

  function finish(raw: string): void {
    const text = plainText(raw).trimEnd();
    if (text === "") return;
    emit({ kind: "line", text });
    const agent = text.indexOf(agentPrefix);
    if (agent >= 0) emit({ kind: "agent", text: text.slice(agent + agentPrefix.length) });
    if (nothingToBoot.test(text)) emit({ kind: "nothing-to-boot" });
  }

  return {
    write(bytes) {
      pending += decoder.decode(bytes, { stream: true });
      const lines = pending.split(/\r*\n/);
      pending = lines.pop() ?? "";
      for (const line of lines) finish(line);
      while (pending.length > longestLine) {
        finish(pending.slice(0, longestLine));
        pending = pending.slice(longestLine);
      }
      // A prompt waits at the end of an unfinished line.
      if (!askedForLogin && loginPrompt.test(plainText(pending))) {
        askedForLogin = true;
        emit({ kind: "login" });
      }
    },
    end() {
      finish(pending + decoder.decode());
      pending = "";
    },
  };
}

function plainText(raw: string): string {
  return raw.replaceAll(terminalSequences, "").replaceAll(controlCharacters, "");
}
