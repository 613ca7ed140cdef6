import { fromBase64, malformedMessage, type Parsed } from "@sekisho/encoding";
import { joinCollateral, parseCollateral, type GivenToIntel } from "@sekisho/endorsements/intel";
import type { RequestDetail } from "@sekisho/release";
import { UnreadableEvidenceError } from "./unreadable-evidence.ts";

/**
 * What the gate says that it verified with. All of it proves itself, so nothing is believed of the gate.
 *
 * @throws UnreadableEvidenceError when it can't be read
 */
export function endorsementsOfGate({ certificates, crls, collateral }: RequestDetail["endorsements"]): GivenToIntel {
  return {
    certificates: certificates.map((text) => bytesOf("certificate", text)),
    crls: crls.map((text) => bytesOf("CRL", text)),
    collateral: joinCollateral(
      collateral.map((text) => readable(parseCollateral("collateral", bytesOf("collateral", text)))),
    ),
  };
}

function bytesOf(field: string, text: string): Uint8Array {
  return readable(fromBase64(field, text));
}

function readable<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new UnreadableEvidenceError(malformedMessage("endorsements", parsed.error));
  return parsed.value;
}
