import { randomUUID } from "node:crypto";
import { toBase64, toUtf8 } from "@sekisho/encoding";
import { knownFirmware, recordedTd, tdFirmwareDigest } from "@sekisho/gate/testing";
import {
  createQuotingEnclave,
  createTdxModule,
  playedTd,
  tdAttributes,
  usualTdAttributes,
  type IntelAuthority,
  type QuotingEnclaveOptions,
  type TdEvent,
} from "@sekisho/lab";
import { labCollateral, testIntelAuthority } from "@sekisho/lab/testing";
import type { EvidenceBundle, Machine } from "@sekisho/release";
import { bundleOf, endorsementsOf, labMachine, type LabCase } from "./lab-case.ts";

/** What is otherwise than with an honest TD of the lab. */
export type TdxChange = {
  readonly mrTd?: Uint8Array;
  readonly events?: (own: readonly TdEvent[]) => readonly TdEvent[];
  readonly debug?: boolean;
  /** The initrd was left before the quote was made. */
  readonly left?: boolean;
  readonly flip?: number;
  readonly authority?: IntelAuthority;
  readonly enclave?: QuotingEnclaveOptions;
  readonly withoutCollateral?: boolean;
  readonly stolen?: Partial<EvidenceBundle>;
  readonly machine?: Partial<Machine>;
  readonly policy?: string;
};

/** A TD that boots directly, with the log of its registers, and what the lab's Intel says of its platform. */
export async function tdxCase(change: TdxChange = {}): Promise<LabCase> {
  const authority = await testIntelAuthority();
  const id = randomUUID();
  const { events: own, known } = recordedTd(`quiet sekisho.machine=${id}`);
  const machine = labMachine(id, {
    technology: "tdx",
    guestPolicy: "0x10000000",
    measuredLaunches: [knownFirmware],
    measuredBoots: [known],
    additionalRoots: [authority.rootDigest],
    ...change.machine,
  });
  const module = createTdxModule(createQuotingEnclave(change.authority ?? authority, change.enclave));
  const attributes = change.debug === true ? usualTdAttributes | tdAttributes.debug : usualTdAttributes;
  const launched = module.launch({ mrTd: change.mrTd ?? tdFirmwareDigest, attributes });
  const { td, eventLog } = playedTd(launched, change.events?.(own) ?? own);
  if (change.left === true) td.extend(3, new Uint8Array(48).fill(1));
  const log = await eventLog(undefined);
  const bundle = await bundleOf(machine, {}, (binding) => {
    const quote = new Uint8Array(td.quote(binding));
    if (change.flip !== undefined) quote[change.flip] = (quote[change.flip] ?? 0) ^ 1;
    const logged = log === undefined ? {} : { eventLog: toBase64(log) };
    return { evidence: { technology: "tdx", quote: toBase64(quote), ...logged } };
  });
  const { certificates, crls, documents } = await labCollateral("tdx");
  const endorsements =
    change.withoutCollateral === true ? {} : { certificates, crls, collateral: documents.map(toUtf8) };
  return {
    detail: { number: 2, evidence: { ...bundle, ...change.stolen }, endorsements: endorsementsOf(endorsements) },
    machine,
    policy: change.policy ?? null,
    at: new Date(),
  };
}
