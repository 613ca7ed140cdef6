import { randomBytes } from "node:crypto";
import {
  appraiseSgx,
  appraiseTdx,
  strictPolicy,
  withAdditionalRoots,
  type Policy,
  type Verdict,
} from "@sekisho/appraisal";
import { toHex, toUtf8 } from "@sekisho/encoding";
import {
  createIntelChainCache,
  joinCollateral,
  parseCollateral,
  type IntelChainCache,
  type IntelCollateral,
} from "@sekisho/endorsements/intel";
import { parseQuote, type EnclaveReport } from "@sekisho/evidence/dcap";
import { createQuotingEnclave, createTdxModule, type IntelAuthority } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import type { SignatureKind } from "./floor.ts";

/** So many quotes take turns, so that none is found in a processor's cache. */
const quotes = 64;
const mrTd = new Uint8Array(48).fill(0x4d);
const mrEnclave = new Uint8Array(32).fill(0x11);

/** A quote's body and header, and the quoting enclave's report. */
const ownSignatures = {
  tdx: [
    ["P-256", 632],
    ["P-256", 384],
  ],
  sgx: [
    ["P-256", 432],
    ["P-256", 384],
  ],
} as const satisfies Readonly<Record<string, readonly SignatureKind[]>>;

/** PCK, its issuer, root and TCB signer; two lists; TCB info and enclave identity. */
const endorsingSignatures: readonly SignatureKind[] = [1000, 560, 550, 545, 300, 250, 3500, 450].map((length) => [
  "P-256",
  length,
]);

/** What is the same for every quote of the platform, as files have it. */
export type DcapFiles = {
  readonly tcbInfo: string;
  readonly identity: string;
  readonly rootCrl: Uint8Array;
  readonly pckCrl: Uint8Array;
  readonly authority: IntelAuthority;
};

/** Quotes of the lab's platform, and their whole verification. */
export type DcapVerification = {
  readonly quotes: readonly Uint8Array[];
  readonly files: DcapFiles;
  /** Verifies the next quote whole, and throws unless it is accepted: bytes in, full collateral, strict demands. */
  readonly warm: () => Promise<void>;
  /** The same, and nothing seen before: the collateral's files are parsed, too. */
  readonly cold: () => Promise<void>;
  /** What each of them can't do without. */
  readonly warmSignatures: readonly SignatureKind[];
  readonly coldSignatures: readonly SignatureKind[];
};

/** Prepares quotes of 64 different REPORTDATA, by a lab shaped as Intel is: P-256 throughout. */
export async function prepareDcap(technology: "sgx" | "tdx"): Promise<DcapVerification> {
  const authority = await testIntelAuthority("bench");
  const files: DcapFiles = {
    tcbInfo: authority.tcbInfo(technology),
    identity: authority.enclaveIdentity(technology === "tdx" ? "td-qe" : "qe"),
    rootCrl: authority.crl("root"),
    pckCrl: authority.crl("platform"),
    authority,
  };
  const signed = Array.from({ length: quotes }, () => {
    const reportData = new Uint8Array(randomBytes(64));
    return {
      reportData,
      bytes: technology === "tdx" ? tdQuote(authority, reportData) : enclaveQuote(authority, reportData),
    };
  });
  const policy = policyFor(authority);
  const cache = createIntelChainCache();
  const known = collateralOf(files);
  let turn = 0;
  const verify = async (own: IntelChainCache, collateral: IntelCollateral): Promise<void> => {
    const next = signed[turn++ % quotes];
    if (next === undefined) throw new Error("no quote");
    requireAccepted(await appraise(next.bytes, next.reportData, { policy, files, collateral, cache: own }));
  };
  await verify(cache, known);
  const warmSignatures = ownSignatures[technology];
  return {
    quotes: signed.map(({ bytes }) => bytes),
    files,
    warm: () => verify(cache, known),
    cold: () => verify(createIntelChainCache(), collateralOf(files)),
    warmSignatures,
    coldSignatures: [...warmSignatures, ...endorsingSignatures],
  };
}

/** Collateral required and current; all of the strict policy but known boots, which no signature speaks of. */
function policyFor({ rootDigest }: IntelAuthority): Policy {
  const { crl = "required", collateral = "required", tcb = {}, attributes = {} } = strictPolicy.tdx ?? {};
  const demands = { crl, collateral, tcb };
  const tdx = { ...demands, attributes, "mr-td": "reference-values", rtmrs: { "3": "zero" } } as const;
  const sgx = { ...demands, attributes: { debug: false } };
  return withAdditionalRoots({ version: 1, tdx, sgx }, [rootDigest]);
}

type Criteria = {
  readonly policy: Policy;
  readonly files: DcapFiles;
  readonly collateral: IntelCollateral;
  readonly cache: IntelChainCache;
};

function appraise(bytes: Uint8Array, expectedReportData: Uint8Array, criteria: Criteria): Promise<Verdict> {
  const { policy, files, collateral, cache } = criteria;
  const quote = parseQuote(bytes);
  if (!quote.ok) throw new Error(`the lab's quote: ${quote.error.field}`);
  const common = {
    policy,
    collateral,
    certificates: [files.authority.tcbSigning.certificate],
    crls: [files.rootCrl, files.pckCrl],
    at: new Date(),
    cache,
    expectedReportData,
  };
  if (quote.value.technology === "sgx")
    return appraiseSgx({ ...common, quote: quote.value, expectedMrEnclave: mrEnclave });
  const knownLaunches = [{ name: "bench", launchDigest: toHex(mrTd) }];
  return appraiseTdx({ ...common, quote: quote.value, knownLaunches });
}

/** @throws Error that names what was refused */
export function requireAccepted({ verdict, checks }: Pick<Verdict, "verdict" | "checks">): void {
  if (verdict === "accepted") return;
  const wrong = checks.filter(({ status, required }) => required && status !== "pass").map(({ id }) => id);
  throw new Error(`the lab's evidence was rejected: ${wrong.join(", ")}`);
}

function collateralOf({ tcbInfo, identity }: DcapFiles): IntelCollateral {
  return joinCollateral(
    [tcbInfo, identity].map((text) => {
      const parsed = parseCollateral("collateral", toUtf8(text));
      if (!parsed.ok) throw new Error(`the lab's collateral: ${parsed.error.field}`);
      return parsed.value;
    }),
  );
}

function tdQuote(authority: IntelAuthority, reportData: Uint8Array): Uint8Array {
  return createTdxModule(createQuotingEnclave(authority)).launch({ mrTd }).quote(reportData);
}

function enclaveQuote(authority: IntelAuthority, reportData: Uint8Array): Uint8Array {
  const quotingEnclave = createQuotingEnclave(authority);
  const report: EnclaveReport = {
    cpuSvn: quotingEnclave.platform.cpuSvn,
    miscSelect: 0,
    cetAttributes: 0,
    isvExtProdId: new Uint8Array(16),
    attributes: { flags: 0x5n, xfrm: 0xe7n },
    mrEnclave,
    mrSigner: new Uint8Array(32).fill(0x22),
    configId: new Uint8Array(64),
    isvProdId: 1,
    isvSvn: 1,
    configSvn: 0,
    isvFamilyId: new Uint8Array(16),
    reportData,
  };
  return quotingEnclave.quoteEnclave(report);
}
