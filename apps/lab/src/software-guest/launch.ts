import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Message } from "@sekisho/messages";
import { softwareGuestLineSchema, type GuestEnd, type SoftwareGuest } from "./protocol.ts";

/** A guest that runs as a process. */
export type RunningGuest = {
  /** How its agent ended. Rejects when the process died without saying so. */
  readonly ended: Promise<GuestEnd>;
  /** What it said on its console so far. */
  readonly said: readonly Message[];
  /** Ends the process, as pulling the plug ends a machine. */
  kill(): void;
};

/** Starts a guest as a process of its own. */
export function launchSoftwareGuest(guest: SoftwareGuest): RunningGuest {
  const entry = fileURLToPath(new URL("process.ts", import.meta.url));
  const child = spawn(process.execPath, [entry], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(guest));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const said: Message[] = [];
  const read = async (): Promise<GuestEnd> => {
    const closed = once(child, "close");
    let end: GuestEnd | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const parsed = softwareGuestLineSchema.parse(JSON.parse(line));
      if ("say" in parsed) said.push(parsed.say);
      else ({ end } = parsed);
    }
    await closed;
    if (end === undefined) throw new Error(`the guest's process ended without a word: ${errors}`);
    return end;
  };
  return { ended: read(), said, kill: () => void child.kill("SIGKILL") };
}
