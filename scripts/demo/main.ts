import { join } from "node:path";
import process from "node:process";
import { appraisalCatalogue } from "@sekisho/appraisal";
import { encodingCatalogue } from "@sekisho/encoding";
import { endorsementsCatalogue } from "@sekisho/endorsements";
import { luks2Catalogue } from "@sekisho/evidence/luks2";
import { gateCatalogue } from "@sekisho/gate";
import { guestCatalogue } from "@sekisho/guest";
import { ImageError, imageCatalogue } from "@sekisho/image";
import { labCatalogue } from "@sekisho/lab";
import { launchCatalogue, LaunchError } from "@sekisho/launch";
import { chooseLocale, createRenderer, message } from "@sekisho/messages";
import { demoCatalogue } from "./locales/index.ts";
import { chooseMode } from "./mode.ts";
import { play } from "./play.ts";
import { createSoftwareDriver } from "./software/driver.ts";
import { createStage, type Output } from "./stage.ts";
import { createVmDriver } from "./vm/driver.ts";
import { readWords } from "./words.ts";
import { startWorld } from "./world.ts";

const catalogues = [
  demoCatalogue,
  appraisalCatalogue,
  encodingCatalogue,
  endorsementsCatalogue,
  luks2Catalogue,
  gateCatalogue,
  guestCatalogue,
  imageCatalogue,
  labCatalogue,
  launchCatalogue,
];

/** Where the lab's keys, the gate's and the virtual machines stay between runs: the second one is quick. */
const cacheDirectory = join(import.meta.dirname, "..", "..", ".cache", "demo");

/**
 * `npm run demo`: the main job, unattended. 0 when every boot ended as it must, 1 when one did not, 2 for wrong usage or a
 * machine that can't play it.
 */
export async function run(
  words: readonly string[],
  streams: { readonly output: Output; readonly errors: Output } = { output: process.stdout, errors: process.stderr },
): Promise<number> {
  const read = readWords(words);
  const render = createRenderer(chooseLocale(read.language, process.env), catalogues);
  if (read.unknown !== undefined) {
    streams.errors.write(`${render(message("demo.usage", { word: read.unknown }))}\n`);
    return 2;
  }
  // With --json, standard output belongs to the one object.
  const stage = createStage(read.json ? streams.errors : streams.output, render);
  const { kind, why } = await chooseMode(read.software);
  stage.say(`${render(message(`demo.mode.${kind}`))} ${render(why)}`);
  const vmDirectory = join(cacheDirectory, "vm");
  const world = await startWorld({
    labDirectory: join(cacheDirectory, "lab"),
    render,
    ...(kind === "vm" ? { gateHost: "10.0.2.2", gateDirectory: join(vmDirectory, "gate") } : { gateHost: "127.0.0.1" }),
  });
  try {
    const driver = kind === "vm" ? createVmDriver(world, vmDirectory) : createSoftwareDriver(world);
    stage.say(render(message("demo.lab", { rootDigest: world.lab.rootDigest })));
    stage.say(render(message("demo.prepare")));
    const machines = await driver.prepare(stage.step);
    const boots = await play(world, driver, machines, stage);
    const good = boots.filter(({ asExpected }) => asExpected).length;
    const ok = good === boots.length;
    stage.say(render(message("demo.summary", { good, count: boots.length })));
    if (read.json) {
      streams.output.write(`${JSON.stringify({ boots, mode: driver.kind, rootDigest: world.lab.rootDigest, ok })}\n`);
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
