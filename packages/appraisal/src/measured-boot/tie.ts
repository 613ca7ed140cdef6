import { equalBytes, toHex } from "@sekisho/encoding";
import { refuses, type Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { svsmReportDataCheck } from "@sekisho/evidence/svsm";
import type { PublicArea } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { reportDataCheck } from "../sev-snp/report-fields.ts";
import { decided, unanswered } from "../outcome.ts";
import { tdReportDataCheck } from "../tdx/fields.ts";
import { azureTieChecks } from "./azure-tie.ts";
import type { Demands } from "./demands.ts";
import { endorsementKeyDigest } from "./endorsement-key.ts";
import type { MeasuredBootInput } from "./input.ts";
import { pinCheck } from "./pin.ts";
import type { ReadVtpm } from "./read.ts";

/** What ties a TPM to the machine: to its attestation report, or, where no report speaks for it, to what its owner knows. */
export async function tieChecks(input: MeasuredBootInput, read: ReadVtpm, demands: Demands): Promise<readonly Check[]> {
  const { vtpm, report, quote, binding } = input;
  switch (vtpm.provider) {
    case "svsm": {
      if (report === undefined) return [noReport("svsm")];
      const { servicesManifest } = vtpm;
      const holds = equalBytes(servicesManifest, vtpm.endorsementKey);
      const sides = {
        expected: await endorsementKeyDigest({ bytes: servicesManifest }),
        actual: await endorsementKeyDigest({ bytes: vtpm.endorsementKey }),
      };
      const detail = message(holds ? "vtpm.svsm.manifest.pass" : "vtpm.svsm.manifest.fail");
      return [
        templateCheck(read.endorsementKey),
        decided("vtpm.svsm.manifest", holds, holds ? { expected: null, actual: null } : sides, detail),
        ...(await svsmReportDataCheck(report, { nonce: binding, servicesManifest })),
        svsmMeasuredCheck(input, report, demands),
      ];
    }
    case "azure-hcl":
      if ((report ?? quote) === undefined || read.hcl === undefined) return [noReport("azure-hcl")];
      return azureTieChecks(read.hcl, input, read);
    case "google":
    case "device": {
      // Where there is a confidential VM besides, its report is about the same binding, and so about the same quote.
      const same = report === undefined ? [] : [reportDataCheck("vtpm.report-data", binding, report)];
      const td = quote === undefined ? [] : [tdReportDataCheck("vtpm.report-data", binding, quote.body.report)];
      return [...same, ...td, await pinCheck(input, read)];
    }
  }
}

/** TPMT_PUBLIC of TCG's EK template L-1 with its modulus: the endorsement key of COCONUT-SVSM's vTPM. */
const templateBits = 2048;
const templateBytes = 314;

/**
 * REPORT_DATA hashes binding and manifest as one run of bytes. An SVSM that took a longer nonce would let its guest move the
 * border, and so have the hash read as a longer key of the guest's own, with the manifest inside its modulus; a key that is no longer than the
 * SVSM's has no room for that.
 */
function templateCheck({ type, bytes, ...area }: PublicArea): Check {
  const bits = "keyBits" in area ? area.keyBits : null;
  const holds = type === "rsa" && bits === templateBits && bytes.length <= templateBytes;
  const sides = {
    expected: `RSA ${templateBits}, at most ${templateBytes} bytes`,
    actual: `${type.toUpperCase()} ${bits ?? ""}, ${bytes.length} bytes`,
  };
  const detail = message(holds ? "vtpm.svsm.endorsement-key.pass" : "vtpm.svsm.endorsement-key.fail");
  return decided("vtpm.svsm.endorsement-key", holds, sides, detail);
}

function noReport(provider: string): Check {
  return unanswered("vtpm.report", provider, message("vtpm.report.missing"));
}

/** A guest that no SVSM guards runs at VMPL 0 itself, and could write any manifest, log and quote. */
function svsmMeasuredCheck({ machine }: MeasuredBootInput, report: AttestationReport, demands: Demands): Check {
  const id = "vtpm.svsm.measured";
  const digest = toHex(report.measurement);
  const launch = machine?.knownLaunches.find(({ launchDigest }) => launchDigest.toLowerCase() === digest);
  const version = launch?.svsm?.version;
  if (version !== undefined) {
    return decided(id, true, { expected: null, actual: version }, message("vtpm.svsm.measured.pass", { version }));
  }
  const check = unanswered(id, null, message("vtpm.svsm.measured.unknown"), demands.unmeasuredSvsm === "refuse");
  return { ...check, actual: launch?.name ?? null };
}

/** Whether any of these refuses: then nothing further is worth its cost. */
export function anyRefuses(checks: readonly Check[]): boolean {
  return checks.some(refuses);
}
