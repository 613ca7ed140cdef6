import type { z } from "zod";

/** The first thing that is wrong with a document, as one line: where, and what was expected. */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return "";
  return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
}
