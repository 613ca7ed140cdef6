import { floorName, type Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createFloor } from "../support/floor.ts";

/** The floor itself, against a second floor: its ratio says how far this machine's noise can be trusted away. */
export const p384Verify: Figure = {
  name: "p384-verify",
  title: "the floor: node:crypto verifies one ECDSA P-384 signature over 672 bytes, with a key imported before",
  goal: null,
  measure: async () => {
    const { ms, ratio } = await compare(createFloor(), createFloor());
    return { value: ms * 1000, unit: "µs", ratio, against: `${floorName}, measured again` };
  },
};
