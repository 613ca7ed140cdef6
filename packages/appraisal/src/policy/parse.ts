import { message, type Message } from "@sekisho/messages";
import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import { faultsOf, type Fault, type Place } from "./problems.ts";
import { policySchema, type Policy } from "./schema.ts";

/** The longest policy that is read, in UTF-16 code units. */
const longestPolicy = 65_536;
/** How many problems are told at once; a text that is no policy at all can have thousands. */
const mostProblems = 20;
/** How deep a policy may nest; the schema needs 7. */
const deepestNesting = 16;

/** The outcome of reading a policy: all problems at once, in the order of the text. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** One thing that is wrong in a policy's text. Lines and columns count from 1; `path` names the key ("sev-snp.vmpl"). */
export type PolicyProblem = Place & { readonly message: Message };

/**
 * Reads a policy from YAML 1.2 (or JSON, which is YAML). Strict: an unknown key, a key given twice, a value of the wrong
 * type, an anchor, a tag or a second document is a problem with its line and column. It never throws.
 */
export function parsePolicy(text: string): ParsedPolicy {
  if (text.length > longestPolicy) return refuse(atStart("policy.too-long", { limit: longestPolicy }));
  if (nestsTooDeep(text)) return refuse(atStart("policy.too-deep", { limit: deepestNesting }));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const broken = [...syntaxProblems(document, lines), ...foreignProblems(document, lines)];
  if (broken.length > 0) return { ok: false, problems: inOrder(broken) };
  if (document.contents === null) return refuse(atStart("policy.empty"));
  const checked = policySchema.safeParse(document.toJS());
  if (checked.success) return { ok: true, policy: checked.data };
  const faults = checked.error.issues.flatMap((issue) => faultsOf(issue));
  return { ok: false, problems: inOrder(faults.map((fault) => locate(fault, document, lines))) };
}

function syntaxProblems(document: Document, lines: LineCounter): PolicyProblem[] {
  return [...document.errors, ...document.warnings].map(({ code, message: reason, pos }) => {
    const place = { ...placeAt(pos[0], lines), path: "" };
    const found =
      code === "DUPLICATE_KEY" ? message("policy.duplicate-key", place) : message("policy.yaml", { ...place, reason });
    return { ...place, message: found };
  });
}

/** What YAML allows and a policy does not: anchors and aliases, which can blow a text up, and tags. */
function foreignProblems(document: Document, lines: LineCounter): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && node.anchor === undefined && node.tag === undefined) return;
      const place = { ...placeAt(node.range?.[0] ?? 0, lines), path: "" };
      found.push({ ...place, message: message("policy.anchor-or-tag", place) });
    },
  });
  return found;
}

function locate(fault: Fault, document: Document, lines: LineCounter): PolicyProblem {
  const path = fault.path.map(String);
  const offset = offsetOf(document, path, fault.key);
  const place = { ...placeAt(offset, lines), path: path.length === 0 ? "(policy)" : path.join(".") };
  const absent = path.length > 0 && !document.hasIn(path);
  return { ...place, message: absent ? message("policy.missing-key", place) : fault.describe(place) };
}

/** Where the value at `path` starts, or its `key`; the nearest node above it that is there, if it isn't. */
function offsetOf(document: Document, path: readonly string[], key: string | undefined): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    node = isMap(node) ? node.get(step, true) : isNode(node) && "items" in node ? node.items[Number(step)] : undefined;
    offset = startOf(node) ?? offset;
  }
  if (key === undefined || !isMap(node)) return offset;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return startOf(pair?.key) ?? offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function placeAt(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Looked at before the parser runs, because it recurses: by flow brackets, and by indentation. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    if (depth > deepestNesting) return true;
  }
  return /^(?: {48}|[ ]*(?:[-?:][ \t]+){16})/m.test(text);
}

function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  return problems
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
    .slice(0, mostProblems);
}

function atStart(id: string, values: Readonly<Record<string, number>> = {}): PolicyProblem {
  const place = { line: 1, column: 1, path: "" };
  return { ...place, message: message(id, { ...place, ...values }) };
}

function refuse(problem: PolicyProblem): ParsedPolicy {
  return { ok: false, problems: [problem] };
}
