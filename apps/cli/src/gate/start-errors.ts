import { GateStartError } from "@sekisho/gate";
import { UsageError } from "../usage-error.ts";

/** What keeps a gate from starting is told as wrong usage is: one sentence, status 2. */
export async function withStartErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof GateStartError) throw new UsageError(error.problem);
    throw error;
  }
}
