import { toUtf8 } from "@sekisho/encoding";
import { createRenderer } from "@sekisho/messages";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appraisalCatalogue } from "../locales/index.ts";
import type { Policy } from "../policy/schema.ts";
import { labTd } from "../testing/lab-quote.ts";
import {
  ccelOf,
  commandLine,
  knownBootOf,
  machineId,
  rtmrsOf,
  stepDigest,
  usualSteps,
  wide,
  type Step,
} from "../testing/recorded-td.ts";
import { refuses, type Check } from "@sekisho/evidence";
import { mostDescribed } from "../measured-boot/log.ts";
import { readRtmrLog } from "./event-log.ts";
import { precheckTdx, type TdxPrecheckInput } from "./precheck.ts";

const tdx = { rtmrs: { "0": "known-boots", "1": "known-boots", "2": "known-boots", "3": "zero" } } as const;
const policy: Policy = { version: 1, tdx };
const namesMachine = (text: string, id: string): boolean => text.includes(`sekisho.machine=${id}`);

/** The checks of a TD that booted these steps, with its log unless it is told otherwise. */
async function judge(steps: readonly Step[], changes: Partial<TdxPrecheckInput> = {}): Promise<readonly Check[]> {
  return precheckTdx({
    quote: await labTd({ report: { rtmrs: rtmrsOf(steps) } }),
    policy,
    knownBoots: [knownBootOf(usualSteps)],
    eventLog: ccelOf(steps),
    machine: { id: machineId, namesMachine },
    ...changes,
  });
}

async function withoutLog(steps: readonly Step[], changes: Partial<TdxPrecheckInput> = {}) {
  const { eventLog: _, ...rest } = { eventLog: undefined, ...changes };
  const quote = await labTd({ report: { rtmrs: rtmrsOf(steps) } });
  const known = [knownBootOf(usualSteps)];
  return precheckTdx({ quote, policy, knownBoots: known, machine: { id: machineId, namesMachine }, ...rest });
}

const refusing = (checks: readonly Check[]): string[] => checks.filter(refuses).map(({ id }) => id);

const render = createRenderer("en", [appraisalCatalogue]);
function text(checks: readonly Check[], id: string): string {
  const check = checks.find((one) => one.id === id);
  return check === undefined ? "" : render(check.detail);
}

/** The usual boot with one component otherwise. */
function changed(component: string, change: Partial<Step>): readonly Step[] {
  return usualSteps.map((step) => (step.component === component ? { ...step, ...change } : step));
}

test("the log of a TD with other firmware is not even read", async () => {
  const unread = {
    get eventLog(): Uint8Array {
      throw new Error("read");
    },
  };
  const quote = await labTd({ report: { rtmrs: rtmrsOf(usualSteps) } });
  const strict: Policy = { version: 1, tdx: { ...tdx, "mr-td": ["ee".repeat(48)] } };
  const input = (demands: Policy): TdxPrecheckInput =>
    Object.defineProperties({ quote, policy: demands }, Object.getOwnPropertyDescriptors(unread));
  expect(refusing(await precheckTdx(input(strict)))).toEqual(["tdx.policy.mr-td"]);
  await expect(precheckTdx(input(policy))).rejects.toThrow("read");
});

describe("a TD that booted as its owner knows it", () => {
  test("is accepted, with its log and without", async () => {
    for (const checks of [await judge(usualSteps), await withoutLog(usualSteps)]) {
      expect(refusing(checks)).toEqual([]);
      expect(text(checks, "measured-boot.known")).toBe("Every RTMR is that of a known boot: kernel 6.16.");
      expect(text(checks, "measured-boot.machine")).toBe("The measured command line names this machine.");
    }
  });

  test("is accepted where one known boot speaks for RTMR 0 and another for the rest", async () => {
    const knownBoots = [knownBootOf(usualSteps, "first boot", [0]), knownBootOf(usualSteps, "kernel", [1, 2])];
    expect(refusing(await judge(usualSteps, { knownBoots }))).toEqual([]);
    expect(refusing(await withoutLog(usualSteps, { knownBoots }))).toEqual([]);
  });
});

describe("a TD that booted otherwise is refused by component", () => {
  const added = `${commandLine} init=/bin/sh`;

  test.each([
    ["kernel", changed("kernel", { measured: toUtf8("kernel 6.17") }), "kernel has another content (RTMR 1)."],
    ["initrd", changed("initrd", { measured: toUtf8("initrd 2") }), "Linux initrd has another content (RTMR 2)."],
    [
      "command-line",
      changed("command-line", { measured: wide(added) }),
      'The kernel command line adds "init=/bin/sh".',
    ],
    [
      "platform-configuration",
      changed("platform-configuration", { measured: toUtf8("other tables") }),
      "ACPI DATA has another content (RTMR 0).",
    ],
    ["initrd", usualSteps.slice(0, -1), "An event is missing from the log: Linux initrd (RTMR 2)."],
  ])("%s", async (component, steps, expected) => {
    const checks = await judge(steps, { claimedBoot: { commandLine: added, kernelVersion: "6.16" } });
    expect(refusing(checks)).toEqual(["measured-boot.known", `measured-boot.${component}`]);
    expect(text(checks, `measured-boot.${component}`)).toBe(expected);
  });

  test("a command line that neither log nor guest tells", async () => {
    const checks = await judge(changed("command-line", { measured: wide(added) }));
    expect(refusing(checks)).toEqual(["measured-boot.known", "measured-boot.command-line"]);
    expect(text(checks, "measured-boot.command-line")).toMatch(/^The kernel command line is not the known one, root=/);
  });

  test("an event too many", async () => {
    const more: Step = { register: 2, component: "initrd", name: "second", measured: toUtf8("initrd 2") };
    const checks = await judge([...usualSteps, more]);
    expect(refusing(checks)).toHaveLength(2);
    expect(text(checks, refusing(checks)[1] ?? "")).toMatch(/was measured into RTMR 2, where no known boot has/);
  });

  test("and without its log by register", async () => {
    const checks = await withoutLog(changed("kernel", { measured: toUtf8("kernel 6.17") }));
    expect(refusing(checks)).toEqual(["measured-boot.known"]);
    expect(text(checks, "measured-boot.known")).toMatch(/^No known boot gives what stands in RTMR 1, and no event log/);
  });

  test("by the machine that its command line names", async () => {
    const machine = { id: "00000000-0000-4000-8000-000000000000", namesMachine };
    expect(refusing(await judge(usualSteps, { machine }))).toEqual(["measured-boot.machine"]);
    expect(refusing(await withoutLog(usualSteps, { machine }))).toEqual(["measured-boot.machine"]);
  });

  test("a policy's rule accepts another initrd, and no other component", async () => {
    const next = changed("initrd", { measured: toUtf8("initrd 2") });
    const digests = next.filter(({ component }) => component === "initrd").map(stepDigest);
    const ruled: Policy = { version: 1, tdx, "measured-boot": { components: { initrd: { digests } } } };
    expect(refusing(await judge(next, { policy: ruled }))).toEqual([]);
    const other = changed("kernel", { measured: toUtf8("kernel 6.17") });
    expect(refusing(await judge(other, { policy: ruled }))).toContain("measured-boot.kernel");
  });

  test("without a known boot its registers are unknown", async () => {
    for (const knownBoots of [[], [{ ...knownBootOf([]), registers: "pcr" as const }]]) {
      for (const checks of [await judge(usualSteps, { knownBoots }), await withoutLog(usualSteps, { knownBoots })]) {
        expect(refusing(checks)).toEqual(["measured-boot.known"]);
        expect(text(checks, "measured-boot.known")).toMatch(/^No known boot speaks for RTMR 0, 1, 2\./);
      }
    }
  });
});

describe("the event log", () => {
  test("of another boot refuses, whatever is known", async () => {
    const eventLog = ccelOf(changed("kernel", { measured: toUtf8("kernel 6.17") }));
    expect(refusing(await judge(usualSteps, { eventLog }))).toContain("tdx.event-log.rtmr-1");
    const authentic: Policy = { version: 1, tdx: {} };
    expect(refusing(await judge(usualSteps, { eventLog, policy: authentic }))).toEqual(["tdx.event-log.rtmr-1"]);
  });

  test("that tells of less than was measured refuses, and so does an empty one", async () => {
    const authentic: Policy = { version: 1, tdx: {} };
    const left: Step = { register: 3, component: "other", name: "sekisho: the initrd is left" };
    const short = await judge([...usualSteps, left], { eventLog: ccelOf(usualSteps), policy: authentic });
    expect(refusing(short)).toEqual(["tdx.event-log.rtmr-3"]);
    expect(refusing(await judge([], { eventLog: ccelOf([]), policy: authentic }))).toEqual(["tdx.event-log"]);
  });

  test("is refused where it can't be read, or speaks of a register that no TD has", async () => {
    const whole = ccelOf(usualSteps);
    expect(refusing(await judge(usualSteps, { eventLog: whole.slice(0, -3) }))).toEqual(["tdx.event-log"]);
    const foreign = ccelOf([...usualSteps, { register: 4, component: "x", name: "" } as unknown as Step]);
    expect(refusing(await judge(usualSteps, { eventLog: foreign }))).toEqual(["tdx.event-log"]);
  });

  test("once the initrd is left, RTMR 3 refuses", async () => {
    const left: Step = { register: 3, component: "other", name: "sekisho: the initrd is left" };
    expect(refusing(await judge([...usualSteps, left]))).toEqual(["tdx.policy.rtmrs.3"]);
  });

  test("with thousands of foreign events costs little, however many boots are known", async () => {
    const foreign = Array.from({ length: 5000 }, (_, index): Step => {
      return { register: 2, component: "x", name: `foreign ${index}` };
    });
    const quote = await labTd({ report: { rtmrs: rtmrsOf(foreign) } });
    const knownBoots = Array.from({ length: 64 }, () => knownBootOf(usualSteps));
    const eventLog = ccelOf(foreign);
    const checks = await judge(usualSteps, { quote, knownBoots, eventLog });
    expect(refusing(checks)).toContain("measured-boot.known");
    expect(JSON.stringify(checks).length).toBeLessThan(16_384);
    const log = await readRtmrLog(eventLog);
    expect(log.ok && log.value.events.length).toBe(foreign.length);
    const named = log.ok ? log.value.events.filter(({ name }) => name !== "") : [];
    expect(named).toHaveLength(mostDescribed);
  });

  test("with any bit changed is unreadable, or replays to other registers, or differs in words alone", async () => {
    const whole = ccelOf(usualSteps);
    const honest = await readRtmrLog(whole);
    const digests = (log: typeof honest) =>
      log.ok ? log.value.events.map(({ pcr, digest }) => `${pcr} ${digest}`) : [];
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * whole.length - 1), async (bit) => {
        const eventLog = whole.with(bit >> 3, (whole[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        const read = await readRtmrLog(eventLog);
        const refused = refusing(await judge(usualSteps, { eventLog })).length > 0;
        expect(refused || digests(read).join() === digests(honest).join()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
