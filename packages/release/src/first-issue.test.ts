import { expect, test } from "vitest";
import { z } from "zod";
import { firstIssue } from "./first-issue.ts";

const schema = z.strictObject({ gate: z.strictObject({ port: z.number() }) });

test.each([
  [{ gate: { port: "x", name: "y" } }, /^gate\.port: [^\n]*number[^\n]*$/],
  [{ gate: { port: 1 }, name: "y" }, /^[^\n]*"name"[^\n]*$/],
  ["text", /^[^\n]*object[^\n]*$/],
])("%j: one line says where and what", (document, line) => {
  const { error } = schema.safeParse(document);
  expect(error && firstIssue(error)).toMatch(line);
});
