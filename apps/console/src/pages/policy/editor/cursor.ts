/** Where the caret stands in a policy's text, as far as its indentation tells. */
export type CursorContext = {
  /** The keys above, from the outside in; "[]" for an item of a list. Of a value, its own key is the last. */
  readonly path: readonly string[];
  readonly place: "key" | "value";
  /** What of the key or value is typed already, and where in the text that begins. */
  readonly word: string;
  readonly from: number;
  /** The keys beside it, which can't be given twice. */
  readonly siblings: readonly string[];
  /** How far a key here is indented. */
  readonly indent: number;
};

type Line = {
  readonly indent: number;
  readonly items: number;
  readonly key: string | undefined;
  readonly opens: boolean;
};

const keyLine = /^( *)((?:- +)*)("?[\w.-]+"?)\s*:(?:\s+(.*))?$/;

/** What is being typed at `offset`; undefined in comments, in brackets of several keys, and where the text has no sense yet. */
export function contextAt(text: string, offset: number): CursorContext | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(start, offset);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const lines = text.split("\n");
  const at = text.slice(0, start).split("\n").length - 1;
  const value = /^( *)((?:- +)*)("?[\w.-]+"?)\s*:\s+(\[(?:[^\]{}]*[,\s])?)?([^\s[\]{},]*)$/.exec(before);
  if (value !== null) {
    const [, spaces = "", dashes = "", key = "", bracket, word = ""] = value;
    const indent = spaces.length + dashes.length;
    const outer = pathAbove(lines, at, spaces.length, dashes);
    const path = [...outer, unquoted(key), ...(bracket === undefined ? [] : ["[]"])];
    return { path, place: "value", word, from: offset - word.length, siblings: [], indent };
  }
  const key = /^( *)((?:- +)*)([\w.-]*)$/.exec(before);
  if (key === null) return undefined;
  const [, spaces = "", dashes = "", word = ""] = key;
  const indent = spaces.length + dashes.length;
  const path = pathAbove(lines, at, spaces.length, dashes);
  // An item of a list may be a value as well as the first key of an object.
  const place = dashes === "" ? "key" : "value";
  return { path, place, word, from: offset - word.length, siblings: siblingsOf(lines, at, indent), indent };
}

function pathAbove(lines: readonly string[], at: number, spaces: number, dashes: string): string[] {
  const path = dashes.match(/-/g)?.map(() => "[]") ?? [];
  let inner = spaces;
  // Items of a list may stand as far left as the list's key.
  let list = dashes !== "";
  for (const text of lines.slice(0, at).toReversed()) {
    const line = readLine(text);
    if (line === undefined) continue;
    const keyIndent = line.indent + line.items * 2;
    if (line.key !== undefined && line.opens && (keyIndent < inner || (list && keyIndent === inner))) {
      path.unshift(line.key);
      for (let count = 0; count < line.items; count++) path.unshift("[]");
      inner = line.indent;
      list = line.items > 0;
    } else if (line.items > 0 && keyIndent <= inner && line.indent < inner && !list) {
      // A later key of an item whose first key stands in the line of the dash.
      path.unshift("[]");
      inner = line.indent;
      list = true;
    }
    if (inner === 0 && !list) break;
  }
  return path;
}

function siblingsOf(lines: readonly string[], at: number, indent: number): string[] {
  const found: string[] = [];
  const look = (text: string): boolean => {
    const line = readLine(text);
    if (line === undefined) return true;
    const keyIndent = line.indent + line.items * 2;
    if (keyIndent < indent) return false;
    if (keyIndent === indent && line.key !== undefined) found.push(line.key);
    return line.items === 0 || keyIndent !== indent;
  };
  lines.slice(0, at).toReversed().every(look);
  lines.slice(at + 1).every(look);
  return found;
}

function readLine(text: string): Line | undefined {
  if (/^\s*(?:#.*)?$/.test(text)) return undefined;
  const indent = text.length - text.trimStart().length;
  const [, , dashes = "", key, rest = ""] = keyLine.exec(text) ?? [];
  const items = (dashes === "" ? (/^ *((?:- +)*)/.exec(text)?.[1] ?? "") : dashes).match(/-/g)?.length ?? 0;
  return { indent, items, key: key === undefined ? undefined : unquoted(key), opens: /^(?:#.*)?$/.test(rest) };
}

function unquoted(key: string): string {
  return key.replaceAll('"', "");
}
