import { createHash } from "node:crypto";
import type { TdBody, TdReport, TdReport15 } from "@sekisho/evidence/dcap";
import type { QuotingEnclave } from "./quoting-enclave.ts";

/** TD attributes (TDX module ABI, ATTRIBUTES) that the lab's scenarios set. */
export const tdAttributes = {
  /** The host may read and change the domain's memory. */
  debug: 1n << 0n,
  /** No #VE when the host takes a page away: Linux demands it. */
  septVeDisable: 1n << 28n,
  migratable: 1n << 29n,
} as const;

/** What QEMU and KVM give a TD: 0x10000000. */
export const usualTdAttributes: bigint = tdAttributes.septVeDisable;

/** x87 to AMX: what a TD on a server of the lab's kind gets. */
const usualXfam = 0x06_1ae7n;

export type RegisterNumber = 0 | 1 | 2 | 3;
type Registers = TdReport["rtmrs"];

/** What the host says when it builds a TD. */
export type TdLaunchInput = {
  /** The digest over what the host loaded: 48 bytes. */
  readonly mrTd: Uint8Array;
  readonly attributes?: bigint;
  readonly xfam?: bigint;
  /** 48 bytes each. */
  readonly mrConfigId?: Uint8Array;
  readonly mrOwner?: Uint8Array;
  readonly mrOwnerConfig?: Uint8Array;
};

/** A trust domain that runs on the lab's platform. Its registers are zero at first. */
export type LaunchedTd = {
  /** RTMR 0 to 3 as they are now. */
  readonly registers: () => Registers;
  /** TDG.MR.RTMR.EXTEND: register = SHA-384(register ‖ digest); `digest` has 48 bytes. */
  extend(register: RegisterNumber, digest: Uint8Array): void;
  /** A quote over 64 bytes that the TD chose, as Linux's configfs-tsm hands it to user space. */
  quote(reportData: Uint8Array): Uint8Array;
};

/** How a TDX module of the lab differs from the usual one. */
export type TdxModuleOptions = {
  /** 4: quotes with bodies of TDX 1.0; 5: of TDX 1.5. Default 4, as today's hosts give them. */
  readonly quoteVersion?: 4 | 5;
  /** Changes any field before it is signed: for what no genuine module would say. */
  readonly changeReport?: (report: TdReport15) => TdReport15;
};

/** A platform's TDX module and quoting enclave. */
export type TdxModule = {
  readonly quotingEnclave: QuotingEnclave;
  launch(input: TdLaunchInput): LaunchedTd;
};

/** Loads a TDX module on the platform of a quoting enclave. */
export function createTdxModule(quotingEnclave: QuotingEnclave, options: TdxModuleOptions = {}): TdxModule {
  const { quoteVersion = 4, changeReport = (same) => same } = options;
  const teeTcbSvn = Uint8Array.from(quotingEnclave.platform.tdxComponents);
  return {
    quotingEnclave,
    launch: ({ mrTd, attributes = usualTdAttributes, xfam = usualXfam, ...owner }) => {
      const rtmrs: [...Registers] = [zeros(48), zeros(48), zeros(48), zeros(48)];
      return {
        registers: () => [...rtmrs],
        extend: (register, digest) => {
          if (digest.length !== 48) throw new RangeError(`a digest of ${digest.length} bytes instead of 48`);
          rtmrs[register] = sha384(rtmrs[register], digest);
        },
        quote: (reportData) => {
          const report = changeReport({
            teeTcbSvn,
            mrSeam: labModuleDigest,
            mrSignerSeam: zeros(48),
            seamAttributes: 0n,
            tdAttributes: attributes,
            xfam,
            mrTd,
            mrConfigId: owner.mrConfigId ?? zeros(48),
            mrOwner: owner.mrOwner ?? zeros(48),
            mrOwnerConfig: owner.mrOwnerConfig ?? zeros(48),
            rtmrs: [...rtmrs],
            reportData,
            teeTcbSvn2: teeTcbSvn,
            mrServiceTd: zeros(48),
          });
          return quotingEnclave.quoteTd(bodyOf(report, quoteVersion), quoteVersion);
        },
      };
    },
  };
}

function bodyOf(report: TdReport15, quoteVersion: 4 | 5): TdBody {
  return quoteVersion === 5 ? { kind: "td-1.5", report } : { kind: "td-1.0", report };
}

/** MRSEAM: no binary of Intel's has this digest. */
const labModuleDigest = sha384(Buffer.from("sekisho lab TDX module"));

function sha384(...parts: readonly Uint8Array[]): Uint8Array {
  const state = createHash("sha384");
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}

function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}
