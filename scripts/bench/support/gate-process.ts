/**
 * `node gate-process.ts DATA KEY-SERVER-URL`, started with `fork`: a gate in a process of its own, so that its clients don't
 * share its thread. It answers {@link GateQuestion}s, and ends with the channel to its parent.
 */
import process from "node:process";
import { keyServerSource, startGate, type GuestRates } from "@sekisho/gate";
import type { GateIdentity } from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";

/** What the parent asks: how long it has computed so far. */
export type GateQuestion = "cpu";

/** What it hears, first of all that the gate listens. `milliseconds`: of all threads, in the gate and in the kernel. */
export type GateAnswer =
  | { readonly kind: "listening"; readonly identity: GateIdentity; readonly port: number; readonly adminSocket: string }
  | { readonly kind: "cpu"; readonly milliseconds: number };

/** All clients have one address here, which the usual rates would take for a flood. */
const unlimited: GuestRates = {
  questions: { burst: 1e9, perSecond: 1e9 },
  evidence: { burst: 1e9, perSecond: 1e9 },
};

const [data = "", keyServer = ""] = process.argv.slice(2);
const answer = (words: GateAnswer): void => void process.send?.(words);

const gate = await startGate({
  rootKey: { kind: "file" },
  data,
  listen: { host: "127.0.0.1", port: 0 },
  appraiser: createAppraiser(keyServerSource({ url: keyServer })),
  rates: unlimited,
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  answer({ kind: "cpu", milliseconds: (user + system) / 1000 });
});
process.on("disconnect", () => void gate.close());
const { identity, port, adminSocket } = gate;
answer({ kind: "listening", identity, port, adminSocket });
