import process from "node:process";
import type { ReadStream } from "node:tty";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

const longest = 4096;
const keys = { enter: [0x0d, 0x0a], backspace: [0x08, 0x7f], interrupt: 0x03, end: 0x04, kill: 0x15 } as const;

/** What is said around a passphrase, by identifiers of the catalogue. */
export type PassphraseWords = {
  readonly prompt: string;
  readonly empty: string;
  readonly abandoned: string;
  readonly noTerminal: string;
};

const ofDisk: PassphraseWords = {
  prompt: "cli.enter.prompt",
  empty: "cli.enter.empty",
  abandoned: "cli.enter.abandoned",
  noTerminal: "cli.enter.no-terminal",
};

/**
 * The passphrase: the first line of a file ("-": of standard input), or typed on the terminal without echo. It is never a
 * string, so that the caller can wipe every copy.
 *
 * @throws UsageError when it is empty, was abandoned, or there is neither a file nor a terminal
 */
export async function askPassphrase(
  path: string | undefined,
  context: Context,
  words: PassphraseWords = ofDisk,
): Promise<Uint8Array> {
  const bytes = path === undefined ? await typed(process.stdin, context, words) : await fromFile(path);
  if (bytes.length === 0) throw new UsageError(message(words.empty));
  return bytes;
}

async function fromFile(path: string): Promise<Uint8Array> {
  const content = await readInput(path === "-" ? "/dev/stdin" : path, longest);
  const end = content.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const line = content.slice(0, end < 0 ? content.length : end);
  content.fill(0);
  return line;
}

async function typed(terminal: ReadStream, { render, say }: Context, words: PassphraseWords): Promise<Uint8Array> {
  if (!terminal.isTTY) throw new UsageError(message(words.noTerminal));
  const line = new PassphraseLine();
  say(`${render(message(words.prompt))} `);
  terminal.setRawMode(true);
  try {
    for await (const chunk of terminal.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const finished = line.type(chunk);
      chunk.fill(0);
      if (finished === "abandoned") throw new UsageError(message(words.abandoned));
      if (finished === "done") return line.take();
    }
    return line.take();
  } finally {
    line.wipe();
    terminal.setRawMode(false);
    terminal.pause();
    say("\n");
  }
}

/** A line that is being typed, in one buffer that is wiped at the end. */
export class PassphraseLine {
  readonly #bytes = new Uint8Array(longest);
  #length = 0;

  /** Takes typed bytes; says whether the line is complete. What does not fit is not taken. */
  type(chunk: Uint8Array): "more" | "done" | "abandoned" {
    for (const byte of chunk) {
      if (byte === keys.interrupt || (byte === keys.end && this.#length === 0)) return "abandoned";
      if (byte === keys.end || (keys.enter as readonly number[]).includes(byte)) return "done";
      if ((keys.backspace as readonly number[]).includes(byte)) this.#dropCharacter();
      else if (byte === keys.kill) this.#length = 0;
      else if (this.#length < longest) this.#bytes[this.#length++] = byte;
    }
    return "more";
  }

  /** A copy of the line. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#length = 0;
  }

  /** UTF-8's continuation bytes belong to the character before them. */
  #dropCharacter(): void {
    while (this.#length > 0) {
      this.#length--;
      if (((this.#bytes[this.#length] ?? 0) & 0xc0) !== 0x80) return;
    }
  }
}
