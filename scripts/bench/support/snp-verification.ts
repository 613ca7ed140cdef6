import { randomBytes } from "node:crypto";
import { appraiseSevSnp, strictPolicy, withAdditionalRoots } from "@sekisho/appraisal";
import { createAmdChainCache, type AmdChainCache } from "@sekisho/endorsements/amd";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { floorName, type Measured } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createFloor } from "./floor.ts";
import { makeLabMachine } from "./lab-machine.ts";

/** Verifies one report whole, and throws unless it is accepted. */
type Verification = (cache: AmdChainCache) => Promise<void>;

/** So many reports take turns, so that none is found in a processor's cache. */
const reports = 64;

/**
 * Measures the whole verification of an SNP report, as the gate does it: bytes in; parsed, chain of the VCEK to the root
 * (RSA-4096), certificate extensions, revocation list, signature, and the strict policy of a new machine.
 *
 * @param cacheFor the certificate cache for the next verification
 */
export async function measureVerification(cacheFor: () => AmdChainCache): Promise<Measured> {
  const verify = await prepareVerification();
  await verify(createAmdChainCache());
  const { ms, floorMs, ratio } = await compare(createFloor(), () => verify(cacheFor()));
  return {
    value: ms * 1000,
    unit: "µs",
    ratio,
    against: floorName,
    notes: [`the floor took ${(floorMs * 1000).toFixed(0)} µs in the same run`],
  };
}

/** Prepares 64 reports of the lab's processor. */
export async function prepareVerification(): Promise<Verification> {
  const authority = await testAuthority("Milan", "bench");
  const processor = createSecureProcessor(authority);
  const machine = await makeLabMachine();
  const guest = processor.launch({ launchDigest: machine.launchDigest });
  const signed = Array.from({ length: reports }, () => {
    const binding = new Uint8Array(randomBytes(64));
    return { binding, bytes: guest.report(binding, 0).report };
  });
  const criteria = {
    policy: withAdditionalRoots(strictPolicy, [authority.rootDigest]),
    referenceValues: [machine.referenceValue],
    certificates: [processor.endorsement, authority.ask, authority.ark].map(({ certificate }) => certificate),
    crls: [authority.crl()],
  };
  let turn = 0;
  return async (cache) => {
    const { binding, bytes } = signed[turn++ % reports] ?? { binding: new Uint8Array(), bytes: new Uint8Array() };
    const report = parseAttestationReport(bytes);
    if (!report.ok) throw new Error(`the lab's report: ${report.error.field}`);
    const input = { ...criteria, report: report.value, expectedReportData: binding, at: new Date(), cache };
    const { verdict, checks } = await appraiseSevSnp(input);
    if (verdict === "accepted") return;
    const wrong = checks.filter(({ status, required }) => required && status !== "pass").map(({ id }) => id);
    throw new Error(`the lab's report was rejected: ${wrong.join(", ")}`);
  };
}
