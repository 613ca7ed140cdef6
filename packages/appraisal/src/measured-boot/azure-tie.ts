import { equalBytes, fromBase64Url, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { checkRuntimeData, type AzureHclReport } from "@sekisho/evidence/azure-hcl";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import type { PublicArea } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { decided } from "../outcome.ts";
import { azureTdChecks } from "../tdx/azure-hcl.ts";
import type { MeasuredBootInput } from "./input.ts";
import type { ReadVtpm } from "./read.ts";

/**
 * What ties the TPM of Azure's paravisor to the confidential VM: the HCL report is the report's, or the TD quote's, its runtime data
 * is what the hardware vouches for, and that names the binding and both keys.
 */
export async function azureTieChecks(
  hcl: AzureHclReport,
  { report, quote, binding }: MeasuredBootInput,
  { attestationKey, endorsementKey }: ReadVtpm,
): Promise<readonly Check[]> {
  const { runtimeData } = hcl;
  const userData = runtimeData.json["user-data"];
  const actual = typeof userData === "string" ? userData.toLowerCase() : null;
  const bound = actual === toHex(binding);
  return [
    ...(report === undefined ? [] : reportChecks(hcl, report)),
    ...(quote === undefined ? [] : await azureTdChecks(hcl, quote)),
    await checkRuntimeData(hcl),
    decided(
      "vtpm.azure-hcl.user-data",
      bound,
      { expected: toHex(binding), actual },
      message(bound ? "vtpm.azure-hcl.user-data.pass" : "vtpm.azure-hcl.user-data.fail"),
    ),
    runtimeKeyCheck("attestation-key", "HCLAkPub", attestationKey, runtimeData.json),
    runtimeKeyCheck("endorsement-key", "HCLEkPub", endorsementKey, runtimeData.json),
  ];
}

/** On SEV-SNP the paravisor asks for the report, at VMPL 0. */
function reportChecks({ hardware }: AzureHclReport, report: AttestationReport): readonly Check[] {
  const same = hardware.kind === "sev-snp" && equalBytes(hardware.report.bytes, report.bytes);
  const level = report.vmpl === 0;
  return [
    decided(
      "vtpm.azure-hcl.vmpl",
      level,
      { expected: "VMPL 0", actual: `VMPL ${report.vmpl}` },
      message(level ? "vtpm.azure-hcl.vmpl.pass" : "vtpm.azure-hcl.vmpl.fail"),
    ),
    decided(
      "vtpm.azure-hcl.report",
      same,
      { expected: null, actual: same ? null : hardware.kind },
      message(same ? "vtpm.azure-hcl.report.pass" : "vtpm.azure-hcl.report.fail"),
    ),
  ];
}

/** Whether the runtime data names exactly this key: one entry of that name, RSA, with this modulus and exponent. */
function runtimeKeyCheck(
  what: "attestation-key" | "endorsement-key",
  kid: string,
  area: PublicArea,
  json: AzureHclReport["runtimeData"]["json"],
): Check {
  const keys = (Array.isArray(json["keys"]) ? json["keys"] : []).filter(
    (key: unknown): key is Readonly<Record<string, unknown>> =>
      typeof key === "object" && key !== null && (key as { readonly kid?: unknown }).kid === kid,
  );
  const [only] = keys;
  const holds = keys.length === 1 && only !== undefined && isJwkOf(only, area);
  const detail = message(holds ? "vtpm.azure-hcl.key.pass" : "vtpm.azure-hcl.key.fail", { kid });
  return decided(`vtpm.azure-hcl.${what}`, holds, { expected: kid, actual: null }, detail);
}

function isJwkOf(jwk: Readonly<Record<string, unknown>>, area: PublicArea): boolean {
  const { kty, n, e } = jwk;
  if (kty !== "RSA" || area.type !== "rsa" || typeof n !== "string" || typeof e !== "string") return false;
  const [modulus, exponent] = [fromBase64Url("n", n), fromBase64Url("e", e)];
  if (!modulus.ok || !exponent.ok || exponent.value.length > 4) return false;
  const number = exponent.value.reduce((sum, byte) => sum * 256 + byte, 0);
  return equalBytes(modulus.value, area.modulus) && number === area.exponent;
}
