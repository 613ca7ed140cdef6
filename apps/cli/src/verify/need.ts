import { malformedMessage, type Parsed } from "@sekisho/encoding";
import { UsageError } from "../usage-error.ts";

/**
 * The value of what was parsed.
 *
 * @param path the file that it is from
 * @throws UsageError with the sentence about what is wrong with the file
 */
export function need<T>(path: string, parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new UsageError(malformedMessage(path, parsed.error));
}
