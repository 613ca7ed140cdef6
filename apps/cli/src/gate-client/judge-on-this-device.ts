import { judgeRequest, UnreadableEvidenceError, type JudgedRequest } from "@sekisho/verifier";
import { UsageError } from "../usage-error.ts";

/**
 * `judgeRequest` for a command.
 *
 * @throws UsageError when the request has no evidence, or it can't be read
 */
export async function judgeOnThisDevice(...input: Parameters<typeof judgeRequest>): Promise<JudgedRequest> {
  try {
    return await judgeRequest(...input);
  } catch (error) {
    throw error instanceof UnreadableEvidenceError ? new UsageError(error.problem) : error;
  }
}
