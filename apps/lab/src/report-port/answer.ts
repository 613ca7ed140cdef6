import { fromBase64, toBase64 } from "@sekisho/encoding";
import { parseReportPortRequest, type ReportPortRequest, type ReportPortResponse } from "@sekisho/release";
import type { LaunchedGuest } from "../secure-processor/secure-processor.ts";

/** The guest behind a port, and at which VMPL its operating system runs. */
export type PortGuest = { readonly guest: LaunchedGuest; readonly vmpl: number };

/**
 * What configfs-tsm's provider sev_guest would answer to one line of the protocol. A report at a VMPL more privileged than
 * the guest's own is refused, as the processor refuses it (SEV-SNP ABI 1.58, MSG_REPORT_REQ).
 */
export function answerReportRequest(
  line: Uint8Array,
  { guest, vmpl }: PortGuest,
  generation: number,
): ReportPortResponse {
  const parsed = parseReportPortRequest(line);
  if (!parsed.ok) return { id: identifierOf(line), error: "EINVAL" };
  const { id, service, privlevel = vmpl } = parsed.value;
  if (service !== undefined) return { id, error: "ENOENT" };
  if (privlevel < vmpl) return { id, error: "EPERM" };
  const { report, certificateTable } = guest.report(reportDataOf(parsed.value), privlevel);
  return {
    id,
    provider: "sev_guest",
    generation,
    outblob: toBase64(report),
    auxblob: toBase64(certificateTable),
    manifestblob: "",
  };
}

function reportDataOf({ inblob }: ReportPortRequest): Uint8Array {
  const decoded = fromBase64("inblob", inblob);
  if (!decoded.ok) throw new RangeError("the schema let a broken inblob pass");
  return decoded.value;
}

/** The identifier of a request that is wrong elsewhere, so that the guest recognises the answer. */
function identifierOf(line: Uint8Array): string | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(line));
    const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
    return typeof id === "string" && /^[0-9a-zA-Z-]{1,64}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
