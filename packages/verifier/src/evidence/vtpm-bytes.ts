import type { ReportTie, VtpmBytes } from "@sekisho/appraisal";
import { fromBase64 } from "@sekisho/encoding";
import type { VtpmEvidence } from "@sekisho/release";

/**
 * The bytes of a bundle's TPM evidence, as an appraisal takes them.
 *
 * @throws TypeError when the evidence did not pass its schema
 */
export function vtpmBytesOf(vtpm: VtpmEvidence): VtpmBytes {
  const { endorsementCertificate, certificates, userspaceLog, imaLog } = vtpm;
  const fields = {
    endorsementKey: bytesOf("endorsementKey", vtpm.endorsementKey),
    attestationKey: bytesOf("attestationKey", vtpm.attestationKey),
    quote: bytesOf("quote", vtpm.quote),
    signature: bytesOf("signature", vtpm.signature),
    firmwareLog: bytesOf("firmwareLog", vtpm.firmwareLog),
    ...(endorsementCertificate === undefined
      ? {}
      : { endorsementCertificate: bytesOf("endorsementCertificate", endorsementCertificate) }),
    ...(certificates === undefined ? {} : { certificates: certificates.map((text) => bytesOf("certificates", text)) }),
    ...(userspaceLog === undefined ? {} : { userspaceLog: bytesOf("userspaceLog", userspaceLog) }),
    ...(imaLog === undefined ? {} : { imaLog: bytesOf("imaLog", imaLog) }),
  };
  return { ...fields, ...reportTieOf(vtpm) };
}

/**
 * What of that evidence the report speaks of, without decoding the logs.
 *
 * @throws TypeError when the evidence did not pass its schema
 */
export function reportTieOf(vtpm: VtpmEvidence): ReportTie {
  switch (vtpm.provider) {
    case "svsm":
      return { provider: "svsm", servicesManifest: bytesOf("servicesManifest", vtpm.servicesManifest) };
    case "azure-hcl":
      return { provider: "azure-hcl", hclReport: bytesOf("hclReport", vtpm.hclReport) };
    case "google":
    case "device":
      return { provider: vtpm.provider };
  }
}

function bytesOf(field: string, text: string): Uint8Array {
  const bytes = fromBase64(field, text);
  if (!bytes.ok) throw new TypeError(`the evidence's ${field} did not pass its schema`);
  return bytes.value;
}
