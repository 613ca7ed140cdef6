import { tokenize, type Token } from "./lexer.ts";
import { GrubScriptError, type Statement, type Word } from "./syntax.ts";

const unsupported: ReadonlySet<string> = new Set(["for", "while", "until", "do", "done", "select", "time"]);
const closers: ReadonlySet<string> = new Set(["then", "elif", "else", "fi"]);
const deepest = 32;

/**
 * Reads a script of GRUB's shell: commands, `if`, functions. Loops are not understood.
 *
 * @param firstLine the number of its first line, for blocks within a larger file
 * @throws GrubScriptError with the line that is not understood
 */
export function parseGrubScript(source: string, firstLine = 1, depth = 0): readonly Statement[] {
  if (depth > deepest) throw new GrubScriptError(firstLine, "{");
  const parser = new Parser(tokenize(source, firstLine), depth);
  const statements = parser.statements();
  parser.expectEnd();
  return statements;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #depth: number;
  #at = 0;

  constructor(tokens: readonly Token[], depth: number) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  /** Statements up to the end, or to a keyword that closes a part of an `if`. */
  statements(depth = this.#depth): readonly Statement[] {
    if (depth > deepest) throw new GrubScriptError(this.#line(), "if");
    const found: Statement[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined) return found;
      if (token.kind === "end") {
        this.#at += 1;
        continue;
      }
      const keyword = plainOf(token);
      if (keyword !== undefined && closers.has(keyword)) return found;
      found.push(this.#statement(token, keyword, depth));
    }
  }

  expectEnd(): void {
    const token = this.#tokens[this.#at];
    if (token !== undefined) throw new GrubScriptError(token.line, plainOf(token) ?? "{");
  }

  #statement(token: Token, keyword: string | undefined, depth: number): Statement {
    if (keyword !== undefined && unsupported.has(keyword)) throw new GrubScriptError(token.line, keyword);
    if (keyword === "if") return this.#if(token.line, depth);
    if (keyword === "function") return this.#function(token.line);
    return this.#command(token.line);
  }

  #if(line: number, depth: number): Statement {
    const branches: { condition: readonly Statement[]; body: readonly Statement[] }[] = [];
    let otherwise: readonly Statement[] = [];
    this.#at += 1;
    for (;;) {
      const condition = this.statements(depth + 1);
      this.#keyword("then");
      branches.push({ condition, body: this.statements(depth + 1) });
      const next = this.#keyword("elif", "else", "fi");
      if (next === "elif") continue;
      if (next === "else") {
        otherwise = this.statements(depth + 1);
        this.#keyword("fi");
      }
      return { kind: "if", line, branches, otherwise };
    }
  }

  #function(line: number): Statement {
    this.#at += 1;
    const name = this.#tokens[this.#at];
    const plain = name === undefined ? undefined : plainOf(name);
    this.#at += 1;
    while (this.#tokens[this.#at]?.kind === "end") this.#at += 1;
    const block = this.#tokens[this.#at];
    this.#at += 1;
    if (plain === undefined || block?.kind !== "block") throw new GrubScriptError(line, "function");
    const body = parseGrubScript(block.source.slice(1, -1), block.line, this.#depth + 1);
    return { kind: "function", line, name: plain, body };
  }

  #command(line: number): Statement {
    const words: Word[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind === "word") words.push(token.word);
      else if (token?.kind === "block" && words.length > 0) {
        this.#at += 1;
        return { kind: "command", line, words, block: token.source };
      } else if (token?.kind === "block") throw new GrubScriptError(line, "{");
      else return { kind: "command", line, words, block: undefined };
      this.#at += 1;
    }
  }

  #keyword(...expected: readonly string[]): string {
    const token = this.#tokens[this.#at];
    const keyword = token === undefined ? undefined : plainOf(token);
    this.#at += 1;
    if (keyword === undefined || !expected.includes(keyword)) {
      throw new GrubScriptError(token?.line ?? this.#line(), expected.join(", "));
    }
    return keyword;
  }

  #line(): number {
    return this.#tokens.at(-1)?.line ?? 1;
  }
}

function plainOf(token: Token): string | undefined {
  return token.kind === "word" ? token.plain : undefined;
}
