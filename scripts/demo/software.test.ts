import { expect, it } from "vitest";
import { z } from "zod";
import { run } from "./main.ts";
import { scenariosOf } from "./scenarios.ts";

const resultSchema = z.looseObject({
  mode: z.literal("software"),
  ok: z.boolean(),
  boots: z.array(
    z.looseObject({
      name: z.string(),
      outcome: z.enum(["released", "refused", "failed"]),
      refusedBy: z.string().nullable(),
      reason: z.string(),
      expected: z.string().nullable(),
      actual: z.string().nullable(),
    }),
  ),
});

it("plays the main job with a guest that is a process, and lets through nothing but the genuine machine", async () => {
  let output = "";
  const errors: string[] = [];
  const status = await run(["--software", "--json", "--lang", "en"], {
    output: { write: (text) => (output += text) },
    errors: { write: (text) => errors.push(text) },
  });
  const lines = output.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const { boots, ok } = resultSchema.parse(JSON.parse(lines[0] ?? ""));

  const played = scenariosOf("direct", "software");
  const wanted = played.map(({ name, expected }) =>
    expected.outcome === "released" ? [name, "released", null] : [name, "refused", expected.by],
  );
  expect(boots.map(({ name, outcome, refusedBy }) => [name, outcome, refusedBy])).toEqual(wanted);
  expect({ status, ok }).toEqual({ status: 0, ok: true });

  const refused = boots.filter(({ outcome }) => outcome === "refused");
  expect(refused.filter(({ expected, actual }) => expected === null || actual === null)).toEqual([]);
  expect(boots.filter(({ reason }) => reason === "" || /\b(gate|guest|sev-snp)\.[a-z]+\.[a-z]/.test(reason))).toEqual(
    [],
  );
  const reasonOf = (name: string): string | undefined => boots.find((boot) => boot.name === name)?.reason;
  expect(reasonOf("command-line")).toContain('adds "init=/bin/sh"');
  expect(reasonOf("replayed-evidence")).toContain("replay");
  expect(reasonOf("sibling")).toContain("sekisho.machine=");

  const prose = errors.join("");
  expect(prose).toContain(`${boots.length} of ${boots.length} boots ended as they must.`);
}, 180_000);

it("says which word it does not know, and plays nothing", async () => {
  let errors = "";
  const status = await run(["--hardware", "--lang", "en"], {
    output: { write: () => true },
    errors: { write: (text) => (errors += text) },
  });
  expect(status).toBe(2);
  expect(errors).toContain("--hardware");
});
