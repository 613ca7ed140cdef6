import { InvalidArgumentError } from "commander";

/** A number between two others, both included, as an option's value. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

/** "0x30000", in lower case and without leading zeros. */
export function hexNumber(text: string): string {
  if (!/^0x[0-9a-fA-F]{1,16}$/.test(text)) throw new InvalidArgumentError("a number like 0x30000");
  return `0x${BigInt(text).toString(16)}`;
}

/** A machine's name, as `machine.json` takes it. */
export function machineName(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) throw new InvalidArgumentError("lower-case letters, digits and hyphens");
  return text;
}

/** Where a machine runs: a short text for people. */
export function cloudName(text: string): string {
  if (text.trim() === "" || text.length > 64) throw new InvalidArgumentError("1 to 64 characters");
  return text.trim();
}

/** A SHA-256 digest in hexadecimal. */
export function digest(text: string): string {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new InvalidArgumentError("64 hexadecimal digits (SHA-256)");
  return text.toLowerCase();
}

/** Names of Debian packages, separated by commas. */
export function commaList(text: string): string[] {
  const names = text.split(",").filter((name) => name !== "");
  const wrong = names.find((name) => !/^[a-z0-9][a-z0-9.+-]*$/.test(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`${JSON.stringify(wrong)} is no package name`);
  return names;
}
