import { collectIntelEndorsements, createIntelService, type IntelService } from "@sekisho/endorsements/fetch";
import { message } from "@sekisho/messages";
import type { IntelEndorsementSource } from "@sekisho/verifier";
import { createNewcomers } from "./newcomers.ts";
import { serviceOptions, type VendorService } from "./vendor-service.ts";

/** Asks Intel's service, or one that speaks its interface, for what a quote's appraisal needs. */
export function intelServiceSource(service: VendorService): IntelEndorsementSource {
  const client = createIntelService(serviceOptions(service));
  const newcomers = createNewcomers();
  return ({ machineId, ...input }) => {
    const tcbInfo: IntelService["tcbInfo"] = async (technology, fmspc) => {
      const name = `${technology} ${fmspc}`;
      const seconds = newcomers.mustWait(name, machineId);
      if (seconds > 0) {
        const error = message("verifier.endorsements.newPlatforms", { fmspc, machineId, seconds });
        return { ok: false, error, notFound: false };
      }
      const answer = await client.tcbInfo(technology, fmspc);
      if (answer.ok) newcomers.remember(name);
      return answer;
    };
    return collectIntelEndorsements({ ...input, service: { ...client, tcbInfo } });
  };
}
