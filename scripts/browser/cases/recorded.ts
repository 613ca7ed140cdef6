import { createPublicKey, X509Certificate, type JsonWebKey } from "node:crypto";
import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { parseCertificate, parseCertificateBundle } from "@sekisho/encoding/x509";
import { parsePublicArea, subjectPublicKeyInfo } from "@sekisho/evidence/tpm";
import { rsaKey } from "@sekisho/evidence/tpm/testing";
import { z } from "zod";
import { haveVectors, readVector, readVectorText } from "../../test/vectors.ts";
import type { EkCertificateTask, QuoteTask } from "../tasks/tpm.ts";
import type { BootLogTask } from "../tasks/perform.ts";
import { need } from "../tasks/need.ts";
import type { VerifyTask } from "../tasks/verify.ts";

const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  files: z.array(z.string()).min(1),
  certs: z.array(z.string()).default([]),
  at: z.string().optional(),
  expect: z.int(),
  pcrs: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});

const all = haveVectors ? z.array(caseSchema).parse(JSON.parse(readVectorText("cases.json"))) : [];

const nothingGiven = { kind: "verify", certificates: [], crls: [], collateral: [], roots: [] } as const;

/** A recorded piece of evidence, and the exit status that `sekisho verify` must have for it. */
export type RecordedEvidence = { readonly id: string; readonly expect: number; readonly task: VerifyTask };

/** Evidence of real chips, with its certificates. */
export const recordedEvidence: readonly RecordedEvidence[] = all
  .filter(({ kind }) => kind === "verify")
  .map(({ id, expect, files: [file = ""], certs, at = "" }) => {
    const technology = /^(?:tdx|tdx-vtpm|sgx)\//.test(id) ? "quote" : "sev-snp";
    const certificates = certs.map(readVector);
    return { id, expect, task: { ...nothingGiven, technology, file: readVector(file), certificates, at } };
  });

/** Reports again with the revocation lists of AMD's product lines, in the days when these were recorded. */
export const recordedWithCrls = recordedEvidence.flatMap(({ id, expect, task }) => {
  if (expect === 2 || task.technology !== "sev-snp") return [];
  const crls = ["genoa", "milan", "turin"].map((line) => readVector(`snp-ca/amd-kds-kdsintf.amd.com/vcek_${line}.crl`));
  return [{ id, task: { ...task, crls, at: "2026-09-01T00:00:00Z" } }];
});

/** Quotes with all that Intel's service said of their platforms, in the days when that was recorded. */
export const recordedWithCollateral = haveVectors
  ? [
      ...(["tdx", "sgx"] as const).map((technology) => ({ id: technology, task: withPublishedCollateral(technology) })),
      ...["tdx/Phala-Network-dcap-qvl/tdx_quote", "sgx/Phala-Network-dcap-qvl/sgx_quote"].map((id) => ({
        id,
        task: withCombinedCollateral(id),
      })),
    ]
  : [];

function withPublishedCollateral(technology: "tdx" | "sgx"): VerifyTask {
  const part = (name: string): Uint8Array => readVector(`${technology}/Fraunhofer-AISEC-cmc/${technology}_${name}`);
  return {
    ...nothingGiven,
    technology: "quote",
    file: part("valid.quote.bin"),
    certificates: ["TcbInfoIntermediateCert.der", "TcbInfoRootCert.der"].map(part),
    crls: ["root_ca_crl.der", "pck_crl.der"].map(part),
    collateral: ["tcb_info.json", "qe_identity.json"].map(part),
    at: "2026-04-01T00:00:00Z",
  };
}

function withCombinedCollateral(quote: string): VerifyTask {
  const { task } = recordedEvidence.find(({ id }) => id === quote) ?? {};
  if (task === undefined) throw new Error(`no case ${quote}`);
  return { ...task, collateral: [readVector(`${quote}_collateral.json`)], at: "2025-07-01T00:00:00Z" };
}

/** Azure's HCL reports of TDs, with the quotes that came with them. */
export const recordedAzureTds = recordedEvidence
  .filter(({ id }) => id.startsWith("tdx-vtpm/") && id.endsWith(".td-quote.bin"))
  .map(({ id, task }) => {
    const report = id.replace(/\.td-quote\.bin$/, ".hcl.bin");
    return { id: report, task: { ...task, file: readVector(report), quote: task.file } };
  });

/** Boot logs of real machines, and the registers that they replay to. */
export const recordedLogs = all
  .filter(({ kind }) => kind === "boot-log")
  .map(({ id, files: [file = ""], pcrs = {} }) => {
    const task: BootLogTask = { kind: "boot-log", file: readVector(file) };
    return { id, pcrs, task };
  });

const entrySchema = z.object({ path: z.string(), format: z.string().nullish(), check: z.string().nullish() });
const manifest = haveVectors ? z.array(entrySchema).parse(JSON.parse(readVectorText("MANIFEST.json"))) : [];

/** Quotes of real TPMs with the signature and the key that the manifest names. */
export const recordedQuotes = manifest
  .filter(({ format }) => format === "tpms-attest")
  .flatMap(({ path, check }) => {
    const [, signature, key] = /^(\S+): signature OK under (\S+?)(?:;|$)/.exec(check ?? "") ?? [];
    if (signature === undefined || key === undefined) return [];
    const folder = path.slice(0, path.lastIndexOf("/"));
    const task: QuoteTask = {
      kind: "quote",
      attest: readVector(path),
      signature: readVector(`${folder}/${signature}`),
      key: spkiOf(`${folder}/${key}`),
    };
    return [{ path, task }];
  });

/** The key of a TPMT_PUBLIC, of Azure's runtime data, of a PEM file or of a certificate. */
function spkiOf(path: string): Uint8Array {
  const bytes = readVector(path);
  if (path.endsWith(".tpmt")) return subjectPublicKeyInfo(need(parsePublicArea(bytes)));
  return new Uint8Array(keyObject(path, bytes).export({ format: "der", type: "spki" }));
}

function keyObject(path: string, bytes: Uint8Array) {
  if (path.endsWith(".json")) {
    const { keys } = JSON.parse(readVectorText(path)) as { keys: readonly (JsonWebKey & { kid: string })[] };
    const jwk = keys.find(({ kid }) => kid === "HCLAkPub");
    if (jwk === undefined) throw new Error(`no HCLAkPub in ${path}`);
    return createPublicKey({ key: jwk, format: "jwk" });
  }
  const text = Buffer.from(bytes).toString("latin1");
  return text.includes("BEGIN PUBLIC KEY") ? createPublicKey(text) : new X509Certificate(bytes).publicKey;
}

/** The certificate of a Google vTPM's endorsement key; the key itself was not recorded, so another stands for it. */
export async function googleEkCertificate(): Promise<EkCertificateTask> {
  const folder = "tpm-ca/salrashid123-gcp-vtpm-ek-ak";
  const roots = need(parseCertificateBundle("root", readVector(`${folder}/ek_root.pem`))).map(async (der) =>
    toHex(await hash("sha256", need(parseCertificate(der)).subjectPublicKeyInfo)),
  );
  const { publicArea } = rsaKey(2048, { attributes: ["restricted", "decrypt"], symmetric: 128 });
  return {
    kind: "ek-certificate",
    certificate: readVector(`${folder}/ekcert.pem`),
    issuers: readVector(`${folder}/ek_chain.pem`),
    roots: await Promise.all(roots),
    endorsementKey: publicArea,
    at: "2026-01-01T00:00:00Z",
  };
}
