import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  gateHoldsKey,
  machineViewSchema,
  requestDetailSchema,
  requestViewSchema,
  type Machine,
  type RequestDetail,
} from "@sekisho/release";
import { pino } from "pino";
import { startGate, type GateOptions, type RunningGate } from "../start.ts";
import { socketClient, tlsClient, type Answer, type Client } from "./client.ts";
import { fakeAppraiser } from "./fake-appraiser.ts";
import { testMachine } from "./machines.ts";

/** No limits that a test would run into by being quick. */
const generous = { burst: 100_000, perSecond: 100_000 };

/** A real gate on a free port, with a folder and a clock of its own. */
export type TestGate = {
  readonly gate: RunningGate;
  readonly data: string;
  readonly appraiser: ReturnType<typeof fakeAppraiser>;
  readonly guests: Client;
  readonly administrator: Client;
  /** Every line that it logged. */
  readonly log: () => string;
  /** Lets this many seconds pass for the gate. */
  pass(seconds: number): void;
  /** Registers a machine; in the modes `auto` and `approve` its key is {@link diskKey}. */
  register(changes?: Partial<Machine>, policy?: string): Promise<Machine>;
  detail(request: string | number): Promise<RequestDetail>;
  act(request: string | number, what: "enter" | "deny" | "allow-again", body?: unknown): Promise<Answer>;
  token(): Promise<string>;
  stop(): Promise<void>;
};

export const diskKey = "the disk key of this machine";

export async function testGate(options: Partial<GateOptions> = {}): Promise<TestGate> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "sekisho-gate-")));
  const appraiser = fakeAppraiser();
  const lines: string[] = [];
  let skipped = 0;
  const gate = await startGate({
    rootKey: { kind: "file" },
    appraiser,
    listen: { host: "127.0.0.1", port: 0 },
    rates: { questions: generous, evidence: generous },
    clock: () => new Date(Date.now() + skipped),
    logger: pino({ level: "trace" }, { write: (line) => void lines.push(line) }),
    ...options,
    data,
  });
  const guests = tlsClient(gate.port);
  const administrator = socketClient(gate.adminSocket);
  const stop = async (): Promise<void> => {
    guests.close();
    await gate.close();
    if (options.data === undefined) await rm(data, { recursive: true, force: true });
  };
  return {
    gate,
    data,
    appraiser,
    guests,
    administrator,
    log: () => lines.join(""),
    pass: (seconds) => void (skipped += seconds * 1000),

    register: async (changes, policy) => {
      const machine = testMachine(gate.identity, changes);
      const key = gateHoldsKey(machine.releaseMode) ? { diskKey: Buffer.from(diskKey).toString("base64") } : {};
      const body = { machine, ...key, ...(policy === undefined ? {} : { policy }) };
      const answer = await administrator.call({ path: "/v1/admin/machines", body });
      if (answer.status !== 201) throw new Error(`machine: ${answer.status} ${JSON.stringify(answer.body)}`);
      return machineViewSchema.parse(answer.body).machine;
    },

    detail: async (request) => {
      const answer = await administrator.call({ method: "GET", path: `/v1/admin/requests/${request}` });
      if (answer.status !== 200) throw new Error(`request: ${answer.status} ${JSON.stringify(answer.body)}`);
      return requestDetailSchema.parse(answer.body);
    },

    act: async (request, what, body) => {
      const answer = await administrator.call({ path: `/v1/admin/requests/${request}/${what}`, body });
      if (answer.status === 200) requestViewSchema.parse(answer.body);
      return answer;
    },

    token: async () => (await readFile(join(data, "administrator-token"), "utf8")).trim(),
    stop,
  };
}
