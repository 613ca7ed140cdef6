import { appraiseTdx, isSignedTd, precheckTdx, verdictOf, type TdxPrecheckInput } from "@sekisho/appraisal";
import { createIntelChainCache, type CollectedIntelEndorsements, type GivenToIntel } from "@sekisho/endorsements/intel";
import type { Parsed } from "@sekisho/encoding";
import type { Quote } from "@sekisho/evidence/dcap";
import { namesMachine } from "@sekisho/release";
import type { AppraisalInput, Appraiser } from "./appraiser.ts";
import { demandsOf } from "./demands.ts";
import { demandVendor, problemChecks } from "./passing-problems.ts";
import { readTdxEvidence, type TdxEvidence } from "../evidence/read-quote.ts";

/** Where Intel's collateral comes from: Intel's service, a caching one, or what was imported. `given` came with the evidence. */
export type IntelEndorsementSource = (input: {
  readonly quote: Quote;
  readonly given: GivenToIntel;
  /** The machine that the evidence is about. */
  readonly machineId: string;
}) => Promise<CollectedIntelEndorsements>;

/** A quote brings its certificates along, and nothing else. */
const nothingGiven: GivenToIntel = {
  certificates: [],
  crls: [],
  collateral: { documents: [], certificates: [], crls: [] },
};

const nothingAsked: CollectedIntelEndorsements = { ...nothingGiven, files: [], problems: [] };

/**
 * Appraises quotes of TDX against a machine: its policy, its known launches and recorded boots, its roots.
 *
 * Nothing in a quote identifies a boot. The guest's key, which the quote covers, does so for the length of one conversation;
 * what ends a boot's right to a key is RTMR 3, which the agent extends before it leaves the initrd.
 */
export function createTdxAppraiser(source: IntelEndorsementSource): Omit<Appraiser, "policyProblem"> {
  const cache = createIntelChainCache();
  return {
    readReport: ({ evidence, guestKey }) => {
      const read = readTdxEvidence(evidence);
      if (!read.ok) return Promise.resolve(read);
      const { reportData } = read.value.quote.body.report;
      return Promise.resolve({ ok: true, value: { reportData, reportId: `tdx:${guestKey}` } });
    },

    precheck: async (input) => {
      const criteria = criteriaOf(input);
      const { eventLog, ...others } = criteria;
      // The certificates come with the quote, and all its signatures cost a hundredth of what a long log costs.
      if (eventLog === undefined || (await isSignedTd({ ...criteria, at: input.now, cache })))
        return precheckTdx(criteria);
      const { checks } = await appraiseTdx({ ...others, ...nothingGiven, at: input.now, cache });
      return checks;
    },

    appraise: async (input) => {
      const criteria = criteriaOf(input);
      const { quote } = criteria;
      const { id: machineId } = input.machine;
      // Anybody can write a quote that names any platform; only one that a platform signed is worth a question.
      const signed = await isSignedTd({ ...criteria, at: input.now, cache });
      const found = signed ? await source({ quote, given: nothingGiven, machineId }) : nothingAsked;
      const { certificates, crls, collateral, files, problems } = found;
      const verdict = await appraiseTdx({ ...criteria, certificates, crls, collateral, at: input.now, cache });
      demandVendor(verdict, problems);
      // The events are in the evidence itself; in every list of requests they would be some kilobytes each.
      const { eventLog: _, ...claims } = verdict.claims;
      return {
        verdict: verdictOf([...verdict.checks, ...problemChecks("tdx", problems)], claims),
        endorsements: {
          certificates: [...certificates, ...collateral.certificates],
          crls: [...crls, ...collateral.crls],
          collateral: files,
        },
      };
    },
  };
}

function criteriaOf({ bundle, machine, policy, binding }: AppraisalInput): TdxPrecheckInput {
  const { quote, eventLog } = sure(readTdxEvidence(bundle.evidence));
  return {
    quote,
    policy: demandsOf(policy, machine.additionalRoots),
    knownLaunches: machine.measuredLaunches ?? [],
    knownBoots: machine.measuredBoots ?? [],
    expectedReportData: binding,
    expectedAttributes: BigInt(machine.guestPolicy),
    ...(eventLog === undefined ? {} : { eventLog }),
    machine: { id: machine.id, namesMachine },
    ...(bundle.claimedBoot === undefined ? {} : { claimedBoot: bundle.claimedBoot }),
  };
}

function sure(read: Parsed<TdxEvidence>): TdxEvidence {
  if (!read.ok) throw new TypeError(`${read.error.field} was not read before`);
  return read.value;
}
