import { toUtf8 } from "@sekisho/encoding";
import { joinCollateral, parseCollateral, type IntelCollateral } from "@sekisho/endorsements/intel";
import { parseQuote, type SgxQuote, type TdxQuote } from "@sekisho/evidence/dcap";
import { labCollateral, labEnclaveQuote, labTdQuote, testIntelAuthority } from "@sekisho/lab/testing";
import type { SgxPolicy } from "../policy/sgx-schema.ts";
import type { TdxPolicy } from "../policy/tdx-schema.ts";
import { appraiseSgx, type SgxAppraisalInput } from "../sgx/appraise.ts";
import { appraiseTdx, type TdxAppraisalInput } from "../tdx/appraise.ts";
import type { Verdict } from "../verdict.ts";

type TdChanges = NonNullable<Parameters<typeof labTdQuote>[0]>;
type EnclaveChanges = NonNullable<Parameters<typeof labEnclaveQuote>[0]>;
type CollateralChanges = NonNullable<Parameters<typeof labCollateral>[1]>;

/** For tests: a quote of the lab's TD with any field set, genuinely signed under the lab's root. */
export async function labTd(changes: TdChanges = {}): Promise<TdxQuote> {
  const quote = await parsed(labTdQuote(changes));
  if (quote.technology !== "tdx") throw new Error(quote.technology);
  return quote;
}

/** For tests: the same of an enclave. */
export async function labEnclave(changes: EnclaveChanges = {}): Promise<SgxQuote> {
  const quote = await parsed(labEnclaveQuote(changes));
  if (quote.technology !== "sgx") throw new Error(quote.technology);
  return quote;
}

async function parsed(bytes: Promise<Uint8Array>) {
  const quote = parseQuote(await bytes);
  if (!quote.ok) throw new Error(`${quote.error.field}: ${quote.error.actual}`);
  return quote.value;
}

/** For tests: what the lab says in Intel's place about its usual platform, and its lists. */
export async function labDocuments(
  technology: "sgx" | "tdx",
  changes: CollateralChanges = {},
): Promise<Pick<TdxAppraisalInput, "certificates" | "crls" | "collateral">> {
  const { certificates, crls, documents } = await labCollateral(technology, changes);
  return { certificates, crls, collateral: joinCollateral(documents.map(collateralOf)) };
}

function collateralOf(text: string): IntelCollateral {
  const collateral = parseCollateral("document", toUtf8(text));
  if (!collateral.ok) throw new Error(`${collateral.error.field}: ${collateral.error.actual}`);
  return collateral.value;
}

const nothingGiven = { certificates: [], crls: [], collateral: joinCollateral([]) };

/** Appraises a TD of the lab under demands, with the lab's root among the accepted ones. */
export async function appraiseLabTd(
  quote: TdxQuote,
  demands: TdxPolicy,
  more: Partial<TdxAppraisalInput> = {},
): Promise<Verdict> {
  const policy = { version: 1, tdx: await withLab(demands) } as const;
  return appraiseTdx({ quote, policy, ...nothingGiven, at: new Date(), ...more });
}

/** The same of an enclave. */
export async function appraiseLabEnclave(
  quote: SgxQuote,
  demands: SgxPolicy,
  more: Partial<SgxAppraisalInput> = {},
): Promise<Verdict> {
  const policy = { version: 1, sgx: await withLab(demands) } as const;
  return appraiseSgx({ quote, policy, ...nothingGiven, at: new Date(), ...more });
}

async function withLab<Demands extends Pick<TdxPolicy, "roots">>(demands: Demands): Promise<Demands> {
  const { rootDigest } = await testIntelAuthority();
  return { ...demands, roots: { additional: [rootDigest], ...demands.roots } };
}
