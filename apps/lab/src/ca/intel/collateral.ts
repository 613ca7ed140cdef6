import { sign } from "node:crypto";
import { toHex, toUtf8 } from "@sekisho/encoding";
import type { KeyPair } from "../derived-key.ts";
import type { IntelPlatform } from "./platform.ts";
import { olderPlatform } from "./platform.ts";

/** What Intel calls a TCB (PCS API, `tcbStatus`). */
export type IntelTcbStatus =
  | "UpToDate"
  | "SWHardeningNeeded"
  | "ConfigurationNeeded"
  | "ConfigurationAndSWHardeningNeeded"
  | "OutOfDate"
  | "OutOfDateConfigurationNeeded"
  | "Revoked";

/** What Intel says of one level of security version numbers. */
type Judgement = {
  readonly status: IntelTcbStatus;
  readonly advisories?: readonly string[];
  readonly tcbDate?: Date;
};

/** What a test may want otherwise in any signed document. */
export type DocumentOptions = {
  readonly issueDate?: Date;
  readonly nextUpdate?: Date;
  readonly evaluationDataNumber?: number;
  /** Changes the inner object before it is signed: for what Intel would not say. */
  readonly change?: (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Signs with this key instead of the TCB signing key. */
  readonly signedBy?: KeyPair;
};

export type TcbInfoOptions = DocumentOptions & {
  /** Whose FMSPC, PCEID and SVNs it speaks of; default: the lab's usual platform. */
  readonly platform?: IntelPlatform;
  /** What it says of exactly these SVNs; default: up to date. Older ones are OutOfDate. */
  readonly current?: Judgement;
  /** What it says of the TDX module; default: up to date. */
  readonly tdxModule?: Judgement;
};

export type EnclaveIdentityOptions = DocumentOptions & {
  /** The security version that the judgement is about; default: that of the lab's quoting enclaves. */
  readonly isvSvn?: number;
  readonly current?: Judgement;
};

/** Intel's word on what an older TCB suffers from, in documents of the lab. */
const olderAdvisories = ["INTEL-SA-01036", "INTEL-SA-01099"] as const;
const dates = { current: new Date("2024-11-13T00:00:00Z"), older: new Date("2024-03-13T00:00:00Z") } as const;
/** The TCB recovery that the lab's documents belong to. */
export const usualEvaluationDataNumber = 18;

/** ISO 8601 in whole seconds, as Intel writes it. */
function moment(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function judged(judgement: Judgement, otherwise: Date): Record<string, unknown> {
  const { status, advisories = [], tcbDate = otherwise } = judgement;
  return {
    tcbDate: moment(tcbDate),
    tcbStatus: status,
    ...(advisories.length > 0 ? { advisoryIDs: [...advisories] } : {}),
  };
}

function header(
  options: DocumentOptions,
  now: Date,
): { issueDate: string; nextUpdate: string; tcbEvaluationDataNumber: number } {
  const { issueDate = new Date(now.getTime() - hour) } = options;
  const { nextUpdate = new Date(issueDate.getTime() + 30 * day), evaluationDataNumber } = options;
  return {
    issueDate: moment(issueDate),
    nextUpdate: moment(nextUpdate),
    tcbEvaluationDataNumber: evaluationDataNumber ?? usualEvaluationDataNumber,
  };
}

const hour = 3600 * 1000;
const day = 24 * hour;

/** The inner object of TCB info, version 3 (PCS API v4, "TCB Info V3"). */
export function tcbInfoDocument(
  technology: "sgx" | "tdx",
  platform: IntelPlatform,
  options: TcbInfoOptions,
  now: Date,
): Readonly<Record<string, unknown>> {
  const { current = { status: "UpToDate" }, tdxModule = { status: "UpToDate" } } = options;
  const { tcbEvaluationDataNumber, ...validity } = header(options, now);
  const older = olderPlatform(platform);
  const components = (svns: readonly number[]): unknown => svns.map((svn) => ({ svn }));
  // TDX module 1.x is judged by its identity alone, so a level's first two components don't say what runs.
  const levelSvns = ([, , ...rest]: readonly number[]): readonly number[] => [5, 0, ...rest];
  const level = (of: IntelPlatform, judgement: Judgement, date: Date): unknown => ({
    tcb: {
      sgxtcbcomponents: components(of.sgxComponents),
      pcesvn: of.pceSvn,
      ...(technology === "tdx" ? { tdxtcbcomponents: components(levelSvns(of.tdxComponents)) } : {}),
    },
    ...judged(judgement, date),
  });
  return {
    id: technology.toUpperCase(),
    version: 3,
    ...validity,
    fmspc: toHex(platform.fmspc).toUpperCase(),
    pceId: toHex(platform.pceId).toUpperCase(),
    tcbType: 0,
    tcbEvaluationDataNumber,
    ...(technology === "tdx" ? tdxModuleIdentities(platform, tdxModule) : {}),
    tcbLevels: [
      level(platform, current, dates.current),
      level(older, { status: "OutOfDate", advisories: olderAdvisories }, dates.older),
    ],
  };
}

/** TDX modules that Intel signs have MRSIGNERSEAM and SEAM_ATTRIBUTES of zero. */
function tdxModuleIdentities({ tdxComponents }: IntelPlatform, current: Judgement): Record<string, unknown> {
  const [isvsvn = 0, major = 0] = tdxComponents;
  const identity = { mrsigner: "00".repeat(48), attributes: "00".repeat(8), attributesMask: "FF".repeat(8) };
  const older = { status: "OutOfDate", advisories: olderAdvisories } as const;
  return {
    tdxModule: identity,
    tdxModuleIdentities: [
      {
        id: `TDX_${major.toString(16).padStart(2, "0").toUpperCase()}`,
        ...identity,
        tcbLevels: [
          { tcb: { isvsvn }, ...judged(current, dates.current) },
          { tcb: { isvsvn: Math.max(0, isvsvn - 2) }, ...judged(older, dates.older) },
        ],
      },
    ],
  };
}

const sgxSigner = "8C4F5775D796503E96137F77C68A829A0056AC8DED70140B081B094490C57BFF";
const tdxSigner = "DC9E2A7C6F948F17474E34A7FC43ED030F7C1563F1BABDDF6340C82E0E54A8C5";

/**
 * The enclaves that Intel speaks of, and what a quote's QE report must say (PCS API v4, "Enclave Identity V2"). The lab's enclaves
 * name Intel's signers as the real ones do; whose they are, their certificates say.
 */
export const enclaves = {
  qe: { id: "QE", mrSigner: sgxSigner, isvprodid: 1, isvSvn: 8, attributes: "11000000000000000000000000000000" },
  "td-qe": {
    id: "TD_QE",
    mrSigner: tdxSigner,
    isvprodid: 2,
    isvSvn: 4,
    attributes: "11000000000000000000000000000000",
  },
  qve: { id: "QVE", mrSigner: sgxSigner, isvprodid: 2, isvSvn: 3, attributes: "01000000000000000000000000000000" },
} as const;
export type Enclave = keyof typeof enclaves;

/** Flags below the mask's cleared bit 2 (64-bit mode) count, XFRM does not. */
const attributesMask = "FBFFFFFFFFFFFFFF0000000000000000";

/** The inner object of an enclave identity, version 2. */
export function enclaveIdentityDocument(
  enclave: Enclave,
  options: EnclaveIdentityOptions,
  now: Date,
): Readonly<Record<string, unknown>> {
  const { id, mrSigner, attributes, isvprodid, isvSvn: usualSvn } = enclaves[enclave];
  const { isvSvn = usualSvn, current = { status: "UpToDate" } } = options;
  return {
    id,
    version: 2,
    ...header(options, now),
    miscselect: "00000000",
    miscselectMask: "FFFFFFFF",
    attributes,
    attributesMask,
    mrsigner: mrSigner,
    isvprodid,
    tcbLevels: [
      { tcb: { isvsvn: isvSvn }, ...judged(current, dates.current) },
      { tcb: { isvsvn: Math.max(0, isvSvn - 1) }, ...judged({ status: "OutOfDate" }, dates.older) },
    ],
  };
}

/**
 * A response's body: the document and, beside it, the signature over the document's exact bytes (ECDSA P-256 with SHA-256,
 * r ‖ s as hexadecimal digits).
 */
export function signDocument(
  name: "tcbInfo" | "enclaveIdentity",
  document: Readonly<Record<string, unknown>>,
  { privateKey }: KeyPair,
): string {
  const text = JSON.stringify(document);
  const signature = sign("sha256", toUtf8(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `{"${name}":${text},"signature":"${signature.toString("hex")}"}`;
}
