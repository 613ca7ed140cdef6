import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createSumFloor } from "../support/floor.ts";
import { prepareSevSession, sevSignatures } from "../support/sev-session.ts";

export const sevSession: Figure = {
  name: "sev-session",
  title: "a measured launch of SEV-ES judged by its owner: platform's certificates, launch policy, measurement",
  goal: 1.2,
  measure: async () => {
    const { verify, session } = await prepareSevSession();
    const floor = createSumFloor(sevSignatures);
    const { ms, floorMs, ratio } = await compare(floor, verify);
    const made = await compare(floor, session, { rounds: 60, atMostMs: 2000, warmUpMs: 500 });
    const notes = [
      `its ${sevSignatures.length} signatures, three RSA-4096 and four P-384, took ${(floorMs * 1000).toFixed(0)} µs in the same run`,
      `making a session for the platform (ECDH, key derivation, wrapping) took ${(made.ms * 1000).toFixed(0)} µs besides`,
    ];
    return { value: ms * 1000, unit: "µs", ratio, against: `its ${sevSignatures.length} signatures`, notes };
  },
};
