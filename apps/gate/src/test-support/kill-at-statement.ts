/**
 * A gate that kills itself at the n-th SQL statement after it is told to count, before or after that statement runs:
 * `node kill-at-statement.ts DATA`, then a line "N before" or "N after" on standard input. Imported before the gate, so that
 * every statement is counted. Without a kill it prints how many there were for each line "count".
 */
import { StatementSync } from "node:sqlite";
import process from "node:process";
import { createInterface } from "node:readline";

type Moment = { readonly at: number; readonly when: "before" | "after" };
let moment: Moment | undefined;
let count = 0;

function dieIf(when: Moment["when"]): void {
  if (moment?.at !== count || moment.when !== when) return;
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing may happen until it arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const prototype = StatementSync.prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
for (const name of ["run", "all", "get", "iterate"]) {
  const original = prototype[name];
  if (original === undefined) throw new Error(name);
  prototype[name] = function counted(this: unknown, ...values: unknown[]): unknown {
    count++;
    dieIf("before");
    const result = original.apply(this, values);
    dieIf("after");
    return result;
  };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "count") return process.stdout.write(`statements ${count}\n`);
  const [at, when] = line.split(" ");
  moment = { at: Number(at), when: when === "before" ? "before" : "after" };
  count = 0;
  return process.stdout.write("armed\n");
});

await import("./gate-process.ts");
