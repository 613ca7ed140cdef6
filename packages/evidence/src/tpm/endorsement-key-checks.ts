import type { Check } from "../check.ts";
import type { ObjectAttribute } from "./object-attributes.ts";
import { showKey, type PublicArea } from "./public-area.ts";
import { check } from "./result.ts";

/** What every template of the TCG EK Credential Profile 2.5 (annex B) has: a key that lives in one TPM and only deciphers there. */
const demanded: readonly ObjectAttribute[] = [
  "fixedTPM",
  "fixedParent",
  "sensitiveDataOrigin",
  "restricted",
  "decrypt",
];
const forbidden: readonly ObjectAttribute[] = ["sign", "encryptedDuplication", "stClear"];
const smallestRsaKey = 2048;

/**
 * Whether a key is of the kind that endorsement keys are of: a credential that is made for it can then be opened only by the TPM
 * that made it. A key that may leave its TPM, or that deciphers anything for anybody, proves no TPM.
 */
export function checkEndorsementKey(area: PublicArea): readonly Check[] {
  return [attributesCheck(area), strengthCheck(area)];
}

function attributesCheck({ attributes }: PublicArea): Check {
  const missing = demanded.filter((name) => !attributes.has(name)).map((name) => `-${name}`);
  const wrong = [...missing, ...forbidden.filter((name) => attributes.has(name)).map((name) => `+${name}`)];
  const status = wrong.length === 0 ? "pass" : "fail";
  return check("tpm.endorsement-key.attributes", {
    status,
    expected: [...demanded, ...forbidden.map((name) => `!${name}`)].join(", "),
    actual: [...attributes].join(", "),
    detail: `tpm.endorsement-key.attributes.${status}`,
    values: { differences: wrong.join(", ") },
  });
}

/** Every supported curve is strong enough; the hash of the name and the symmetric cipher protect credentials too. */
function strengthCheck(area: PublicArea): Check {
  const { nameAlg, symmetric } = area;
  const strong =
    nameAlg !== "sha1" && symmetric !== undefined && (area.type === "ecc" || area.keyBits >= smallestRsaKey);
  const status = strong ? "pass" : "fail";
  return check("tpm.endorsement-key.strength", {
    status,
    expected: `RSA >= ${smallestRsaKey} / ECC, sha256 / sha384 / sha512`,
    actual: `${showKey(area)}, ${area.nameAlg}`,
    detail: `tpm.endorsement-key.strength.${status}`,
  });
}
