/** Run by npm's `prepare` after an install: makes the page that the gate and `sekisho console` hand out. */
import process from "node:process";
import { buildConsole } from "./build.ts";

const { anew } = await buildConsole();
process.stderr.write(
  anew ? "Sekisho: the console's page was built.\n" : "Sekisho: the console's page is up to date.\n",
);
