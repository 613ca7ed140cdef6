import { appraiseMeasuredBoot, type MeasuredBootAppraisalInput } from "@sekisho/appraisal";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate, parseCertificateBundle } from "@sekisho/encoding/x509";
import type { Check } from "@sekisho/evidence";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import {
  attestClaims,
  authenticateAttest,
  checkEkCertificate,
  makeCredential,
  parseAttest,
  parseEkCertificate,
  parsePublicArea,
  parseTpmSignature,
  type TpmSignature,
} from "@sekisho/evidence/tpm";
import { namesMachine } from "@sekisho/release";
import { need } from "./need.ts";

/** Read a TPM's quote, and see whether a key signed it. */
export type QuoteTask = {
  readonly kind: "quote";
  /** TPMS_ATTEST. */
  readonly attest: Uint8Array;
  /** TPMT_SIGNATURE, or a bare RSASSA signature over SHA-256. */
  readonly signature: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly key: Uint8Array;
};

export async function readQuote({ attest, signature, key }: QuoteTask): Promise<unknown> {
  const imported = await importPublicKey(key);
  if (imported === undefined) throw new Error("the key can't be imported");
  const quote = need(parseAttest(attest));
  return {
    signed: await authenticateAttest(quote, signatureOf(signature), imported),
    claims: attestClaims(quote),
  };
}

/** Azure's evidence carries the RSASSA signature bare. */
function signatureOf(bytes: Uint8Array): TpmSignature {
  const parsed = parseTpmSignature(bytes);
  if (parsed.ok || bytes.length !== 256) return need(parsed);
  return { kind: "rsassa", hash: "sha256", signature: bytes };
}

/** Check an endorsement key's certificate up to a root. */
export type EkCertificateTask = {
  readonly kind: "ek-certificate";
  /** PEM or DER. */
  readonly certificate: Uint8Array;
  readonly issuers: Uint8Array;
  /** SHA-256 of the roots' keys, hexadecimal. */
  readonly roots: readonly string[];
  /** TPMT_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  /** ISO 8601. */
  readonly at: string;
};

export async function checkCertificate(task: EkCertificateTask): Promise<readonly Check[]> {
  const [leaf = new Uint8Array(0)] = need(parseCertificateBundle("certificate", task.certificate));
  const issuers = need(parseCertificateBundle("issuers", task.issuers)).map((der) => need(parseCertificate(der)));
  const endorsementKey = need(parsePublicArea(task.endorsementKey));
  const { roots, at } = task;
  return checkEkCertificate(need(parseEkCertificate(leaf)), { issuers, roots, at: new Date(at), endorsementKey });
}

/** Make a credential for a TPM. It is another each time, so that its outcome can't be compared. */
export type CredentialTask = {
  readonly kind: "credential";
  /** TPMT_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  readonly name: Uint8Array;
  readonly credential: Uint8Array;
};

export async function credentialFor({ endorsementKey, name, credential }: CredentialTask): Promise<unknown> {
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  return makeCredential({ endorsementKey: need(parsePublicArea(endorsementKey)), name, credential, random });
}

type Boot = Omit<MeasuredBootAppraisalInput, "report" | "machine">;

/** Judge what a TPM says of a boot. Functions can't be handed over, and a report is parsed where it is judged. */
export type MeasuredBootTask = {
  readonly kind: "measured-boot";
  readonly boot: Boot;
  readonly machine: Omit<NonNullable<MeasuredBootAppraisalInput["machine"]>, "namesMachine">;
  readonly report: Uint8Array;
};

export async function judgeBoot({ boot, machine, report }: MeasuredBootTask): Promise<unknown> {
  const parsed = need(parseAttestationReport(report));
  return await appraiseMeasuredBoot({ ...boot, report: parsed, machine: { ...machine, namesMachine } });
}
