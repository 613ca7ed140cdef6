/** A gate as a process of its own, for tests that kill it: `node gate-process.ts DATA`. Prints its port once it listens. */
import { setTimeout as sleep } from "node:timers/promises";
import process from "node:process";
import { startGate } from "../start.ts";
import { fakeAppraiser } from "./fake-appraiser.ts";

const [data = "", slow = "0"] = process.argv.slice(2);
const appraiser = fakeAppraiser();
const generous = { burst: 100_000, perSecond: 100_000 };
const gate = await startGate({
  rootKey: { kind: "file" },
  data,
  listen: { host: "127.0.0.1", port: 0 },
  rates: { questions: generous, evidence: generous },
  people: { listen: { host: "127.0.0.1", port: 0 }, signInRate: generous },
  appraiser: {
    ...appraiser,
    // Long enough that a test can kill the gate between using up a nonce and storing the verdict.
    appraise: async (input) => {
      process.stdout.write("appraising\n");
      await sleep(Number(slow));
      return appraiser.appraise(input);
    },
  },
});
process.once("SIGTERM", () => void gate.close().then(() => process.stdout.write("closed\n")));
process.stdout.write(`people ${gate.people?.port ?? 0}\nport ${gate.port}\n`);
