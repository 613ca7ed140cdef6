/** Run by npm's `prepare` after an install: makes the page that the gate and `sekisho console` hand out. */
import process from "node:process";

const say = (text: string): void => void process.stderr.write(`Sekisho: ${text}\n`);

try {
  const { buildConsole } = await import("./build.ts");
  const { anew } = await buildConsole();
  say(anew ? "the console's page was built." : "the console's page is up to date.");
} catch (error) {
  // An install without devDependencies has no bundler. The gate and the command line work; they have no page to show.
  const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (!missing) throw error;
  say("the console's page was not built: Vite is not installed (devDependencies).");
}
