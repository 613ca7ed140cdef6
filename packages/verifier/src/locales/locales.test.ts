import { appraisalCatalogue } from "@sekisho/appraisal/locales";
import { endorsementsCatalogue } from "@sekisho/endorsements/locales";
import { evidenceCatalogue } from "@sekisho/evidence/locales";
import { createRenderer, locales, type Message } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { reportFields, trustGaps } from "../index.ts";
import { look, type LabCase } from "../testing/lab-case.ts";
import { snpCase } from "../testing/snp-case.ts";
import { tdxCase } from "../testing/tdx-case.ts";
import { tpmCase } from "../testing/tpm-case.ts";
import { verifierCatalogue } from "./index.ts";

/** Everything that a page shows of a case. */
async function messagesOf(made: LabCase): Promise<readonly Message[]> {
  const { verdict, graph, headline } = await look(made);
  const { machine, policy, detail } = made;
  const { evidence } = detail;
  if (evidence === null) throw new Error("no evidence");
  const gaps = trustGaps({ machine, evidence, verdict, policy });
  return [
    headline,
    ...graph.nodes.flatMap(({ title, meaning, summary }) => [title, meaning, summary]),
    ...graph.edges.map(({ label }) => label),
    ...gaps.flatMap(({ title, why, remedy }) => [title, why, remedy]),
    ...reportFields(evidence).flatMap(({ meaning }) => meaning ?? []),
  ];
}

describe.each(locales)("in %s", (locale) => {
  const render = createRenderer(locale, [
    verifierCatalogue,
    appraisalCatalogue,
    endorsementsCatalogue,
    evidenceCatalogue,
  ]);

  test.each<[string, () => Promise<LabCase>]>([
    ["an honest machine", () => snpCase()],
    ["a VLEK", () => snpCase({ processor: { cspId: "cloud" } })],
    ["a changed kernel", () => snpCase({ boot: { kernel: "6.12.107" } })],
    ["missing certificates", () => snpCase({ without: ["certificates", "crls"] })],
    ["old firmware", () => snpCase({ processor: { tcb: { fmc: 0, bootLoader: 1, tee: 0, snp: 1, microcode: 1 } } })],
    ["a TD", () => tdxCase()],
    ["a debug TD", () => tdxCase({ debug: true })],
    ["an SVSM", () => tpmCase()],
    ["a TPM alone", () => tpmCase({ alone: true })],
  ])("%s is told in whole sentences", async (_, make) => {
    for (const message of await messagesOf(await make())) {
      const text = render(message);
      expect(text).not.toMatch(/^[a-z-]+\.[\w.-]+ \{|\{\w+\}|undefined/);
      expect(text.length).toBeGreaterThan(0);
    }
  });
});
