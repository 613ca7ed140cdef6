import { equalBytes, isAllZero } from "@sekisho/encoding";
import { parseDer } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";
import { coseScheme, isSignedBy } from "@sekisho/encoding/webauthn";
import { rule } from "./result.ts";
import { chainOf, signedBytes, type Statement, type StatementResult } from "./statement.ts";

/** id-fido-gen-ce-aaguid: the model that a certificate speaks for. */
const modelOid = "1.3.6.1.4.1.45724.1.1.4";

/**
 * The format of security keys (WebAuthn Level 3, 8.2). Without certificates the credential's own key has signed, which proves
 * nothing of the device.
 */
export async function judgePacked(statement: Statement): Promise<StatementResult> {
  const { statement: fields, authenticatorData } = statement.object;
  const { credential } = authenticatorData;
  const [algorithm, signature] = [fields.integer("alg"), fields.bytes("sig")];
  const data = signedBytes(statement);
  if (!fields.keys.includes("x5c")) {
    const sameAlgorithm = algorithm === credential.key.algorithm;
    const genuine = sameAlgorithm && (await isSignedBy(credential.key.spki, coseScheme(algorithm), data, signature));
    return { level: "self", checks: [rule("signature", genuine)], chain: [] };
  }
  const chain = chainOf(statement) ?? [];
  const [leaf] = chain;
  const genuine =
    leaf !== undefined && (await isSignedBy(leaf.subjectPublicKeyInfo, coseScheme(algorithm), data, signature));
  const fits = leaf !== undefined && isAttestationCertificate(leaf) && namesModel(leaf, credential.aaguid);
  return { level: "security-key", checks: [rule("signature", genuine), rule("certificate", fits)], chain };
}

/** 8.2.1: version 3, an attestation certificate by its organisational unit, and no authority. */
function isAttestationCertificate({ version, subject, basicConstraints }: Certificate): boolean {
  const unit = subject.organizationalUnits.includes("Authenticator Attestation");
  return version === 3 && unit && basicConstraints?.ca === false;
}

/** A certificate that names a model speaks for that one only. */
function namesModel({ extensions }: Certificate, aaguid: Uint8Array): boolean {
  const extension = extensions.get(modelOid);
  if (extension === undefined) return true;
  const model = parseDer("aaguid", extension.value, (reader) => reader.octetString("aaguid"));
  return !extension.critical && model.ok && !isAllZero(aaguid) && equalBytes(model.value, aaguid);
}
