import { expect, it } from "vitest";
import { z } from "zod";
import { run } from "./main.ts";
import { scenariosOf, technologies } from "./scenarios.ts";

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

/** What the reason of a refusal must name, of a TD. */
const namedByTdx = [
  ["kernel", "RTMR 1"],
  ["initrd", "initrd"],
  ["firmware", "MRTD"],
  ["td-initrd-left", "RTMR 3"],
] as const;

it.each(technologies)(
  "plays the main job on %s with a guest that is a process, and lets through nothing but the genuine machine",
  async (technology) => {
    let output = "";
    const errors: string[] = [];
    const status = await run(["--technology", technology, "--software", "--json", "--lang", "en"], {
      output: { write: (text) => (output += text) },
      errors: { write: (text) => errors.push(text) },
    });
    const lines = output.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    const { boots, ok } = resultSchema.parse(JSON.parse(lines[0] ?? ""));

    const played = scenariosOf("direct", "software", technology);
    const wanted = played.map(({ name, expected }) =>
      expected.outcome === "released" ? [name, "released", null] : [name, "refused", expected.by],
    );
    expect(boots.map(({ name, outcome, refusedBy }) => [name, outcome, refusedBy])).toEqual(wanted);
    expect({ status, ok }).toEqual({ status: 0, ok: true });

    const refused = boots.filter(({ outcome }) => outcome === "refused");
    expect(refused.filter(({ expected, actual }) => expected === null || actual === null)).toEqual([]);
    expect(
      boots.filter(({ reason }) => reason === "" || /\b(gate|guest|sev-snp|tdx)\.[a-z]+\.[a-z]/.test(reason)),
    ).toEqual([]);
    const reasonOf = (name: string): string | undefined => boots.find((boot) => boot.name === name)?.reason;
    expect(reasonOf("command-line")).toContain('adds "init=/bin/sh"');
    expect(reasonOf("replayed-evidence")).toContain("replay");
    expect(reasonOf("sibling")).toContain("sekisho.machine=");
    // What is unknown only because something else is wrong would hide that.
    expect(reasonOf("unknown-root")).toMatch(/^The chain ends in /);
    expect(reasonOf("unknown-root")).not.toContain("Not looked at");
    for (const [name, text] of namedByTdx) {
      if (technology === "tdx" && reasonOf(name)?.includes(text) !== true)
        throw new Error(`${name}: ${reasonOf(name)}`);
    }

    const prose = errors.join("");
    expect(prose).toContain(`${boots.length} of ${boots.length} boots ended as they must.`);
  },
  300_000,
);

it("says which word it does not know, and plays nothing", async () => {
  let errors = "";
  const status = await run(["--hardware", "--lang", "en"], {
    output: { write: () => true },
    errors: { write: (text) => (errors += text) },
  });
  expect(status).toBe(2);
  expect(errors).toContain("--hardware");
});
