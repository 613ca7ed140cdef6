import type { Parsed } from "@sekisho/encoding";
import { parseCrl } from "@sekisho/encoding/x509";
import type { CollateralDocument, IntelCollateral } from "../intel/collateral.ts";
import { parseCollateral } from "../intel/parse-collateral.ts";
import { keepDocument, keepList, readKeptAnswer, type KeptAnswer } from "./intel-kept.ts";
import type { IntelTechnology } from "./intel-urls.ts";
import { oneDay, type Resource } from "./keeper.ts";
import { certificateWindows, crlWindows, intersection, type Dated, type Window } from "./window.ts";

/** What Intel's service gave, read; and the signed documents as files, byte for byte, for whoever stores them. */
export type IntelAnswer = IntelCollateral & { readonly files: readonly Uint8Array[] };

/** What a path of Intel's interface leads to, and how the answer is kept and read. */
export type IntelResource = Required<Pick<Resource<IntelAnswer>, "keep" | "read" | "keptFor">> & {
  readonly kind: "tcb-info" | "qe-identity" | "pck-list" | "root-list";
};

const tcbPattern = /^\/(sgx|tdx)\/certification\/v4\/tcb\?fmspc=([0-9A-F]{12})$/;
const identityPattern = /^\/(sgx|tdx)\/certification\/v4\/qe\/identity$/;
const listPattern = /^\/sgx\/certification\/v4\/(?:pckcrl\?ca=(platform|processor)&encoding=der|rootcacrl)$/;

const tcbHeaders = ["TCB-Info-Issuer-Chain", "SGX-TCB-Info-Issuer-Chain"];
const identityHeaders = ["SGX-Enclave-Identity-Issuer-Chain"];
const listHeaders = ["SGX-PCK-CRL-Issuer-Chain"];

/** The resource at a path of Intel's interface (version 4, without scheme and host); undefined for a path that is none of it. */
export function intelResourceAt(path: string): IntelResource | undefined {
  const [, technology, fmspc = ""] = tcbPattern.exec(path) ?? [];
  if (technology === "sgx" || technology === "tdx") {
    const fits = (document: CollateralDocument): boolean => isTcbInfo(document, technology, fmspc);
    return documentResource("tcb-info", tcbHeaders, fits, `TCB info of ${technology} for ${fmspc}`);
  }
  const [, enclave] = identityPattern.exec(path) ?? [];
  if (enclave === "sgx" || enclave === "tdx") {
    const fits = (document: CollateralDocument): boolean => isIdentity(document, enclave);
    return documentResource("qe-identity", identityHeaders, fits, `identity of the quoting enclave of ${enclave}`);
  }
  const list = listPattern.exec(path);
  if (list === null) return undefined;
  const [, authority] = list;
  const kind = authority === undefined ? "root-list" : "pck-list";
  const issuer = listIssuers[authority === "platform" || authority === "processor" ? authority : "root"];
  return { kind, keep: keepList(listHeaders), read: (kept) => readList(kept, issuer), keptFor: oneDay };
}

/** The common names of those who issue lists. */
const listIssuers = {
  platform: "Intel SGX PCK Platform CA",
  processor: "Intel SGX PCK Processor CA",
  root: "Intel SGX Root CA",
} as const;

/** Whether a document holds the TCB levels of a kind of platform. */
export function isTcbInfo(document: CollateralDocument, technology: IntelTechnology, fmspc: string): boolean {
  if (document.kind !== "tcb-info") return false;
  return document.content.technology === technology && document.content.fmspc.toLowerCase() === fmspc.toLowerCase();
}

/** Whether a document is the identity of a technology's quoting enclave. */
export function isIdentity(document: CollateralDocument, technology: IntelTechnology): boolean {
  return document.kind === "enclave-identity" && document.content.id === (technology === "tdx" ? "TD_QE" : "QE");
}

function documentResource(
  kind: "tcb-info" | "qe-identity",
  headers: readonly string[],
  fits: (document: CollateralDocument) => boolean,
  expected: string,
): IntelResource {
  const read = (kept: Uint8Array): Parsed<Dated<IntelAnswer>> => {
    const answer = readKeptAnswer(kept);
    if (!answer.ok) return answer;
    const { document } = answer.value;
    if (document === undefined) return foreign(expected, "no JSON");
    const collateral = parseCollateral(kind, document);
    if (!collateral.ok) return collateral;
    const { documents } = collateral.value;
    if (documents.length === 0 || !documents.every(fits)) return foreign(expected, "another document");
    return dated(answer.value, collateral.value, documents.map(windowOf));
  };
  return { kind, keep: keepDocument(headers), read, keptFor: oneDay };
}

/** A list of another issuer, however genuine, would be kept in the right one's place: it is refused. */
function readList(kept: Uint8Array, issuer: string): Parsed<Dated<IntelAnswer>> {
  const answer = readKeptAnswer(kept);
  if (!answer.ok) return answer;
  const expected = `a revocation list of ${issuer}`;
  if (answer.value.crls.length === 0) return foreign(expected, "none");
  for (const der of answer.value.crls) {
    const crl = parseCrl(der);
    if (!crl.ok) return crl;
    if (crl.value.issuer.commonName !== issuer) return foreign(expected, `one of ${crl.value.issuer.text}`);
  }
  return dated(answer.value, { documents: [], certificates: [], crls: [] }, []);
}

function windowOf({ content: { issueDate, nextUpdate } }: CollateralDocument): Window {
  return { from: issueDate, until: nextUpdate };
}

function dated(
  answer: KeptAnswer,
  collateral: IntelCollateral,
  windows: readonly Window[],
): Parsed<Dated<IntelAnswer>> {
  const certificates = [...answer.certificates, ...collateral.certificates];
  const crls = [...answer.crls, ...collateral.crls];
  const certified = certificateWindows(certificates);
  if (!certified.ok) return certified;
  const listed = crlWindows(crls);
  if (!listed.ok) return listed;
  const window = intersection([...windows, ...certified.value, ...listed.value]);
  const files = answer.document === undefined ? [] : [answer.document];
  return { ok: true, value: { value: { documents: collateral.documents, certificates, crls, files }, window } };
}

function foreign(expected: string, actual: string): Parsed<never> {
  return { ok: false, error: { code: "value", field: "answer", offset: 0, expected, actual } };
}
