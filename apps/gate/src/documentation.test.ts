import { readFile } from "node:fs/promises";
import { locales } from "@sekisho/messages";
import { releaseCatalogue } from "@sekisho/release/locales";
import { describe, expect, test } from "vitest";
import { gateCatalogue } from "./locales/index.ts";
import { problemStatus } from "./problems.ts";

describe.each(locales)("docs/%s/gate.md", (locale) => {
  test("lists every error, refusal and start problem, with its status and text", async () => {
    const page = await readFile(new URL(`../../../docs/${locale}/gate.md`, import.meta.url), "utf8");
    const rows = new Set(page.split("\n"));
    const statuses: Readonly<Record<string, number>> = problemStatus;
    const texts = Object.entries({ ...gateCatalogue[locale], ...releaseCatalogue[locale] });
    const wanted = texts
      .filter(([id]) => /^gate\.(?:problem|refusal|start)\./.test(id))
      .map(([id, text]) => {
        const status = statuses[id] === undefined ? "" : ` ${statuses[id]} |`;
        return `| \`${id}\` |${status} ${text.replaceAll("|", "\\|")} |`;
      });
    expect(wanted.filter((row) => !rows.has(row))).toEqual([]);
  });
});

test("every error of the interface has a status, and a text", () => {
  const texts = Object.keys(releaseCatalogue.en).filter((id) => id.startsWith("gate.problem."));
  expect(Object.keys(problemStatus).toSorted()).toEqual(texts.toSorted());
});
