import { join } from "node:path";
import process from "node:process";
import { ImageError } from "@sekisho/image";
import { LaunchError } from "@sekisho/launch";
import { chooseLocale, createRenderer, message } from "@sekisho/messages";
import { demoCatalogues } from "./catalogues.ts";
import { chooseMode } from "./mode.ts";
import { play } from "./play.ts";
import { createDiskDriver } from "./disk/driver.ts";
import type { Driver } from "./driver.ts";
import { scenariosOf, type DriverKind, type Scenario } from "./scenarios.ts";
import { createSoftwareDriver } from "./software/driver.ts";
import { createStage, type Output } from "./stage.ts";
import { createVmDriver } from "./vm/driver.ts";
import { readWords, type Words } from "./words.ts";
import { rootOf, startWorld, type World } from "./world.ts";

/** Where the lab's keys, the gate's and the virtual machines stay between runs: the second one is quick. */
const cacheDirectory = join(import.meta.dirname, "..", "..", ".cache", "demo");

/**
 * `npm run demo`: the main job, unattended. 0 when every boot ended as it must, 1 when one did not, 2 for wrong usage or a
 * machine that can't play it.
 *
 * @param only the names of the boots to play; all where absent
 */
export async function run(
  words: readonly string[],
  streams: { readonly output: Output; readonly errors: Output } = { output: process.stdout, errors: process.stderr },
  only?: readonly string[],
): Promise<number> {
  const read = readWords(words);
  const render = createRenderer(chooseLocale(read.language, process.env), demoCatalogues);
  if (read.unknown !== undefined) {
    streams.errors.write(`${render(message("demo.usage", { word: read.unknown }))}\n`);
    return 2;
  }
  // With --json, standard output belongs to the one object.
  const stage = createStage(read.json ? streams.errors : streams.output, render);
  if (read.console) {
    const { say, step } = stage;
    return (await import("../console/demo.ts")).playConsole({ render, say, step, open: read.open });
  }
  const { kind, why } = await chooseMode(read.software);
  if (read.technology === "tdx" && read.boot !== "direct") {
    streams.errors.write(`${render(message("demo.tdx-direct", { boot: read.boot }))}\n`);
    return 2;
  }
  if (kind === "software" && read.boot !== "direct") {
    streams.errors.write(`${render(why)} ${render(message("demo.boot-needs-vm", { boot: read.boot }))}\n`);
    return 2;
  }
  stage.say(`${render(message(`demo.mode.${kind}`))} ${render(why)}`);
  const vmDirectory = join(cacheDirectory, "vm");
  const world = await startWorld({
    labDirectory: join(cacheDirectory, "lab"),
    render,
    ...(kind === "vm" ? { gateHost: "10.0.2.2", gateDirectory: join(vmDirectory, "gate") } : { gateHost: "127.0.0.1" }),
  });
  try {
    const played = scenariosOf(read.boot, kind, read.technology).filter(({ name }) => only?.includes(name) ?? true);
    const driver = driverOf(world, kind, read, vmDirectory, played);
    const rootDigest = rootOf(world, read.technology);
    stage.say(render(message(`demo.lab.${read.technology}`, { rootDigest })));
    stage.say(render(message("demo.prepare")));
    const machines = await driver.prepare(stage.step);
    const boots = await play(world, driver, played, machines, stage);
    const good = boots.filter(({ asExpected }) => asExpected).length;
    const ok = good === boots.length;
    stage.say(render(message("demo.summary", { good, count: boots.length })));
    if (read.json) {
      streams.output.write(
        `${JSON.stringify({ boots, mode: driver.kind, boot: read.boot, technology: read.technology, rootDigest, ok })}\n`,
      );
    }
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ImageError || error instanceof LaunchError)) throw error;
    stage.say(render(error.problem));
    return 2;
  } finally {
    await world.close();
  }
}

function driverOf(
  world: World,
  kind: DriverKind,
  { boot, technology }: Words,
  directory: string,
  played: readonly Scenario[],
): Driver {
  if (kind === "software") return createSoftwareDriver(world, technology);
  return boot === "direct"
    ? createVmDriver(world, directory, technology, played)
    : createDiskDriver(world, directory, boot, played);
}
