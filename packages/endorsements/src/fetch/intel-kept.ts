import {
  concatBytes,
  encodePem,
  fromHex,
  fromUtf8,
  parsePem,
  toUtf8,
  type Parsed,
  type PemBlock,
} from "@sekisho/encoding";
import type { Response } from "./transport.ts";

/** An answer of Intel's service as it is kept: the chain out of its header, and what was asked for. */
export type KeptAnswer = {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /** DER. */
  readonly crls: readonly Uint8Array[];
  /** The signed JSON, byte for byte; undefined where a list was asked for. */
  readonly document: Uint8Array | undefined;
};

const certificateLabel = "CERTIFICATE";
const listLabel = "X509 CRL";

/** Makes one file of a signed JSON document and the chain in its header: PEM blocks, then the JSON. */
export function keepDocument(headers: readonly string[]): (response: Response) => Parsed<Uint8Array> {
  return (response) => {
    const chain = chainOf(headers, response);
    return chain.ok ? { ok: true, value: concatBytes(toUtf8(chain.value), response.body) } : chain;
  };
}

/** Makes one file of a revocation list (DER, PEM, or the hexadecimal digits of some PCCS) and the chain in its header. */
export function keepList(headers: readonly string[]): (response: Response) => Parsed<Uint8Array> {
  return (response) => {
    const chain = chainOf(headers, response);
    if (!chain.ok) return chain;
    const list = listOf(response.body);
    return list.ok ? { ok: true, value: toUtf8(`${chain.value}${list.value}`) } : list;
  };
}

/** Reads what {@link keepDocument} or {@link keepList} made. */
export function readKeptAnswer(bytes: Uint8Array): Parsed<KeptAnswer> {
  const brace = bytes.indexOf("{".charCodeAt(0));
  const head = brace < 0 ? bytes : bytes.subarray(0, brace);
  const document = brace < 0 ? undefined : bytes.subarray(brace);
  const text = fromUtf8("kept answer", head);
  if (!text.ok) return text;
  if (document !== undefined && text.value.trim() === "") {
    return { ok: true, value: { certificates: [], crls: [], document } };
  }
  const blocks = parsePem("kept answer", text.value);
  if (!blocks.ok) return blocks;
  const labelled = (label: string): readonly Uint8Array[] =>
    blocks.value.filter((block) => block.label === label).map((block) => block.bytes);
  const foreign = blocks.value.find(({ label }) => label !== certificateLabel && label !== listLabel);
  if (foreign !== undefined) return wrong("kept answer", "certificates and revocation lists", foreign.label);
  return { ok: true, value: { certificates: labelled(certificateLabel), crls: labelled(listLabel), document } };
}

/** The percent-encoded PEM chain of the first header that is there; none is an empty text. */
function chainOf(headers: readonly string[], { header }: Response): Parsed<string> {
  const name = headers.find((candidate) => header(candidate) !== null);
  const encoded = name === undefined ? null : header(name);
  if (name === undefined || encoded === null || encoded === "") return { ok: true, value: "" };
  const text = percentDecoded(encoded);
  if (text === undefined) return wrong(name, "percent-encoded PEM", "something else");
  const blocks = parsePem(name, text);
  if (!blocks.ok) return blocks;
  const foreign = blocks.value.find(({ label }) => label !== certificateLabel);
  if (foreign !== undefined) return wrong(name, certificateLabel, foreign.label);
  return { ok: true, value: blocks.value.map(encodePem).join("") };
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const derSequence = 0x30;

function listOf(body: Uint8Array): Parsed<string> {
  if (body[0] === derSequence && body[1] !== undefined && body[1] >= 0x80)
    return pem([{ label: listLabel, bytes: body }]);
  const text = fromUtf8("revocation list", body);
  if (!text.ok) return text;
  if (text.value.includes("-----BEGIN ")) {
    const blocks = parsePem("revocation list", text.value);
    return blocks.ok ? pem(blocks.value) : blocks;
  }
  const bytes = fromHex("revocation list", text.value.trim());
  return bytes.ok ? pem([{ label: listLabel, bytes: bytes.value }]) : bytes;
}

function pem(blocks: readonly PemBlock[]): Parsed<string> {
  return { ok: true, value: blocks.map(encodePem).join("") };
}

function wrong(field: string, expected: string, actual: string): Parsed<never> {
  return { ok: false, error: { code: "encoding", field, offset: 0, expected, actual } };
}
