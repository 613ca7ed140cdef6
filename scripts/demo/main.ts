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
import { chooseLocale, createRenderer, message } from "@sekisho/messages";
import { demoCatalogue } from "./locales/index.ts";
import { play } from "./play.ts";
import { createSoftwareDriver } from "./software/driver.ts";
import { createStage, type Output } from "./stage.ts";
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
];

/** Where the lab's keys stay between runs: its root stays the same, and RSA keys take seconds. */
const labDirectory = join(import.meta.dirname, "..", "..", ".cache", "demo", "lab");

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
  stage.say(render(message("demo.mode.software")));
  const world = await startWorld({ labDirectory, render, gateHost: "127.0.0.1" });
  try {
    const driver = createSoftwareDriver(world);
    stage.say(render(message("demo.lab", { rootDigest: world.lab.rootDigest })));
    stage.say(render(message("demo.prepare")));
    const machines = await driver.prepare();
    const boots = await play(world, driver, machines, stage);
    const good = boots.filter(({ asExpected }) => asExpected).length;
    const ok = good === boots.length;
    stage.say(render(message("demo.summary", { good, count: boots.length })));
    if (read.json) {
      streams.output.write(`${JSON.stringify({ boots, mode: driver.kind, rootDigest: world.lab.rootDigest, ok })}\n`);
    }
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    stage.say(render(error.problem));
    return 2;
  } finally {
    await world.close();
  }
}
