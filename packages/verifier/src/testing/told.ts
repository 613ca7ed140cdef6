import { look, type LabCase } from "./lab-case.ts";

/** What fails, and the sentence about it with those of its values that matter. */
export type Row<Change> = [string, Change, readonly string[], string, Readonly<Record<string, string>>?];

/** What a rejected verdict tells: the links that fail, the sentence, and what the link says that the sentence is about. */
export async function told(made: LabCase) {
  const { verdict, failing, headline, leading, graph } = await look(made);
  const shown = graph.nodes.find(({ status, checks }) => status !== "pass" && checks.some(({ id }) => id === leading));
  return { verdict: verdict.verdict, failing, headline, summary: shown?.summary };
}

export const refusal = (
  failing: readonly string[],
  headline: string,
  values: Readonly<Record<string, string>> = {},
) => {
  const sentence = { id: `verifier.headline.${headline}`, values };
  return { verdict: "rejected", failing, headline: sentence, summary: sentence };
};
