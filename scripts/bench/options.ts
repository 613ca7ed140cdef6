/** What `npm run bench` was asked for. */
export type BenchOptions = { readonly json: boolean; readonly names: readonly string[] };

/** The options, or one sentence that says what is wrong with them. */
export type ParsedOptions =
  | { readonly ok: true; readonly options: BenchOptions }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `[--json] [NAME…]`. Without names all figures are measured; in any case in the order of `known`, each once.
 *
 * @param known the names of all figures
 */
export function parseOptions(words: readonly string[], known: readonly string[]): ParsedOptions {
  const option = words.find((word) => word.startsWith("-") && word !== "--json");
  if (option !== undefined) return { ok: false, problem: `There is no option ${option}; there is --json.` };
  const asked = words.filter((word) => word !== "--json");
  const unknown = asked.find((word) => !known.includes(word));
  if (unknown !== undefined) {
    return { ok: false, problem: `There is no figure ${JSON.stringify(unknown)}; there are ${known.join(", ")}.` };
  }
  const names = asked.length === 0 ? known : known.filter((name) => asked.includes(name));
  return { ok: true, options: { json: words.includes("--json"), names } };
}
