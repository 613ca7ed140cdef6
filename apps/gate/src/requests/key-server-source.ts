import { collectAmdEndorsements, createAmdKeyServer, type AmdKeyServer } from "@sekisho/endorsements/fetch";
import { toHex } from "@sekisho/encoding";
import { encodeTcbVersion } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { EndorsementSource } from "@sekisho/verifier";
import { createNewcomers } from "./newcomers.ts";
import { serviceOptions, type VendorService } from "./vendor-service.ts";

/** Asks AMD's key service, or one that speaks its interface, for what the evidence did not bring along. */
export function keyServerSource(service: VendorService): EndorsementSource {
  const server = createAmdKeyServer(serviceOptions(service));
  const newcomers = createNewcomers();
  return ({ machineId, ...input }) => {
    const vcek: AmdKeyServer["vcek"] = async (product, chipId, tcb) => {
      const chip = toHex(chipId);
      const name = [product, chip, toHex(encodeTcbVersion(tcb))].join(" ");
      const seconds = newcomers.mustWait(name, machineId);
      if (seconds > 0) {
        const error = message("verifier.endorsements.newChips", { chip, machineId, seconds });
        return { ok: false, error, notFound: false };
      }
      const answer = await server.vcek(product, chipId, tcb);
      if (answer.ok) newcomers.remember(name);
      return answer;
    };
    return collectAmdEndorsements({ ...input, server: { ...server, vcek } });
  };
}
