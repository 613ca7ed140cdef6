import { equalBytes } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { contextTag, parseDer } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";
import { rule } from "./result.ts";
import { chainOf, signedBytes, type Statement, type StatementResult } from "./statement.ts";

const nonceOid = "1.2.840.113635.100.8.2";

/**
 * Apple's anonymous attestation (WebAuthn Level 3, 8.8): Apple certifies the credential's key, and the certificate has the hash
 * of what else would be signed. Such keys live in a Secure Enclave.
 */
export async function judgeApple(statement: Statement): Promise<StatementResult> {
  const { key } = statement.object.authenticatorData.credential;
  const chain = chainOf(statement) ?? [];
  const [leaf] = chain;
  const expected = await hash("sha256", signedBytes(statement));
  const nonce = leaf === undefined ? undefined : nonceOf(leaf);
  const checks = [
    rule("challenge", nonce !== undefined && equalBytes(nonce, expected)),
    rule("key", leaf !== undefined && equalBytes(leaf.subjectPublicKeyInfo, key.spki)),
  ];
  return { level: "secure-enclave", checks, chain };
}

/** SEQUENCE { [1] EXPLICIT OCTET STRING } */
function nonceOf({ extensions }: Certificate): Uint8Array | undefined {
  const extension = extensions.get(nonceOid);
  if (extension === undefined) return undefined;
  const parsed = parseDer("nonce", extension.value, (reader) =>
    reader.sequence("nonce", (outer) =>
      outer.constructed("nonce", contextTag(1), (inner) => inner.octetString("nonce")),
    ),
  );
  return parsed.ok ? parsed.value : undefined;
}
