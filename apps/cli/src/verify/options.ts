import { authenticPolicy, parsePolicy, type Policy } from "@sekisho/appraisal";
import { fromHex, fromUtf8 } from "@sekisho/encoding";
import { message, type Renderer } from "@sekisho/messages";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Bytes of a fixed length, from hexadecimal digits.
 *
 * @throws UsageError when it is something else
 */
export function bytesOption(option: string, text: string | undefined, length: number): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromHex(option, text.replace(/^0x/i, ""));
  if (bytes.ok && bytes.value.length === length) return bytes.value;
  throw new UsageError(message("cli.verify.not-hex", { option, length, digits: 2 * length }));
}

/**
 * A launch digest: 48 bytes, or the 32 of an enclave's; which of them it must be, the evidence says.
 *
 * @throws UsageError when it is something else
 */
export function digestOption(option: string, text: string | undefined): Uint8Array | undefined {
  const isEnclave = text !== undefined && text.replace(/^0x/i, "").length === 64;
  return bytesOption(option, text, isEnclave ? 32 : 48);
}

const isoPattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The moment of `--at`: ISO 8601 with a time zone, or a date, whose first moment in UTC it means. Now without it.
 *
 * @throws UsageError when it is something else, or a day that doesn't exist
 */
export function momentOption(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const moment = new Date(text);
  const exists = !Number.isNaN(moment.getTime()) && dayExists(text);
  if (isoPattern.test(text) && exists) return moment;
  throw new UsageError(message("cli.verify.not-a-moment", { text: JSON.stringify(text) }));
}

/** JavaScript takes 30 February for 2 March. */
function dayExists(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}

/**
 * The policy of a file; the built-in policy `authentic` without one.
 *
 * @throws UsageError with the first problem, and how many more there are
 */
export async function policyOption(path: string | undefined, render: Renderer): Promise<Policy> {
  if (path === undefined) return authenticPolicy;
  const text = fromUtf8(path, await readInput(path));
  if (!text.ok) throw new UsageError(message("cli.verify.policy.not-text", { path }));
  const parsed = parsePolicy(text.value);
  if (parsed.ok) return parsed.policy;
  const [first, ...more] = parsed.problems;
  const problem = first === undefined ? "" : render(first.message);
  if (more.length === 0) throw new UsageError(message("cli.verify.policy", { path, problem }));
  throw new UsageError(message("cli.verify.policy.several", { path, problem, more: more.length }));
}

/** For an option that can be given several times. */
export function collectValues(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
