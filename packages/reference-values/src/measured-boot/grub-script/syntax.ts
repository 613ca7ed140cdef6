/** A piece of a word: literal text, or a variable to be replaced. What stands in quotes is never split at blanks. */
export type WordPart =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "variable"; readonly name: string; readonly quoted: boolean };

export type Word = readonly WordPart[];

export type Statement =
  | {
      readonly kind: "command";
      readonly line: number;
      readonly words: readonly Word[];
      /** The block after a command such as `menuentry`, with its braces, exactly as it is written. */
      readonly block: string | undefined;
    }
  | {
      readonly kind: "if";
      readonly line: number;
      readonly branches: readonly { readonly condition: readonly Statement[]; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: "function";
      readonly line: number;
      readonly name: string;
      readonly body: readonly Statement[];
    };

/** Why a script's measurements can't be told: what stands in this line is not in the subset that is understood. */
export class GrubScriptError extends Error {
  readonly line: number;
  readonly what: string;
  /** The script's path on the disk, once it is known. */
  readonly file: string;

  constructor(line: number, what: string, file = "") {
    super(`${file} line ${line}: ${what}`);
    this.name = "GrubScriptError";
    this.line = line;
    this.what = what;
    this.file = file;
  }
}
