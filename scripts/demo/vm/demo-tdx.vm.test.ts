import process from "node:process";
import { tdForgeries } from "@sekisho/lab";
import { expect, it } from "vitest";
import { z } from "zod";
import { run } from "../main.ts";
import { chooseMode } from "../mode.ts";
import { scenariosOf } from "../scenarios.ts";

const { kind } = await chooseMode(false);
if (kind !== "vm") process.stderr.write("This machine can't run the demo's virtual machine: its test is skipped.\n");

const resultSchema = z.looseObject({
  mode: z.literal("vm"),
  technology: z.literal("tdx"),
  boots: z.array(
    z.looseObject({ name: z.string(), outcome: z.string(), refusedBy: z.string().nullable(), reason: z.string() }),
  ),
});

/** What the firmware really measures; `npm run demo -- --technology tdx` plays all. No machine boots for a forged quote. */
const played: readonly string[] = ["auto", "enter", "command-line", "kernel", ...tdForgeries];

/** What a refusal must say of the component that differs. */
const tellingWords: Readonly<Record<string, RegExp>> = {
  "command-line": /init=\/bin\/sh/,
  kernel: /kernel.*RTMR 1/,
  "td-initrd-left": /RTMR 3/,
  "td-other-firmware": /MRTD/,
};

it.runIf(kind === "vm")("boots the genuine TD to its login, and refuses changed ones by name", async () => {
  let output = "";
  const streams = {
    output: { write: (text: string) => (output += text) },
    errors: { write: (text: string) => process.stderr.write(text) },
  };
  const status = await run(["--technology", "tdx", "--json", "--lang", "en"], streams, played);
  const { boots } = resultSchema.parse(JSON.parse(output));
  const wanted = scenariosOf("direct", "vm", "tdx")
    .filter(({ name }) => played.includes(name))
    .map(({ name, expected }) =>
      expected.outcome === "released" ? [name, "released", null] : [name, "refused", expected.by],
    );
  expect(boots.map(({ name, outcome, refusedBy }) => [name, outcome, refusedBy])).toEqual(wanted);
  expect(status).toBe(0);
  const silent = boots.filter(({ name, reason }) => tellingWords[name]?.test(reason) === false);
  expect(silent.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
});
