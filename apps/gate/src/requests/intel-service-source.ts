import {
  collectIntelEndorsements,
  createIntelService,
  type CollectedIntelEndorsements,
  type GivenToIntel,
  type IntelService,
} from "@sekisho/endorsements/fetch";
import type { Quote } from "@sekisho/evidence/dcap";
import { message } from "@sekisho/messages";
import { createNewcomers } from "./newcomers.ts";
import { serviceOptions, type VendorService } from "./vendor-service.ts";

/** Where Intel's collateral comes from: Intel's service, a caching one, or what was imported. `given` came with the evidence. */
export type IntelEndorsementSource = (input: {
  readonly quote: Quote;
  readonly given: GivenToIntel;
  /** The machine that the evidence is about. */
  readonly machineId: string;
}) => Promise<CollectedIntelEndorsements>;

/** Asks Intel's service, or one that speaks its interface, for what a quote's appraisal needs. */
export function intelServiceSource(service: VendorService): IntelEndorsementSource {
  const client = createIntelService(serviceOptions(service));
  const newcomers = createNewcomers();
  return ({ machineId, ...input }) => {
    const tcbInfo: IntelService["tcbInfo"] = async (technology, fmspc) => {
      const name = `${technology} ${fmspc}`;
      const seconds = newcomers.mustWait(name, machineId);
      if (seconds > 0) {
        const error = message("gate.endorsements.newPlatforms", { fmspc, machineId, seconds });
        return { ok: false, error, notFound: false };
      }
      const answer = await client.tcbInfo(technology, fmspc);
      if (answer.ok) newcomers.remember(name);
      return answer;
    };
    return collectIntelEndorsements({ ...input, service: { ...client, tcbInfo } });
  };
}
