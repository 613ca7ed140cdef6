import { sign, type KeyObject } from "node:crypto";
import { parseQuote, type EnclaveReport, type Quote, type TdReport15 } from "@sekisho/evidence/dcap";
import type { SignedQuote } from "@sekisho/evidence/dcap/testing";
import {
  createQuotingEnclave,
  createTdxModule,
  labPlatform,
  type IntelAuthority,
  type IntelPlatform,
  type QuotingEnclave,
} from "@sekisho/lab";

/** What a test wants otherwise in a quote that is genuine in all else. */
export type QuoteChanges = {
  readonly kind?: "sgx" | "td-1.0" | "td-1.5";
  readonly platform?: IntelPlatform;
  readonly td?: Partial<TdReport15>;
  readonly qeReport?: Partial<EnclaveReport>;
  /** DER; the PCK and those above it unless given. Empty: a quote that names its platform only. */
  readonly certificates?: readonly Uint8Array[];
  /** Signs the QE report instead of the PCK. */
  readonly pckKey?: KeyObject;
  /** Changes the quote's bytes at the very end. */
  readonly tamper?: (bytes: Uint8Array, quote: Quote) => void;
};

/** A quote of a platform of the lab, as `parseQuote` reads it. */
export function signQuote(authority: IntelAuthority, changes: QuoteChanges = {}): Quote {
  const { kind = "td-1.0", platform = labPlatform(), tamper } = changes;
  const quotingEnclave = createQuotingEnclave(authority, {
    platform,
    changeQeReport: (report) => ({ ...report, ...changes.qeReport }),
    changeSigned: (quote) => ({
      ...quote,
      certificationData: certificationData(changes.certificates) ?? quote.certificationData,
      qeReport: changes.pckKey === undefined ? quote.qeReport : signedBy(changes.pckKey, quote.qeReport),
    }),
  });
  const bytes = kind === "sgx" ? enclaveQuote(quotingEnclave) : tdQuote(quotingEnclave, kind, changes.td);
  const genuine = parsed(bytes);
  if (tamper === undefined) return genuine;
  tamper(bytes, genuine);
  return parsed(bytes);
}

function tdQuote(quotingEnclave: QuotingEnclave, kind: "td-1.0" | "td-1.5", td: Partial<TdReport15> = {}): Uint8Array {
  const quoteVersion = kind === "td-1.5" ? 5 : 4;
  const module = createTdxModule(quotingEnclave, { quoteVersion, changeReport: (report) => ({ ...report, ...td }) });
  return module.launch({ mrTd: new Uint8Array(48) }).quote(new Uint8Array(64));
}

function enclaveQuote(quotingEnclave: QuotingEnclave): Uint8Array {
  return quotingEnclave.quoteEnclave({
    cpuSvn: quotingEnclave.platform.cpuSvn,
    miscSelect: 0,
    cetAttributes: 0,
    isvExtProdId: new Uint8Array(16),
    attributes: { flags: 5n, xfrm: 0xe7n },
    mrEnclave: new Uint8Array(32),
    mrSigner: new Uint8Array(32),
    configId: new Uint8Array(64),
    isvProdId: 1,
    isvSvn: 1,
    configSvn: 0,
    isvFamilyId: new Uint8Array(16),
    reportData: new Uint8Array(64),
  });
}

/** Type 3 is an encrypted PPID, which says whose the quote is and not by whose word. */
function certificationData(certificates?: readonly Uint8Array[]): SignedQuote["certificationData"] | undefined {
  if (certificates === undefined) return undefined;
  return certificates.length === 0
    ? { kind: "other", type: 3, bytes: new Uint8Array(404) }
    : { kind: "pck-chain", certificates };
}

function signedBy(key: KeyObject, qeReport: SignedQuote["qeReport"]): SignedQuote["qeReport"] {
  const signature = new Uint8Array(sign("sha256", qeReport.bytes, { key, dsaEncoding: "ieee-p1363" }));
  return { ...qeReport, signature };
}

function parsed(bytes: Uint8Array): Quote {
  const quote = parseQuote(bytes);
  if (!quote.ok) throw new Error(JSON.stringify(quote.error));
  return quote.value;
}
