import { createContext } from "./context.ts";
import { main } from "./main.ts";

/** What a command line ended with. */
export type Outcome = { readonly status: number; readonly output: string; readonly errors: string };

/** For tests: runs `sekisho` with these words in this process, in English unless the words say otherwise. */
export async function sekisho(...words: readonly string[]): Promise<Outcome> {
  let output = "";
  let errors = "";
  const locale = words.includes("ja") ? "ja" : "en";
  const context = createContext(locale, { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}
