import { toUtf8 } from "@sekisho/encoding";
import type { Quote } from "@sekisho/evidence/dcap";
import type { IntelAuthority } from "@sekisho/lab";
import { refusals } from "../../amd/testing/checks.ts";
import { appraiseIntelEndorsements, joinCollateral, parseCollateral } from "../index.ts";
import type { IntelCollateral, IntelEndorsementInput } from "../index.ts";

/** Collateral that must be readable. @throws Error */
export function collateralOf(...texts: readonly (string | Uint8Array)[]): IntelCollateral {
  return joinCollateral(
    texts.map((text, index) => {
      const parsed = parseCollateral(`text ${index}`, typeof text === "string" ? toUtf8(text) : text);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      return parsed.value;
    }),
  );
}

/** A quote with everything that the lab's services would hand out for it. */
export function fullInput(authority: IntelAuthority, quote: Quote, at = new Date()): IntelEndorsementInput {
  const { technology } = quote;
  const identity = authority.enclaveIdentity(technology === "tdx" ? "td-qe" : "qe");
  return {
    quote,
    certificates: [authority.tcbSigning.certificate],
    crls: [authority.crl("root"), authority.crl("platform")],
    collateral: collateralOf(authority.tcbInfo(technology), identity),
    at,
    vendorRoot: true,
    additionalRoots: [authority.rootDigest],
  };
}

/** What keeps the quote from being accepted, shortened: "tdx.tcb fail tcb.revoked". */
export async function refused(input: IntelEndorsementInput): Promise<readonly string[]> {
  const { checks } = await appraiseIntelEndorsements(input);
  return refusals(checks).map((text) => text.replace("endorsements.intel.", ""));
}

/** Everything that is not `pass`, required or not. */
export async function open(input: IntelEndorsementInput): Promise<readonly string[]> {
  const { checks } = await appraiseIntelEndorsements(input);
  return checks
    .filter(({ status }) => status !== "pass")
    .map(({ id, status, detail }) => `${id} ${status} ${detail.id.replace("endorsements.intel.", "")}`);
}
