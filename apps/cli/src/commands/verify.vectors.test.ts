import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVectorText, vectorPath } from "../../../../scripts/test/vectors.ts";
import { sekisho } from "../testing.ts";

const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  files: z.array(z.string()).default([]),
  certs: z.array(z.string()).default([]),
  at: z.string().optional(),
  expect: z.int().optional(),
  why: z.string().optional(),
});
type Case = z.infer<typeof caseSchema>;

const verdictSchema = z.object({ verdict: z.string(), checks: z.array(z.unknown()).min(10), claims: z.object({}) });

const all = haveVectors ? z.array(caseSchema).parse(JSON.parse(readVectorText("cases.json"))) : [];
const cases = all.filter(({ kind }) => kind === "verify");
const withCertificates = cases.filter(({ expect: status, certs }) => status === 0 && certs.length > 0);

function run({ files, certs, at }: Case, ...more: readonly string[]) {
  const named = [...files.map(vectorPath), ...certs.flatMap((cert) => ["--cert", vectorPath(cert)])];
  return sekisho("verify", ...named, ...(at === undefined ? [] : ["--at", at]), ...more);
}

describe.runIf(haveVectors)("evidence that real hardware made", () => {
  test("the cases are there", () => expect(cases.length).toBeGreaterThan(60));

  test.each(cases.filter((one) => one.expect !== 2))("$id: $why", async (one) => {
    const { status, output, errors } = await run(one, "--json");
    expect({ status, errors }).toEqual({ status: one.expect, errors: "" });
    const { verdict } = verdictSchema.parse(JSON.parse(output));
    expect(verdict).toBe(one.expect === 0 ? "accepted" : "rejected");
  });

  test.each(cases.filter((one) => one.expect === 2))("$id: $why", async (one) => {
    const { status, output, errors } = await run(one, "--json");
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toMatch(/^sekisho: .*(?: offset \d+|is no evidence that Sekisho knows).*\n$/);
  });

  test.each(withCertificates)("$id is refused without its certificates", async (one) => {
    const { status, output } = await run({ ...one, certs: [] }, "--json");
    expect(status).toBe(1);
    expect(output).toContain('"id":"sev-snp.chain.leaf","status":"unknown"');
  });
});
