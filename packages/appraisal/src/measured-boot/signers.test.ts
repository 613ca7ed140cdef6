import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import type { Policy } from "../policy/schema.ts";
import { bootEvidence, refused, usualBoots } from "../testing/measured-boot.ts";
import {
  authority,
  certificateLike,
  program,
  sha256,
  usualEvents,
  variable,
  type TestEvent,
} from "../testing/measured-log.ts";
import { precheckMeasuredBoot } from "./precheck.ts";

const microsoft = certificateLike(1);
const distribution = certificateLike(2);
const stranger = certificateLike(3);

const signers = [toHex(sha256(microsoft)), toHex(sha256(distribution)).toUpperCase()];
const policy: Policy = {
  version: 1,
  "measured-boot": { components: { shim: { signers }, "boot-loader": { signers } } },
};

const sbatLevel = authority("SbatLevel", new Uint8Array(8).fill(0x20), false);
const vouched = [authority("db", microsoft), sbatLevel, authority("Shim", distribution, false)];
const secureBootOff = (events: readonly TestEvent[]): readonly TestEvent[] =>
  events.map((event) =>
    toHex(event.measured) === toHex(variable("SecureBoot", Uint8Array.of(1)).measured)
      ? variable("SecureBoot", Uint8Array.of(0))
      : event,
  );

/** The checks that refuse a boot with another first program, where everything else of it is known. */
async function withAnotherProgram(base: readonly TestEvent[], rules = policy): Promise<readonly string[]> {
  const old = toHex(program("shim 16").measured);
  const events = base.map((event) => (toHex(event.measured) === old ? program("shim 17") : event));
  expect(events).not.toEqual(base);
  const input = await bootEvidence({ events, known: await usualBoots(base), policy: rules });
  return refused(await precheckMeasuredBoot(input));
}

const another = ["measured-boot.known", "measured-boot.boot-loader"];

describe("signers", () => {
  test("speak for another program in PCR 4", async () => {
    expect(await withAnotherProgram([...usualEvents, ...vouched])).toEqual([]);
    expect(await withAnotherProgram([...usualEvents, ...vouched], { version: 1 })).toEqual(another);
  });

  test("speak for no other kind of program, and for no known PCR 7 that changed", async () => {
    const kernel: Policy = { version: 1, "measured-boot": { components: { kernel: { signers } } } };
    expect(await withAnotherProgram([...usualEvents, ...vouched], kernel)).toEqual(another);
    const known = await usualBoots([...usualEvents, ...vouched]);
    const fewer = await bootEvidence({ events: [...usualEvents, ...vouched.slice(0, 1)], known, policy });
    expect(refused(await precheckMeasuredBoot(fewer))).toContain("measured-boot.known");
  });

  const forged = { ...authority("db", microsoft), measured: authority("db", stranger).measured };
  const relabelled = { ...authority("db", stranger), type: 0x8000_0001 };
  test.each<readonly [string, readonly TestEvent[]]>([
    ["Secure Boot is off", secureBootOff([...usualEvents, ...vouched])],
    ["nothing vouched", usualEvents],
    ["only a revocation level was measured", [...usualEvents, sbatLevel]],
    ["another certificate vouched", [...usualEvents, authority("db", stranger)]],
    ["another certificate vouched as well", [...usualEvents, ...vouched, authority("MokList", stranger)]],
    ["an event shows a certificate that its digest is not over", [...usualEvents, forged]],
    ["another certificate is shown under another type", [...usualEvents, ...vouched, relabelled]],
    ["a hash vouched as well", [...usualEvents, ...vouched, authority("db", new Uint8Array(32))]],
    ["shim doesn't verify", [...usualEvents, ...vouched, authority("MokSBState", Uint8Array.of(1), false)]],
    ["the certificates came before the separator", [...vouched.toReversed(), ...usualEvents]],
  ])("are not believed where %s", async (_, events) => {
    expect(await withAnotherProgram(events)).toEqual(another);
  });
});
