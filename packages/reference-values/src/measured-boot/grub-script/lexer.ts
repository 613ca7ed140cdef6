import { GrubScriptError, type Word, type WordPart } from "./syntax.ts";

/** A token of GRUB's shell. A word without quotes, variables or backslashes may be a keyword. */
export type Token =
  | { readonly kind: "word"; readonly line: number; readonly word: Word; readonly plain: string | undefined }
  | { readonly kind: "end"; readonly line: number }
  | { readonly kind: "block"; readonly line: number; readonly source: string };

const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[?@*#])/;

/**
 * Splits a script into words, ends of commands and blocks in braces (GRUB manual, "Writing full configuration files directly").
 *
 * @throws GrubScriptError for pipes, background commands and anything left open
 */
export function tokenize(source: string, firstLine = 1): readonly Token[] {
  return new Lexer(source, firstLine).tokens();
}

class Lexer {
  readonly #source: string;
  #at = 0;
  #line: number;

  constructor(source: string, line: number) {
    this.#source = source;
    this.#line = line;
  }

  tokens(): readonly Token[] {
    const tokens: Token[] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.#peek();
      if (next === "") break;
      const line = this.#line;
      if (next === "\n" || next === ";") {
        this.#take();
        tokens.push({ kind: "end", line });
      } else if (next === "{") {
        tokens.push({ kind: "block", line, source: this.#block() });
      } else if ("}|&<>".includes(next)) {
        throw new GrubScriptError(line, next);
      } else {
        tokens.push(this.#word());
      }
    }
    tokens.push({ kind: "end", line: this.#line });
    return tokens;
  }

  #peek(ahead = 0): string {
    return this.#source[this.#at + ahead] ?? "";
  }

  #take(): string {
    const character = this.#peek();
    this.#at += 1;
    if (character === "\n") this.#line += 1;
    return character;
  }

  #skipBlanks(): void {
    for (;;) {
      const next = this.#peek();
      if (next === " " || next === "\t" || next === "\r") this.#take();
      else if (next === "\\" && this.#peek(1) === "\n") this.#at += 2;
      else if (next === "#") while (this.#peek() !== "" && this.#peek() !== "\n") this.#take();
      else return;
    }
  }

  #word(): Token {
    const line = this.#line;
    const start = this.#at;
    const parts: WordPart[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === "" || " \t\r\n;{}|&<>".includes(next)) break;
      if (next === "'") parts.push({ kind: "text", text: this.#until("'"), quoted: true });
      else if (next === '"') parts.push(...this.#doubleQuoted());
      else if (next === "$") parts.push(this.#variable(false));
      else if (next === "\\") parts.push(...this.#escaped());
      else parts.push({ kind: "text", text: this.#take(), quoted: false });
    }
    const plain = parts.every((part) => part.kind === "text" && !part.quoted)
      ? this.#source.slice(start, this.#at)
      : undefined;
    return { kind: "word", line, word: parts, plain };
  }

  /** A backslash takes the next character as it is; before a new line both go. */
  #escaped(): readonly WordPart[] {
    this.#take();
    const character = this.#take();
    if (character === "") throw new GrubScriptError(this.#line, "\\");
    return character === "\n" ? [] : [{ kind: "text", text: character, quoted: true }];
  }

  #until(quote: string): string {
    const line = this.#line;
    this.#take();
    let text = "";
    while (this.#peek() !== quote) {
      if (this.#peek() === "") throw new GrubScriptError(line, quote);
      text += this.#take();
    }
    this.#take();
    return text;
  }

  #doubleQuoted(): readonly WordPart[] {
    const line = this.#line;
    this.#take();
    // An empty text in quotes is a word, if an empty one.
    const parts: WordPart[] = [{ kind: "text", text: "", quoted: true }];
    while (this.#peek() !== '"') {
      if (this.#peek() === "") throw new GrubScriptError(line, '"');
      if (this.#peek() === "$") {
        parts.push(this.#variable(true));
        continue;
      }
      let text = this.#take();
      if (text === "\\" && '"\\$\n'.includes(this.#peek()) && this.#peek() !== "") {
        text = this.#take();
        if (text === "\n") text = "";
      }
      parts.push({ kind: "text", text, quoted: true });
    }
    this.#take();
    return parts;
  }

  #variable(quoted: boolean): WordPart {
    const line = this.#line;
    this.#take();
    const braced = this.#peek() === "{";
    if (braced) this.#take();
    const found = name.exec(this.#source.slice(this.#at, this.#at + 256))?.[0];
    if (found === undefined) {
      if (braced) throw new GrubScriptError(line, "${");
      return { kind: "text", text: "$", quoted: true };
    }
    this.#at += found.length;
    if (braced && this.#take() !== "}") throw new GrubScriptError(line, `\${${found}`);
    return { kind: "variable", name: found, quoted };
  }

  /** The source from one brace to its partner. Braces in quotes and comments don't count, nor do those of variables. */
  #block(): string {
    const line = this.#line;
    const start = this.#at;
    let depth = 0;
    do {
      const next = this.#peek();
      if (next === "") throw new GrubScriptError(line, "{");
      if (next === "{") depth += 1;
      if (next === "}") depth -= 1;
      if (" \t\n;{".includes(next)) {
        this.#take();
        if (this.#peek() === "#") this.#skipBlanks();
      } else if (next === "'") this.#until("'");
      else if (next === '"') this.#doubleQuoted();
      else if (next === "$") this.#variable(false);
      else if (next === "\\") this.#escaped();
      else this.#take();
    } while (depth > 0);
    return this.#source.slice(start, this.#at);
  }
}
