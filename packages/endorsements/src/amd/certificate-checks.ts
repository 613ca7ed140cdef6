import { isAllZero, toHex } from "@sekisho/encoding";
import type { PublicKey } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport, Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import { chipIdMatches } from "./chip-id.ts";
import type { EndorsementExtensions } from "./extensions.ts";
import { productOfName, type Signer } from "./names.ts";
import { check, notLookedAt, type Finding } from "./result.ts";

/** Whether the report names the kind of key that the certificate is for. */
export function signerCheck(report: AttestationReport, signer: Signer | undefined): Check {
  const id = "sev-snp.certificate.signer";
  if (report.signingKey === "none") {
    return check(id, { status: "fail", actual: "none", detail: "endorsements.amd.signer.none" });
  }
  if (signer === undefined) return check(id, notLookedAt);
  const status = signer === report.signingKey ? "pass" : "fail";
  const values = { report: report.signingKey, certificate: signer };
  return check(id, {
    status,
    expected: report.signingKey,
    actual: signer,
    detail: `endorsements.amd.signer.${status}`,
    values,
  });
}

/** Whether the certified key is of the kind that signs reports. */
export function keyCheck(present: boolean, key: PublicKey | undefined): Check {
  const id = "sev-snp.certificate.key";
  if (!present) return check(id, notLookedAt);
  const status = key?.curve === "P-384" ? "pass" : "fail";
  const actual = key?.curve ?? key?.type ?? "?";
  return check(id, { status, expected: "P-384", actual, detail: `endorsements.amd.key.${status}` });
}

/** What the certificate's own fields are held against. */
export type Certified = { readonly signer: Signer; readonly extensions: EndorsementExtensions };

/** Whether processor and certificate are of the same product line. */
export function productCheck(report: AttestationReport, certified: Certified | undefined): Check {
  const id = "sev-snp.certificate.product";
  if (certified === undefined) return check(id, notLookedAt);
  const { productName, tcb } = certified.extensions;
  const product = productOfName(productName);
  const shown = { expected: report.product ?? cpuidText(report), actual: productName };
  if (product === undefined || (product === "Turin") !== (tcb.fmc !== undefined)) {
    return check(id, { status: "fail", ...shown, detail: "endorsements.amd.product.unknown-name" });
  }
  if (report.cpuidFamId === undefined) return check(id, withoutCpuid(product, shown));
  if (report.product === undefined) {
    return check(id, { status: "unknown", ...shown, detail: "endorsements.amd.product.unknown-processor" });
  }
  const status = report.product === product ? "pass" : "fail";
  return check(id, { status, ...shown, detail: `endorsements.amd.product.${status}` });
}

/** Version 2 has no CPUID; it is from before Turin, whose TCB would be read wrongly. */
function withoutCpuid(product: Product, shown: { readonly expected: string; readonly actual: string }): Finding {
  const fits = product !== "Turin";
  const detail = fits ? "endorsements.amd.product.version-2" : "endorsements.amd.product.fail";
  return { status: fits ? "pass" : "fail", ...shown, expected: "Milan, Genoa", detail };
}

function cpuidText({ cpuidFamId, cpuidModId }: AttestationReport): string {
  if (cpuidFamId === undefined || cpuidModId === undefined) return "?";
  return `CPUID ${cpuidFamId.toString(16)}h/${cpuidModId.toString(16).padStart(2, "0")}h`;
}

/** Whether the certificate is for exactly the security patch levels of REPORTED_TCB, component by component. */
export function tcbCheck(report: AttestationReport, certified: Certified | undefined): Check {
  const id = "sev-snp.certificate.tcb";
  if (certified === undefined) return check(id, notLookedAt);
  const reported = components(report.reportedTcb);
  const endorsed = components(certified.extensions.tcb);
  const names = [...new Set([...reported.keys(), ...endorsed.keys()])];
  const different = names.filter((name) => reported.get(name) !== endorsed.get(name));
  const shown = { expected: text(reported), actual: text(endorsed) };
  if (different.length === 0) return check(id, { status: "pass", ...shown, detail: "endorsements.amd.tcb.pass" });
  const values = { components: different.join(", ") };
  return check(id, { status: "fail", ...shown, detail: "endorsements.amd.tcb.fail", values });
}

function components({ fmc, bootLoader, tee, snp, microcode, reserved }: TcbVersion): ReadonlyMap<string, number> {
  const named: [string, number][] = [
    ["bootLoader", bootLoader],
    ["tee", tee],
    ["snp", snp],
    ["microcode", microcode],
  ];
  if (fmc !== undefined) named.unshift(["fmc", fmc]);
  const first = fmc === undefined ? 4 : 5;
  // Reserved levels are zero so far; they are shown only when they are not.
  const spare = reserved.map((level, index): [string, number] => [`spl${first + index}`, level]);
  return new Map([...named, ...spare.filter(([, level]) => level !== 0)]);
}

function text(levels: ReadonlyMap<string, number>): string {
  return [...levels].map(([name, level]) => `${name} ${level}`).join(", ");
}

/** Whether a VCEK is this chip's. A VLEK belongs to a cloud provider, and a masked CHIP_ID can't be compared. */
export function chipIdCheck(report: AttestationReport, certified: Certified | undefined): Check {
  const id = "sev-snp.certificate.chip-id";
  if (certified === undefined) return check(id, notLookedAt);
  const { signer, extensions } = certified;
  const { hwId, cspId } = extensions;
  const actual = toHex(report.chipId);
  if (signer === "VLEK") {
    const complete = cspId !== undefined && hwId === undefined;
    return complete
      ? check(id, { status: "unknown", optional: true, detail: "endorsements.amd.chip-id.vlek", values: { cspId } })
      : check(id, { status: "fail", detail: "endorsements.amd.chip-id.vlek-fields" });
  }
  if (hwId === undefined || cspId !== undefined) {
    return check(id, { status: "fail", detail: "endorsements.amd.chip-id.vcek-fields" });
  }
  const expected = toHex(hwId);
  if (isAllZero(report.chipId)) {
    return check(id, {
      status: "unknown",
      optional: true,
      expected,
      actual,
      detail: "endorsements.amd.chip-id.masked",
    });
  }
  const status = chipIdMatches(report.chipId, hwId) ? "pass" : "fail";
  return check(id, { status, expected, actual, detail: `endorsements.amd.chip-id.${status}` });
}
