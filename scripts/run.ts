/**
 * `npm run demo | test | bench`: looks after what the machine needs, then runs the script of that name.
 *
 * This file and what it imports must not need anything from node_modules.
 */
import process from "node:process";
import { installSystemPackages } from "./setup/system-packages.ts";

const [name = "", ...words] = process.argv.slice(2);
const scripts: Record<string, () => Promise<{ run(words: readonly string[]): Promise<number> }>> = {
  demo: () => import("./demo/main.ts"),
  test: () => import("./test/main.ts"),
  bench: () => import("./bench/main.ts"),
};
const load = scripts[name];
if (load === undefined) {
  process.stderr.write(
    `scripts/run.ts: there is no script ${JSON.stringify(name)}; known: ${Object.keys(scripts).join(", ")}\n`,
  );
  process.exit(2);
}
const { missing, reason } = installSystemPackages(wanted());
if (missing.length > 0) {
  process.stderr.write(`Sekisho goes on without ${missing.join(", ")}: ${reason}. Install them to see all of it.\n`);
}
const { run } = await load();
process.exitCode = await run(words);

/** A demo in software needs neither virtual machines nor, as any demo, a browser. */
function wanted(): readonly ("machines" | "browser")[] {
  if (name === "demo") return words.some((word) => ["--software", "--console"].includes(word)) ? [] : ["machines"];
  return ["machines", "browser"];
}
