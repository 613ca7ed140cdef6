import { describe, expect, test } from "vitest";
import { watchFirmware } from "./firmware-watch.ts";

type Sample = { readonly registers?: string; readonly seconds?: number };

/** Watches through samples; the console prints when they are used up, or before sample `printsAt` is looked at. */
async function watch(
  samples: readonly Sample[],
  printsAt = samples.length,
): Promise<{ refused: boolean; used: number }> {
  let at = -1;
  const refused = await watchFirmware({
    isSilent: () => at + 1 < printsAt,
    registers: () => Promise.resolve(samples[at]?.registers),
    processorSeconds: () => Promise.resolve(samples[at]?.seconds),
    pause: () => Promise.resolve((at += 1)),
  });
  return { refused, used: at + 1 };
}

/** Samples with the same registers and this much processor time between them. */
const spins = (count: number, step: number, registers = "RIP=7"): Sample[] =>
  Array.from({ length: count }, (_, index) => ({ registers, seconds: 1 + index * step }));

describe("a firmware is taken to have refused its kernel", () => {
  test("once it spun for a second of processor time, and not before", async () => {
    expect(await watch(spins(20, 0.25))).toEqual({ refused: true, used: 5 });
    expect(await watch(spins(20, 0.125))).toEqual({ refused: true, used: 9 });
  });

  test("but never for fewer than four samples", async () => {
    expect(await watch(spins(20, 10))).toEqual({ refused: true, used: 4 });
  });
});

describe("a firmware is left in peace", () => {
  test("while its registers change, and spinning counts anew after each change", async () => {
    const working = spins(20, 1).map((sample, index) => ({ ...sample, registers: `RIP=${index % 2}` }));
    expect(await watch(working)).toMatchObject({ refused: false });
    const late = [...spins(3, 1, "RIP=1"), ...spins(20, 0.5, "RIP=2")];
    expect(await watch(late)).toEqual({ refused: true, used: 7 });
  });

  test("while it gets no processor time", async () => {
    expect(await watch(spins(50, 0.01))).toMatchObject({ refused: false, used: 50 });
  });

  test("as soon as the console prints, also during the last sample", async () => {
    expect(await watch(spins(20, 1), 2)).toEqual({ refused: false, used: 2 });
    expect(await watch(spins(20, 1), 4)).toEqual({ refused: false, used: 4 });
  });

  test("when QEMU is gone", async () => {
    expect(await watch([{ registers: "RIP=7" }, ...spins(9, 1)])).toEqual({ refused: false, used: 1 });
    expect(await watch([{ seconds: 1 }, ...spins(9, 1)])).toEqual({ refused: false, used: 1 });
  });
});
