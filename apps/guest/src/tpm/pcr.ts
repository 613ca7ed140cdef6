import { ByteWriter } from "@sekisho/encoding";
import { algorithmIds } from "@sekisho/evidence/tpm";
import { emptyPassword, runCommand } from "./command.ts";
import type { TpmTransport } from "./transport.ts";

/** TPM2_PCR_Extend of the SHA-256 bank. @param digest 32 bytes */
export function extendPcr(transport: TpmTransport, pcr: number, digest: Uint8Array): Promise<void> {
  return runCommand(transport, {
    name: "TPM2_PCR_Extend",
    code: 0x182,
    handles: [pcr],
    authorizations: [emptyPassword],
    parameters: [new ByteWriter().u32be(1).u16be(algorithmIds.sha256).bytes(digest).finish()],
    answersHandle: false,
    read: () => undefined,
  });
}
