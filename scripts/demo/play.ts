import type { Machine } from "@sekisho/release";
import { createGateTransport } from "@sekisho/guest";
import { message } from "@sekisho/messages";
import { requestStatusSchema } from "@sekisho/release";
import { bootReport, type BootReport } from "./boot-report.ts";
import type { BootEnd, Driver, Prepared } from "./driver.ts";
import { gateReason } from "./gate-reason.ts";
import { enterWhenAsked } from "./person.ts";
import type { DriverKind, Scenario } from "./scenarios.ts";
import type { World } from "./world.ts";

/** Who watches the demo. */
export type Audience = {
  starts(scenario: Scenario, index: number, count: number): void;
  /** The emulated kernel crashed before anything was played, so it is played once more. */
  repeats(): void;
  ended(report: BootReport): void;
};

const mostCrashes = 2;

/** Plays scenarios, one after the other, whatever the ends. */
export async function play(
  world: World,
  driver: Driver,
  played: readonly Scenario[],
  machines: Readonly<Record<Scenario["releaseMode"], Prepared>>,
  audience: Audience,
): Promise<readonly BootReport[]> {
  const reports: BootReport[] = [];
  for (const [index, scenario] of played.entries()) {
    audience.starts(scenario, index, played.length);
    const started = performance.now();
    let end = await endOf(scenario, { world, driver, machines });
    for (let crashes = 1; end.kind === "crashed" && crashes <= mostCrashes; crashes++) {
      audience.repeats();
      end = await endOf(scenario, { world, driver, machines });
    }
    const seconds = (performance.now() - started) / 1000;
    const report = bootReport(scenario, end, await known(end, world, driver.kind), seconds);
    reports.push(report);
    audience.ended(report);
  }
  return reports;
}

type Stage = {
  readonly world: World;
  readonly driver: Driver;
  readonly machines: Readonly<Record<Scenario["releaseMode"], Prepared>>;
};

async function endOf(scenario: Scenario, stage: Stage): Promise<BootEnd> {
  const { world, driver, machines } = stage;
  try {
    if (scenario.change === "replayed-evidence") return await replay(world, machines.auto.machine);
    if (scenario.change === "rogue-gate") return await world.withRogueGate(() => driver.boot(scenario));
    if (scenario.releaseMode === "auto") return await driver.boot(scenario);
    const over = new AbortController();
    const [end] = await Promise.all([
      driver.boot(scenario).finally(() => over.abort()),
      enterWhenAsked(world, machines.enter, over.signal),
    ]);
    return end;
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Sends the evidence of the machine's last boot once more, as whoever recorded it could. */
async function replay({ gate }: World, { id }: Machine): Promise<BootEnd> {
  const newest = (await gate.client.requests(id)).find(({ state }) => state === "released");
  const evidence = newest === undefined ? null : (await gate.client.request(newest.number)).evidence;
  if (evidence === null) return { kind: "failed", reason: "no boot was released, so there is nothing to replay" };
  const { request: _, ...recorded } = evidence;
  const { port } = gate.running;
  const { tlsKeyDigests } = gate.identity;
  const transport = createGateTransport({ url: `https://127.0.0.1:${port}`, tlsKeyDigests });
  const answer = await transport.post("/v1/evidence", recorded);
  const status = answer.kind === "answer" ? requestStatusSchema.parse(answer.body) : undefined;
  if (status?.state === "refused") return { kind: "gate-refused", number: status.number };
  return { kind: "failed", reason: `the gate answered the replay with ${JSON.stringify(answer)}` };
}

async function known(
  end: BootEnd,
  { gate, render }: World,
  kind: DriverKind,
): Promise<Pick<BootReport, "reason" | "expected" | "actual">> {
  switch (end.kind) {
    case "opened":
      return { reason: render(message(`demo.opened.${kind}`)), expected: null, actual: null };
    case "gate-refused":
      return gateReason(await gate.client.request(end.number), render);
    case "crashed":
    case "failed":
      return { reason: end.reason, expected: null, actual: null };
    case "guest-refused":
    case "firmware-refused":
      return end;
  }
}
