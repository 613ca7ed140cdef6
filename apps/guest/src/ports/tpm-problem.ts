import { message, type Message } from "@sekisho/messages";
import { TpmError } from "../tpm/index.ts";
import { errorCode } from "./error-code.ts";

/** Why a TPM can't be used, as a sentence. @param path where it was looked for */
export function tpmProblem(error: unknown, path: string): Message {
  if (!(error instanceof TpmError)) return message("guest.tpm.connection", { path, reason: errorCode(error) });
  const { command, failure } = error;
  switch (failure.kind) {
    case "refused":
      return message("guest.tpm.refused", { command, code: `0x${failure.code.toString(16).padStart(3, "0")}` });
    case "malformed": {
      const { field, offset, expected, actual } = failure.malformed;
      return message("guest.tpm.malformed", { command, field, offset, expected, actual });
    }
    case "closed":
      return message("guest.tpm.closed", { command, path });
  }
}
