import { createHash } from "node:crypto";
import { toBase64 } from "@sekisho/encoding";
import { parseReportPortRequest, type ReportPortResponse } from "@sekisho/release";
import type { LaunchedGuest } from "../secure-processor/secure-processor.ts";
import { blobOf, identifierOf } from "./request.ts";

/** The guest behind a port, and at which VMPL its operating system runs. */
export type PortGuest = {
  readonly guest: LaunchedGuest;
  readonly vmpl: number;
  /** An SVSM that runs at VMPL 0 and holds a vTPM; its manifest is the TPMT_PUBLIC of the vTPM's endorsement key. */
  readonly svsm?: { readonly manifest: Uint8Array };
};

/** The SVSM's vTPM service, and the only version of its manifest (COCONUT-SVSM, attest.rs). */
const vtpmService = "c476f1eb-0123-45a5-9641-b4e7dde5bfe3";
const vtpmManifestVersion = 0;
const svsmVmpl = 0;

/**
 * What configfs-tsm's provider sev_guest would answer to one line of the protocol. A report at a VMPL more privileged than
 * the guest's own is refused, as the processor refuses it (SEV-SNP ABI 1.58, MSG_REPORT_REQ); the SVSM gives its own,
 * over REPORT_DATA = SHA-512(inblob ‖ manifest), for the service that it has.
 */
export function answerReportRequest(
  line: Uint8Array,
  { guest, vmpl, svsm }: PortGuest,
  generation: number,
): ReportPortResponse {
  const parsed = parseReportPortRequest(line);
  if (!parsed.ok || !("inblob" in parsed.value)) return { id: identifierOf(line), error: "EINVAL" };
  const { id, service, privlevel = vmpl } = parsed.value;
  const inblob = blobOf("inblob", parsed.value.inblob);
  const answer = (reportData: Uint8Array, level: number, manifest: Uint8Array): ReportPortResponse => {
    const { report, certificateTable } = guest.report(reportData, level);
    return {
      id,
      provider: "sev_guest",
      generation,
      outblob: toBase64(report),
      auxblob: toBase64(certificateTable),
      manifestblob: toBase64(manifest),
    };
  };
  if (service === undefined) {
    return privlevel < vmpl ? { id, error: "EPERM" } : answer(inblob, privlevel, new Uint8Array());
  }
  const { guid, manifestVersion = vtpmManifestVersion } = service;
  if (svsm === undefined || guid !== vtpmService || manifestVersion !== vtpmManifestVersion) {
    return { id, error: "ENOENT" };
  }
  const reportData = createHash("sha512").update(inblob).update(svsm.manifest).digest();
  return answer(new Uint8Array(reportData), svsmVmpl, svsm.manifest);
}
