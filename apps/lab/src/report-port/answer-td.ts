import { toBase64 } from "@sekisho/encoding";
import { parseReportPortRequest, type ReportPortResponse } from "@sekisho/release";
import type { PortTd } from "../tdx/port-td.ts";
import { blobOf, identifierOf } from "./request.ts";

const provider = "tdx_guest" as const;

/**
 * What a TD's Linux would answer to one line of the protocol: configfs-tsm's provider tdx_guest, which knows neither privilege
 * levels nor services; the file that extends RTMR 3; and the ACPI table CCEL.
 */
export async function answerTdRequest(
  line: Uint8Array,
  guest: PortTd,
  generation: number,
): Promise<ReportPortResponse> {
  const parsed = parseReportPortRequest(line);
  if (!parsed.ok) return { id: identifierOf(line), error: "EINVAL" };
  const request = parsed.value;
  const { id } = request;
  await guest.settle();

  if ("extend" in request) {
    guest.td.extend(request.extend.register, blobOf("digest", request.extend.digest));
    return { id, provider, extended: request.extend.register };
  }
  if ("eventLog" in request) {
    const { firmwareLog } = request.eventLog;
    const log = await guest.eventLog(firmwareLog === undefined ? undefined : blobOf("firmwareLog", firmwareLog));
    return log === undefined ? { id, error: "EINVAL" } : { id, provider, eventLog: toBase64(log) };
  }
  if (request.service !== undefined || request.privlevel !== undefined) return { id, error: "ENOENT" };
  const outblob = toBase64(guest.td.quote(blobOf("inblob", request.inblob)));
  return { id, provider, generation, outblob, auxblob: "", manifestblob: "" };
}
