import { fromUtf8, malformedMessage } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import { advisoryTableSchema, type AdvisoryTable } from "./schema.ts";
import content from "./table.json" with { type: "json" };

/** The table that comes with this version of Sekisho. */
export const builtInAdvisories: AdvisoryTable = advisoryTableSchema.parse(content);

/** A table, or what is wrong with it. */
export type ParsedAdvisories =
  | {
      readonly ok: true;
      readonly table: AdvisoryTable;
      /** It was collected before the built-in one. */ readonly older: boolean;
    }
  | { readonly ok: false; readonly problem: Message };

/** More than thousands of rows need. */
const sizeLimit = 4 * 1024 * 1024;

/**
 * Reads a table of advisories (JSON, as `advisoryTableSchema` says).
 *
 * @param name what the bytes are, for the problem
 */
export function parseAdvisories(name: string, bytes: Uint8Array): ParsedAdvisories {
  if (bytes.length > sizeLimit) return wrong(name, "(file)", `more than ${sizeLimit} bytes`);
  const text = fromUtf8(name, bytes);
  if (!text.ok) return { ok: false, problem: malformedMessage(name, text.error) };
  const json = jsonOf(text.value);
  if (json === undefined) return wrong(name, "(file)", "no JSON");
  const parsed = advisoryTableSchema.safeParse(json);
  if (parsed.success) {
    const older = parsed.data.collectedAt < builtInAdvisories.collectedAt;
    return { ok: true, table: parsed.data, older };
  }
  const [issue] = parsed.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? "(object)" : issue.path.map(String).join(".");
  return wrong(name, path, issue?.message ?? "");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function wrong(name: string, field: string, reason: string): ParsedAdvisories {
  return { ok: false, problem: message("advisories.not-a-table", { name, field, reason }) };
}
