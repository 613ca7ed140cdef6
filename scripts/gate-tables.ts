/** Writes the tables of errors, refusals and start problems into `docs/{en,ja}/gate.md`: `node scripts/gate-tables.ts`. */
import { readFile, writeFile } from "node:fs/promises";
import { problemStatus } from "@sekisho/gate";
import { gateCatalogue } from "@sekisho/gate/locales";
import { locales } from "@sekisho/messages";
import { releaseCatalogue } from "@sekisho/release/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";

const statuses: Readonly<Record<string, number>> = problemStatus;

for (const locale of locales) {
  const page = new URL(`../docs/${locale}/gate.md`, import.meta.url);
  const texts = Object.entries({ ...gateCatalogue[locale], ...releaseCatalogue[locale], ...verifierCatalogue[locale] });
  const written = new Set<string>();
  const lines = (await readFile(page, "utf8")).split("\n").flatMap((line) => {
    const group = /^\| `((?:gate|verifier)\.\w+)\./.exec(line)?.[1];
    if (group === undefined) return [line];
    if (written.has(group)) return [];
    written.add(group);
    return texts
      .filter(([id]) => id.startsWith(`${group}.`))
      .map(([id, text]) => {
        const status = statuses[id] === undefined ? "" : ` ${statuses[id]} |`;
        return `| \`${id}\` |${status} ${text.replaceAll("|", String.raw`\|`)} |`;
      });
  });
  await writeFile(page, lines.join("\n"));
}
