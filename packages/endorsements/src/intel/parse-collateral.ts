import { fromHex, MalformedError, parsePem, toUtf8, type Parsed } from "@sekisho/encoding";
import { ecdsaSignatureFromDer } from "@sekisho/encoding/x509";
import { readEnclaveIdentity, readTcbInfo } from "./collateral-content.ts";
import type { CollateralDocument, IntelCollateral } from "./collateral.ts";
import { JsonFields } from "./json/fields.ts";
import { scanJson } from "./json/scan.ts";

/**
 * Reads one file of collateral. Told apart by their members:
 *
 * - a response of Intel's PCS or a PCCS: `tcbInfo` or `enclaveIdentity`, and `signature` in hexadecimal
 * - a document with its chain: `raw_tcb_info` or `raw_enclave_identity` as text, `signature` as DER in numbers, `ca_chain` (PEM)
 * - a revocation list with its chain: `crl` and `ca_chain` (PEM)
 * - everything for one quote, as dcap-qvl writes it: `tcb_info`, `qe_identity` and their signatures and chains, `root_ca_crl`,
 *   `pck_crl`, and sometimes `pck_certificate_chain`
 *
 * TCB info of versions 2 and 3 and enclave identities of version 2 are read; Intel's services have stopped serving older ones.
 *
 * @param name what the bytes are, for the error
 */
export function parseCollateral(name: string, bytes: Uint8Array): Parsed<IntelCollateral> {
  const scanned = scanJson(name, bytes);
  if (!scanned.ok) return scanned;
  try {
    const fields = new JsonFields("", scanned.value);
    return { ok: true, value: readFile(name, fields, bytes) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readFile(name: string, fields: JsonFields, bytes: Uint8Array): IntelCollateral {
  if (fields.has("tcbInfo") || fields.has("enclaveIdentity")) return readResponse(fields, bytes);
  if (fields.has("raw_tcb_info") || fields.has("raw_enclave_identity")) return readWithChain(fields);
  if (fields.has("tcb_info") || fields.has("qe_identity")) return readCombined(fields);
  if (fields.has("crl")) {
    return { documents: [], certificates: chainOf(fields), crls: pemBlocks(fields, "crl", "X509 CRL") };
  }
  throw new MalformedError({
    code: "value",
    field: name,
    offset: 0,
    expected: "tcbInfo, enclaveIdentity, or another form of collateral",
    actual: "none of them",
  });
}

function readResponse(fields: JsonFields, bytes: Uint8Array): IntelCollateral {
  const kind = fields.has("tcbInfo") ? "tcb-info" : "enclave-identity";
  const inner = fields.object(kind === "tcb-info" ? "tcbInfo" : "enclaveIdentity");
  const signedBytes = bytes.slice(...inner.span);
  const signature = fields.hex("signature", 64);
  return only(document(kind, inner, { signedBytes, signature, issuerChain: [] }));
}

function readWithChain(fields: JsonFields): IntelCollateral {
  const kind = fields.has("raw_tcb_info") ? "tcb-info" : "enclave-identity";
  const der = Uint8Array.from(fields.integers("signature", 80, 255));
  const signature = ecdsaSignatureFromDer(der, 32);
  if (!signature.ok) throw new MalformedError({ ...signature.error, field: "signature" });
  const issuerChain = chainOf(fields);
  const member = kind === "tcb-info" ? "raw_tcb_info" : "raw_enclave_identity";
  return only(embedded(fields, member, kind, signature.value, issuerChain));
}

function readCombined(fields: JsonFields): IntelCollateral {
  const certificates = fields.has("pck_crl_issuer_chain")
    ? pemBlocks(fields, "pck_crl_issuer_chain", "CERTIFICATE")
    : [];
  const documents = (["tcb_info", "qe_identity"] as const)
    .filter((member) => fields.has(member))
    .map((member) => {
      const kind = member === "tcb_info" ? "tcb-info" : "enclave-identity";
      const signature = bytesOf(fields, `${member}_signature`);
      if (signature.length !== 64) fields.fail(`${member}_signature`, "64 bytes");
      return embedded(fields, member, kind, signature, pemBlocks(fields, `${member}_issuer_chain`, "CERTIFICATE"));
    });
  const crls = ["root_ca_crl", "pck_crl"]
    .filter((member) => fields.has(member))
    .map((member) => bytesOf(fields, member));
  const ownChain = fields.has("pck_certificate_chain") ? pemBlocks(fields, "pck_certificate_chain", "CERTIFICATE") : [];
  return { documents, certificates: [...certificates, ...ownChain], crls };
}

function only(one: CollateralDocument): IntelCollateral {
  return { documents: [one], certificates: [], crls: [] };
}

type Envelope = Pick<CollateralDocument, "signedBytes" | "signature" | "issuerChain">;

function document(kind: CollateralDocument["kind"], inner: JsonFields, envelope: Envelope): CollateralDocument {
  return kind === "tcb-info"
    ? { kind, ...envelope, content: readTcbInfo(inner) }
    : { kind, ...envelope, content: readEnclaveIdentity(inner) };
}

/** A document whose exact text stands in a string. Offsets of errors count from the start of that text. */
function embedded(
  fields: JsonFields,
  member: string,
  kind: CollateralDocument["kind"],
  signature: Uint8Array,
  issuerChain: readonly Uint8Array[],
): CollateralDocument {
  const signedBytes = toUtf8(fields.text(member));
  const inner = scanJson(member, signedBytes);
  if (!inner.ok) throw new MalformedError(inner.error);
  return document(kind, new JsonFields(member, inner.value), { signedBytes, signature, issuerChain });
}

function chainOf(fields: JsonFields): readonly Uint8Array[] {
  return fields.texts("ca_chain", 8).flatMap((text) => blocksOf("ca_chain", text, "CERTIFICATE"));
}

function pemBlocks(fields: JsonFields, member: string, label: string): readonly Uint8Array[] {
  return blocksOf(member, fields.text(member), label);
}

function blocksOf(field: string, text: string, label: string): readonly Uint8Array[] {
  const blocks = parsePem(field, text);
  if (!blocks.ok) throw new MalformedError(blocks.error);
  const foreign = blocks.value.find((block) => block.label !== label);
  if (foreign !== undefined) {
    const expected = `PEM blocks ${label}`;
    throw new MalformedError({ code: "value", field, offset: 0, expected, actual: foreign.label });
  }
  return blocks.value.map(({ bytes }) => bytes);
}

/** Bytes in hexadecimal, or as numbers. */
function bytesOf(fields: JsonFields, member: string): Uint8Array {
  if (fields.isArray(member)) return Uint8Array.from(fields.integers(member, listLimit, 255));
  const bytes = fromHex(member, fields.text(member));
  return bytes.ok ? bytes.value : fields.fail(member, "bytes in hexadecimal");
}

/** Bytes of a revocation list; those of today have about 3,000. */
const listLimit = 256 * 1024;
