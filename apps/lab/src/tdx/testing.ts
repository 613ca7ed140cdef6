import type { EnclaveReport, TdReport15 } from "@sekisho/evidence/dcap";
import type { IntelAuthority } from "../ca/intel/authority.ts";
import { createQuotingEnclave, type QuotingEnclaveOptions } from "./quoting-enclave.ts";
import { createTdxModule } from "./tdx-module.ts";

/** What a test wants otherwise in a quote that is genuine in all else. */
type QuoteChanges<Report> = {
  /** Default: the root that tests trust. */
  readonly authority?: IntelAuthority;
  /** Fields of the TD's or the enclave's report, under genuine signatures. */
  readonly report?: Partial<Report>;
  /** Platform, PCK certificate, the quoting enclave's own report, keys and signatures. */
  readonly enclave?: QuotingEnclaveOptions;
};
export type TdQuoteChanges = QuoteChanges<TdReport15> & {
  /** Default 4, with a body of TDX 1.0; 5 has one of TDX 1.5. */
  readonly version?: 4 | 5;
};
export type EnclaveQuoteChanges = QuoteChanges<EnclaveReport> & { readonly version?: 3 | 4 | 5 };

/** A quote of a TD with MRTD 4d…, registers of zero and REPORTDATA of zero, unless told otherwise. */
export function writeTdQuote(authority: IntelAuthority, { version = 4, report, enclave }: TdQuoteChanges): Uint8Array {
  const module = createTdxModule(createQuotingEnclave(authority, enclave), {
    quoteVersion: version,
    changeReport: (genuine) => ({ ...genuine, ...report }),
  });
  return module.launch({ mrTd: new Uint8Array(48).fill(0x4d) }).quote(new Uint8Array(64));
}

/** A quote of an enclave with MRENCLAVE 11…, MRSIGNER 22…, ISVPRODID 1 and ISVSVN 1, unless told otherwise. */
export function writeEnclaveQuote(
  authority: IntelAuthority,
  { version = 3, report, enclave }: EnclaveQuoteChanges,
): Uint8Array {
  const quotingEnclave = createQuotingEnclave(authority, enclave);
  const genuine: EnclaveReport = {
    cpuSvn: quotingEnclave.platform.cpuSvn,
    miscSelect: 0,
    cetAttributes: 0,
    isvExtProdId: new Uint8Array(16),
    attributes: { flags: 0x5n, xfrm: 0xe7n },
    mrEnclave: new Uint8Array(32).fill(0x11),
    mrSigner: new Uint8Array(32).fill(0x22),
    configId: new Uint8Array(64),
    isvProdId: 1,
    isvSvn: 1,
    configSvn: 0,
    isvFamilyId: new Uint8Array(16),
    reportData: new Uint8Array(64),
  };
  return quotingEnclave.quoteEnclave({ ...genuine, ...report }, version);
}
