import { equalBytes } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import { parseDer } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";
import { objectName, parseAttest, parsePublicArea, subjectPublicKeyInfo } from "../tpm/index.ts";
import { coseScheme, isSignedBy } from "@sekisho/encoding/webauthn";
import { rule } from "./result.ts";
import { chainOf, signedBytes, type Statement, type StatementResult } from "./statement.ts";

const attestationKeyUsage = "2.23.133.8.3";
const extendedKeyUsage = "2.5.29.37";
const notExportable = ["fixedTPM", "fixedParent", "sensitiveDataOrigin"] as const;

/** A key in a TPM (WebAuthn Level 3, 8.3), as Windows makes it: an attestation key certifies the credential's key. */
export async function judgeTpm(statement: Statement): Promise<StatementResult> {
  const { statement: fields, authenticatorData } = statement.object;
  const chain = chainOf(statement) ?? [];
  const [leaf] = chain;
  const scheme = coseScheme(fields.integer("alg"));
  const certInfo = fields.bytes("certInfo");
  const genuine =
    leaf !== undefined && (await isSignedBy(leaf.subjectPublicKeyInfo, scheme, certInfo, fields.bytes("sig")));
  const [attest, area] = [parseAttest(certInfo), parsePublicArea(fields.bytes("pubArea"))];
  const digest = await hash(hashOf(scheme), signedBytes(statement));
  const name = area.ok ? await objectName(area.value) : undefined;
  const certifies =
    attest.ok &&
    attest.value.attested.kind === "certify" &&
    name !== undefined &&
    equalBytes(attest.value.attested.name, name);
  const sameKey = area.ok && equalBytes(subjectPublicKeyInfo(area.value), authenticatorData.credential.key.spki);
  const stays = area.ok && notExportable.every((attribute) => area.value.attributes.has(attribute));
  const checks = [
    rule("signature", fields.text("ver") === "2.0" && genuine),
    rule("challenge", attest.ok && equalBytes(attest.value.extraData, digest)),
    rule("key", sameKey),
    rule("tpm", certifies && stays),
    rule("certificate", leaf !== undefined && isAttestationKeyCertificate(leaf)),
  ];
  return { level: "tpm", checks, chain };
}

function hashOf(scheme: ReturnType<typeof coseScheme>): HashAlgorithm {
  return scheme === undefined || scheme.kind === "ed25519" ? "sha256" : scheme.hash;
}

/** 8.3.1: version 3, for attestation keys, and no authority. */
function isAttestationKeyCertificate({ version, extensions, basicConstraints }: Certificate): boolean {
  const usage = extensions.get(extendedKeyUsage);
  if (version !== 3 || basicConstraints?.ca === true || usage === undefined) return false;
  const usages = parseDer("extKeyUsage", usage.value, (reader) =>
    reader.sequence("extKeyUsage", (list) => list.all((one) => one.objectIdentifier("extKeyUsage"))),
  );
  return usages.ok && usages.value.includes(attestationKeyUsage);
}
