import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether this machine has swtpm; says so where it has not. */
export const haveSwtpm: boolean = findSwtpm();

function findSwtpm(): boolean {
  try {
    execFileSync("swtpm", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("No swtpm: tests against a TPM are skipped.\n");
    return false;
  }
}

/** A new TPM, just started: all PCRs up to 16 are zero. It serves one connection at a time. */
export type Swtpm = {
  /** The Unix socket of its data channel. */
  readonly path: string;
  /** A folder that is removed with it. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
};

export async function startSwtpm(): Promise<Swtpm> {
  const folder = mkdtempSync(join(tmpdir(), "sekisho-tpm-"));
  const path = join(folder, "socket");
  const words = ["socket", "--tpm2", "--tpmstate", `dir=${folder}`, "--server", `type=unixio,path=${path}`];
  const server = spawn("swtpm", [...words, "--flags", "not-need-init,startup-clear"], { stdio: "ignore" });
  for (let attempt = 0; attempt < 200 && !(await answers(path)); attempt++) await sleep(25);
  return {
    path,
    folder,
    stop: async () => {
      const ended = once(server, "exit");
      if (server.exitCode === null && server.kill()) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The socket's file is there a moment before anybody listens on it. */
function answers(path: string): Promise<boolean> {
  const socket = connect({ path });
  return new Promise((resolve) => {
    socket.once("connect", () => socket.destroySoon()).once("close", (failed: boolean) => resolve(!failed));
    socket.once("error", () => undefined);
  });
}
