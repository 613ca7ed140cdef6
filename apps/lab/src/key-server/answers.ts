import { fromHex } from "@sekisho/encoding";
import type { LabAuthority } from "../ca/authority.ts";
import { productFacts, type Tcb } from "../ca/product.ts";

/** What the key server answers; bodies are DER or text. */
export type KeyAnswer = {
  readonly status: number;
  readonly type:
    | "application/octet-stream"
    | "application/x-pem-file"
    | "application/pkix-cert"
    | "application/pkix-crl"
    | "application/json"
    | "text/plain";
  readonly body: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Known = {
  readonly authorities: readonly LabAuthority[];
  readonly chips?: ReadonlySet<string>;
  readonly revoked?: () => readonly bigint[];
};

/** `/vcek/v1/Milan/cert_chain`, `/vlek/v1/Milan/crl`, `/vcek/v1/Milan/HWID?blSPL=…`. */
const pathPattern = /^\/(vcek|vlek)\/v1\/([A-Za-z]+)\/([0-9A-Za-z_]+)$/;

/** The answer to one GET. */
export function answerKeyRequest(url: URL, known: Known): KeyAnswer {
  const [, kind, product, resource = ""] = pathPattern.exec(url.pathname) ?? [];
  const authority = known.authorities.find((candidate) => candidate.product === product);
  if ((kind !== "vcek" && kind !== "vlek") || authority === undefined) return notFound(url.pathname);
  if (resource === "cert_chain") {
    return { status: 200, type: "application/x-pem-file", body: authority.certificateChain(kind) };
  }
  if (resource === "crl") {
    const body = authority.crl({ revoked: known.revoked?.() ?? [] });
    return { status: 200, type: "application/octet-stream", body };
  }
  // AMD hands VLEK certificates to cloud providers only.
  if (kind === "vlek") return notFound(url.pathname);
  return vcekAnswer(authority, resource, url.searchParams, known.chips);
}

function vcekAnswer(
  authority: LabAuthority,
  hardwareId: string,
  query: URLSearchParams,
  chips: ReadonlySet<string> | undefined,
): KeyAnswer {
  const decoded = fromHex("hwID", hardwareId);
  const { hardwareIdBytes } = productFacts[authority.product];
  if (!decoded.ok || decoded.value.length !== hardwareIdBytes) {
    return badRequest(`hwID must have ${2 * hardwareIdBytes} hexadecimal digits`);
  }
  if (chips !== undefined && !chips.has(hardwareId.toLowerCase())) return notFound(`chip ${hardwareId}`);
  const tcb = tcbOf(authority, query);
  if (tcb === undefined) return badRequest("an SPL is missing, twice there, unknown or not a number from 0 to 255");
  const { certificate } = authority.endorse({ kind: "vcek", hardwareId: decoded.value }, tcb);
  return { status: 200, type: "application/pkix-cert", body: certificate };
}

const levelNames = { fmc: "fmcSPL", bootLoader: "blSPL", tee: "teeSPL", snp: "snpSPL", microcode: "ucodeSPL" } as const;

function tcbOf({ product }: LabAuthority, query: URLSearchParams): Tcb | undefined {
  const wanted = Object.entries(levelNames).filter(([level]) => level !== "fmc" || product === "Turin");
  const names = new Set<string>(wanted.map(([, name]) => name));
  if ([...query.keys()].some((name) => !names.has(name))) return undefined;
  const levels: Record<keyof Tcb, number> = { fmc: 0, bootLoader: 0, tee: 0, snp: 0, microcode: 0 };
  for (const [level, name] of wanted) {
    const [text = "", ...more] = query.getAll(name);
    if (more.length > 0 || !/^\d{1,3}$/.test(text) || Number(text) > 255) return undefined;
    levels[level as keyof Tcb] = Number(text);
  }
  return levels;
}

function notFound(what: string): KeyAnswer {
  return { status: 404, type: "text/plain", body: `${what}: not known to the lab's key server\n` };
}

function badRequest(why: string): KeyAnswer {
  return { status: 400, type: "text/plain", body: `${why}\n` };
}
