import process from "node:process";
import { expect, it } from "vitest";
import { z } from "zod";
import { run } from "../main.ts";
import { chooseMode } from "../mode.ts";
import { scenariosOf } from "../scenarios.ts";

const { kind } = await chooseMode(false);
if (kind !== "vm") process.stderr.write("This machine can't run the demo's virtual machine: its test is skipped.\n");

const resultSchema = z.looseObject({
  mode: z.literal("vm"),
  boots: z.array(z.looseObject({ name: z.string(), outcome: z.string(), refusedBy: z.string().nullable() })),
});

it.runIf(kind === "vm")("boots the genuine machine to its login, and no changed one", async () => {
  let output = "";
  const status = await run(["--json", "--lang", "en"], {
    output: { write: (text) => (output += text) },
    errors: { write: (text) => process.stderr.write(text) },
  });
  const { boots } = resultSchema.parse(JSON.parse(output));
  const wanted = scenariosOf("direct", "vm").map(({ name, expected }) =>
    expected.outcome === "released" ? [name, "released", null] : [name, "refused", expected.by],
  );
  expect(boots.map(({ name, outcome, refusedBy }) => [name, outcome, refusedBy])).toEqual(wanted);
  expect(status).toBe(0);
});
