import { equalBytes, toHex } from "@sekisho/encoding";
import type { Check } from "../check.ts";
import { objectName } from "./name.ts";
import type { ObjectAttribute } from "./object-attributes.ts";
import { showKey, showScheme, type PublicArea } from "./public-area.ts";
import { check } from "./result.ts";

/**
 * What an attestation key must be: unable to leave its TPM, made there, and restricted, so that it signs nothing that looks
 * like a TPMS_ATTEST but was not made by the TPM.
 */
const demanded: readonly ObjectAttribute[] = ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "sign"];
const forbidden: ObjectAttribute = "decrypt";

/** Below this many bits an RSA key can be factored. */
const smallestRsaKey = 2048;

/**
 * Whether this is the attestation key that is expected, and of a kind whose quotes mean something.
 *
 * @param expectedName the name that the binding holds; the key's own is recomputed from its public area
 */
export async function checkAttestationKey(area: PublicArea, expectedName: Uint8Array): Promise<readonly Check[]> {
  return [nameCheck(await objectName(area), expectedName), attributesCheck(area), schemeCheck(area)];
}

function nameCheck(actual: Uint8Array, expected: Uint8Array): Check {
  const status = equalBytes(actual, expected) ? "pass" : "fail";
  return check("tpm.attestation-key.name", {
    status,
    expected: toHex(expected),
    actual: toHex(actual),
    detail: `tpm.attestation-key.name.${status}`,
  });
}

function attributesCheck({ attributes }: PublicArea): Check {
  const missing = demanded.filter((name) => !attributes.has(name));
  const wrong = [...missing.map((name) => `-${name}`), ...(attributes.has(forbidden) ? [`+${forbidden}`] : [])];
  const status = wrong.length === 0 ? "pass" : "fail";
  return check("tpm.attestation-key.attributes", {
    status,
    expected: [...demanded, `!${forbidden}`].join(", "),
    actual: [...attributes].join(", "),
    detail: `tpm.attestation-key.attributes.${status}`,
    values: { differences: wrong.join(", ") },
  });
}

function schemeCheck(area: PublicArea): Check {
  const status = soundScheme(area) ? "pass" : "fail";
  return check("tpm.attestation-key.scheme", {
    status,
    expected: "rsassa / rsapss / ecdsa, sha256 / sha384 / sha512, RSA >= 2048",
    actual: `${area.scheme === undefined ? "none" : showScheme(area.scheme)}, ${showKey(area)}`,
    detail: `tpm.attestation-key.scheme.${status}`,
  });
}

/** SHA-1 names and signatures are refused, as in certificates: two quotes with the same hash can be made. */
function soundScheme(area: PublicArea): boolean {
  const { scheme, nameAlg } = area;
  if (scheme === undefined || scheme.kind === "rsaes" || scheme.hash === "sha1" || nameAlg === "sha1") return false;
  if (area.type === "ecc") return scheme.kind === "ecdsa";
  return (scheme.kind === "rsassa" || scheme.kind === "rsapss") && area.keyBits >= smallestRsaKey;
}
