const variable = /\{(machine|\*)\}/;

/**
 * Whether a text is one that a pattern describes, from its first character to its last: `{machine}` stands for the machine's
 * identifier, `{*}` for any run of characters without white space, quotes or backslashes (also an empty one), everything
 * else for itself.
 */
export function fitsPatterns(text: string, patterns: readonly string[], machineId: string): boolean {
  return patterns.some((pattern) => fits(text, pattern, machineId));
}

function fits(text: string, pattern: string, machineId: string): boolean {
  const parts = pattern
    .split(variable)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : part === "*" ? String.raw`[^\s"'\\]*` : machineId));
  return new RegExp(`^${parts.join("")}$`, "u").test(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
