import { verdictOf } from "@sekisho/appraisal";
import { refuses, type Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { headline, leadingCheck, sentenceOf, trustGraph } from "../index.ts";
import { look, type LabCase, type Seen } from "../testing/lab-case.ts";
import { snpCase } from "../testing/snp-case.ts";
import { tdxCase } from "../testing/tdx-case.ts";
import { tpmCase } from "../testing/tpm-case.ts";

type Accepted = { readonly made: LabCase; readonly seen: Seen };

const makers = {
  direct: () => snpCase(),
  td: () => tdxCase(),
  disk: () => tpmCase(),
  alone: () => tpmCase({ alone: true }),
};
type Kind = keyof typeof makers;
const kinds = Object.keys(makers) as Kind[];
const accepted = new Map<Kind, Accepted>();

beforeAll(async () => {
  for (const kind of kinds) {
    const made = await makers[kind]();
    accepted.set(kind, { made, seen: await look(made) });
  }
});

function acceptedOf(kind: Kind): Accepted {
  const found = accepted.get(kind);
  if (found === undefined) throw new Error(kind);
  return found;
}

/** Identifiers that appraisals really use, and others that no rule knows. */
const anyCheck = fc.record({
  id: fc.oneof(
    fc
      .constantFrom("sev-snp", "tdx", "tpm", "vtpm", "measured-boot", "request", "svsm", "policy")
      .chain((room) =>
        fc
          .constantFrom(
            "signature",
            "chain.root",
            "tcb.reported.snp",
            "known",
            "kernel",
            "policy.debug",
            "quote.none",
            "x",
          )
          .map((rest) => `${room}.${rest}`),
      ),
    fc.string({ maxLength: 12 }),
  ),
  status: fc.constantFrom("pass" as const, "fail" as const, "unknown" as const),
  required: fc.boolean(),
  expected: fc.option(fc.string({ maxLength: 8 })),
  actual: fc.option(fc.string({ maxLength: 8 })),
  detail: fc
    .string({ maxLength: 12 })
    .map((id) => message(id, { name: "n", components: "kernel, shim", registers: "PCR 4" })),
});

describe("whatever refuses is shown", () => {
  test("a rejected verdict has a link that does not pass, and its sentence is about a check that refuses", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(anyCheck, { maxLength: 12 }),
        fc.boolean(),
        (kind, strange, beside) => {
          const { made, seen } = acceptedOf(kind);
          const checks = beside ? [...seen.verdict.checks, ...strange] : strange;
          const verdict = verdictOf(checks, {});
          const graph = trustGraph({ verdict, machine: made.machine });
          const lead = leadingCheck(verdict);
          expect(lead !== undefined).toBe(checks.some(refuses));
          if (verdict.verdict === "accepted") return;
          expect(graph.nodes.some(({ status }) => status === "fail" || status === "unknown")).toBe(true);
          for (const check of checks.filter(refuses)) {
            const links = graph.nodes.filter((node) => node.checks.includes(check));
            expect(links.length).toBeGreaterThan(0);
            expect(links.every(({ status }) => status === "fail" || status === "unknown")).toBe(true);
          }
          expect(headline(verdict, graph)).toEqual(
            lead === undefined ? message("verifier.headline.nothing-checked") : sentenceOf(lead, checks),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a check that turns, is left out, or asks more never makes a link pass that did not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.nat(),
        fc.constantFrom("fail", "unknown", "gone"),
        (kind, pick, how) => {
          const { made, seen } = acceptedOf(kind);
          const { checks } = seen.verdict;
          const at = pick % checks.length;
          const turned = checks.flatMap((check, index): Check[] => {
            if (index !== at) return [check];
            return how === "gone" ? [] : [{ ...check, status: how as "fail" | "unknown", required: true }];
          });
          const { nodes } = trustGraph({ verdict: verdictOf(turned, {}), machine: made.machine });
          const before = seen.graph.nodes.filter(({ status }) => status === "pass").map(({ id }) => id);
          const passing = nodes.filter(({ status }) => status === "pass").map(({ id }) => id);
          expect(passing.filter((id) => !before.includes(id))).toEqual([]);
          const about = nodes.filter((node) => node.checks.some((check) => check === turned[at] && how !== "gone"));
          expect(about.some(({ status }) => status === "pass")).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what was never looked at is unknown, in an accepted verdict too", () => {
    for (const kind of kinds) {
      const { made } = acceptedOf(kind);
      const policy: Check = {
        id: "policy",
        status: "pass",
        required: false,
        expected: null,
        actual: null,
        detail: message("x"),
      };
      const { nodes } = trustGraph({ verdict: verdictOf([policy], {}), machine: made.machine });
      const wrong = nodes.filter(({ id, status }) => status !== "unknown" && !(id === "report" && status === "absent"));
      expect(wrong).toEqual([]);
    }
  });
});
