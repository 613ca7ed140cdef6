import { constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";

const enter = [0x0a, 0x0d];
const backspace = [0x08, 0x7f];
const controlC = 0x03;
const controlU = 0x15;
const longest = 512;

/**
 * Collects a passphrase from keystrokes. The bytes live in one buffer, which is wiped once they were handed out.
 * Exported for its tests.
 */
export class PassphraseBuffer {
  readonly #bytes = new Uint8Array(longest);
  #length = 0;

  /**
   * Takes keystrokes and wipes them.
   *
   * @returns the passphrase, once Enter was pressed; "abandoned" after Control-C; else `undefined`
   */
  push(keys: Uint8Array): Uint8Array | "abandoned" | undefined {
    try {
      for (const key of keys) {
        if (key === controlC) return this.#abandon();
        if (enter.includes(key)) return this.#take();
        if (key === controlU) this.#length = 0;
        else if (backspace.includes(key)) this.#eraseCharacter();
        else if (key >= 0x20 && this.#length < longest) this.#bytes[this.#length++] = key;
      }
      return undefined;
    } finally {
      keys.fill(0);
    }
  }

  /** One character of UTF-8: its last byte, and before it the continuation bytes 10xxxxxx. */
  #eraseCharacter(): void {
    while (this.#length > 0 && ((this.#bytes[--this.#length] ?? 0) & 0xc0) === 0x80);
  }

  #take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#abandon();
    return taken;
  }

  #abandon(): "abandoned" {
    this.#bytes.fill(0);
    this.#length = 0;
    return "abandoned";
  }
}

/**
 * Asks for a passphrase on a terminal, without echo.
 *
 * @returns the bytes typed, which the caller wipes; `undefined` where there is no terminal or it was abandoned
 */
export async function askPassphrase(terminal: string, prompt: string): Promise<Uint8Array | undefined> {
  let fd: number;
  let keyboard: ReadStream;
  try {
    fd = openSync(terminal, constants.O_RDWR | constants.O_NOCTTY);
    keyboard = new ReadStream(fd);
  } catch {
    return undefined;
  }
  const show = (text: string): void => void writeSync(fd, text);
  try {
    keyboard.setRawMode(true);
    show(prompt);
    const buffer = new PassphraseBuffer();
    for await (const keys of keyboard) {
      const typed = buffer.push(keys as Buffer);
      if (typed !== undefined) return typed === "abandoned" || typed.length === 0 ? undefined : typed;
    }
    return undefined;
  } finally {
    if (!keyboard.destroyed) {
      keyboard.setRawMode(false);
      show("\n");
    }
    keyboard.destroy();
  }
}
