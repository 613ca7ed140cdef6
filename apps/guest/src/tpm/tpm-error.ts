import type { Malformed } from "@sekisho/encoding";

/**
 * Why a TPM command gave no answer that can be used.
 *
 * - `refused`: the TPM answered with this response code (TPM_RC, part 2, 6.6)
 * - `malformed`: its answer breaks the format
 * - `closed`: the connection ended before the answer was whole
 */
export type TpmFailure =
  | { readonly kind: "refused"; readonly code: number }
  | { readonly kind: "malformed"; readonly malformed: Malformed }
  | { readonly kind: "closed" };

/** A TPM command that failed; `command` is its name in the specification. */
export class TpmError extends Error {
  readonly command: string;
  readonly failure: TpmFailure;

  constructor(command: string, failure: TpmFailure) {
    super(`${command}: ${describe(failure)}`);
    this.name = "TpmError";
    this.command = command;
    this.failure = failure;
  }
}

function describe(failure: TpmFailure): string {
  switch (failure.kind) {
    case "refused":
      return `TPM_RC 0x${failure.code.toString(16).padStart(3, "0")}`;
    case "malformed":
      return `malformed answer: ${failure.malformed.field} at offset ${failure.malformed.offset}`;
    case "closed":
      return "the connection ended";
  }
}
