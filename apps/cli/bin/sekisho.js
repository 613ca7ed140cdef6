#!/usr/bin/env node
// Plain JavaScript, so that an older Node.js can at least say what is missing.
import module from "node:module";
import process from "node:process";

if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(
    `sekisho: this is Node.js ${process.versions.node}, and Sekisho needs 24 or newer. ` +
      "In a clone, 'npm ci' brings it and 'npx sekisho' uses it.\n" +
      `sekisho: Node.js ${process.versions.node} では動きません。24 以降が必要です。` +
      "クローンした環境なら npm ci のあと npx sekisho を使ってください。\n",
  );
  process.exit(2);
}
module.enableCompileCache?.();
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
