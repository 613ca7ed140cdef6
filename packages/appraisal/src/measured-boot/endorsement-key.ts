import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import type { ObjectAttribute, PublicArea } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { decided } from "../sev-snp/outcome.ts";

/** What makes a key one that only its TPM can open credentials with (TCG EK Credential Profile 2.5, templates L-1 to H-7). */
const demanded: readonly ObjectAttribute[] = [
  "fixedTPM",
  "fixedParent",
  "sensitiveDataOrigin",
  "restricted",
  "decrypt",
];
const smallestRsaKey = 2048;

/** Whether a public area is that of an endorsement key, for which MakeCredential works. */
export function endorsementKeyCheck(area: PublicArea): Check {
  const { attributes, symmetric, nameAlg } = area;
  const missing = demanded.filter((name) => !attributes.has(name));
  const longEnough = area.type === "ecc" || area.keyBits >= smallestRsaKey;
  const holds =
    missing.length === 0 && !attributes.has("sign") && symmetric !== undefined && nameAlg !== "sha1" && longEnough;
  const detail = message(holds ? "vtpm.endorsement-key.template.pass" : "vtpm.endorsement-key.template.fail");
  const sides = { expected: [...demanded, "!sign"].join(", "), actual: [...attributes].join(", ") };
  return decided("vtpm.endorsement-key.template", holds, sides, detail);
}

/** SHA-256 over a TPMT_PUBLIC, hexadecimal: how an endorsement key is pinned. */
export async function endorsementKeyDigest({ bytes }: Pick<PublicArea, "bytes">): Promise<string> {
  return toHex(await hash("sha256", bytes));
}
