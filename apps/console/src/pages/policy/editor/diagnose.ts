import { parsePolicy, policyJsonSchema, strictPolicy } from "@sekisho/appraisal";
import type { Message } from "@sekisho/messages";
import { stringify } from "yaml";
import type { JsonSchema } from "./schema.ts";

/** One thing that is wrong with a text. Lines and columns count from 1. */
export type Problem = { readonly line: number; readonly column: number; readonly message: Message };

/** What is wrong with a policy's text; nothing for one that the gate would take. */
export function problemsOf(text: string): readonly Problem[] {
  const parsed = parsePolicy(text);
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => ({ line, column, message }));
}

/** What a policy may hold. */
export const policySchema: JsonSchema = policyJsonSchema() as JsonSchema;

/** The strict default as a text to begin with. */
export function strictText(): string {
  return stringify({ ...strictPolicy, name: "own" }, { lineWidth: 100 });
}

/** Where a line and a column are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + Math.max(0, column - 1));
}
