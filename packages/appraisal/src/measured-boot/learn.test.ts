import { toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { ComponentKind } from "@sekisho/evidence/boot-log";
import { measuredBootSchema, type MeasuredBoot } from "@sekisho/reference-values";
import { expect, test } from "vitest";
import { learnablePcrs, compareBoot, learnBoot, withLearnedBoot, type LessonInput } from "./learn.ts";
import type { LoggedEvent } from "./log.ts";

const commandLine = "root=PARTLABEL=root sekisho.machine=6f1d";
const addedAt = "2026-11-23T10:00:00Z";

type Step = {
  readonly pcr: number;
  readonly kind: ComponentKind;
  readonly name: string;
  readonly content?: Uint8Array;
};

const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`${text}\0`, "utf16le"));

/** A boot of few events: firmware, a loader, GRUB's command line, and the kernel's record of it. */
const usual: readonly Step[] = [
  { pcr: 0, kind: "firmware", name: "code" },
  { pcr: 1, kind: "boot-variable", name: "BootOrder" },
  { pcr: 4, kind: "boot-loader", name: "\\EFI\\BOOT\\BOOTX64.EFI" },
  { pcr: 4, kind: "kernel", name: "/vmlinuz" },
  { pcr: 8, kind: "command-line", name: commandLine, content: toUtf8(commandLine) },
  { pcr: 9, kind: "command-line", name: "LOADED_IMAGE::LoadOptions", content: utf16(commandLine) },
];

async function logged(steps: readonly Step[]): Promise<readonly LoggedEvent[]> {
  const events = steps.map(async ({ pcr, kind, name, content = toUtf8(name) }) => {
    const digest = toHex(await hash("sha256", content));
    return { pcr, component: kind, name, digest, authenticated: kind === "command-line" && pcr === 8 };
  });
  return Promise.all(events);
}

/** What the image's files tell of {@link usual}: all PCRs but 0 and 1. */
async function predicted(steps: readonly Step[] = usual, name = "predicted"): Promise<MeasuredBoot> {
  const pcrs = [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];
  const events = await logged(steps.filter(({ pcr }) => pcrs.includes(pcr)));
  return {
    name,
    addedAt,
    origin: "predicted",
    pcrs,
    events: events.map(({ pcr, component, name: what, digest }) => ({ pcr, component, name: what, digest })),
  };
}

async function lesson(steps: readonly Step[], changes: Partial<LessonInput> = {}) {
  const known = [await predicted()];
  const events = await logged(steps);
  return learnBoot({ events, known, accepted: [], commandLines: [], name: "first boot", addedAt, ...changes });
}

test("a boot as predicted teaches the PCRs that no prediction speaks for, and no other", async () => {
  const { boot, findings, refused } = await lesson(usual);
  expect(refused).toEqual([]);
  expect(measuredBootSchema.parse(boot)).toMatchObject({
    name: "first boot",
    origin: "learned",
    pcrs: [0, 1],
    addedAt,
  });
  expect(boot?.events.map(({ pcr, component, name }) => [pcr, component, name])).toEqual([
    [0, "firmware", "code"],
    [1, "boot-variable", "BootOrder"],
  ]);
  expect(boot?.events[0]).not.toHaveProperty("authenticated");
  expect(findings.map(({ pcr, kind }) => [pcr, kind])).toEqual([
    [0, "first-boot"],
    [1, "first-boot"],
    ...[2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14].map((pcr) => [pcr, "known"]),
  ]);
});

test("what was learned makes the same boot known, so that there is nothing more to learn", async () => {
  const known = [await predicted()];
  const first = await lesson(usual, { known });
  const again = await lesson(usual, { known: first.boot === undefined ? known : [...known, first.boot] });
  expect(again.boot).toBeUndefined();
  expect(again.findings.every(({ kind }) => kind === "known")).toBe(true);
});

const otherKernel = usual.map((step) => (step.kind === "kernel" ? { ...step, content: toUtf8("other") } : step));

test("a boot that differs from the prediction teaches nothing, and shows where it differs", async () => {
  const { boot, refused, findings } = await lesson(otherKernel);
  expect(boot).toBeUndefined();
  expect(refused).toEqual([4]);
  const [expected, actual] = [
    toHex(await hash("sha256", toUtf8("/vmlinuz"))),
    toHex(await hash("sha256", toUtf8("other"))),
  ];
  expect(findings.find(({ pcr }) => pcr === 4)).toMatchObject({
    kind: "differs",
    expected: [{ component: "kernel", digest: expected }],
    actual: [{ component: "kernel", digest: actual }],
  });
  expect(findings.find(({ pcr }) => pcr === 9)?.kind).toBe("as-predicted");
});

test("an event too many, one too few, and one at a PCR that should stay zero are differences", async () => {
  const more = await lesson([...usual, { pcr: 12, kind: "command-line", name: "init=/bin/sh" }]);
  expect(more).toMatchObject({ refused: [12], boot: undefined });
  expect(more.findings.find(({ pcr }) => pcr === 12)).toMatchObject({
    expected: [],
    actual: [{ name: "init=/bin/sh" }],
  });
  expect((await lesson(usual.filter(({ kind }) => kind !== "kernel"))).refused).toEqual([4]);
  expect((await lesson(usual.toReversed())).refused).toEqual([4]);
});

test("an accepted difference is learned with all PCRs that the prediction no longer speaks for", async () => {
  expect((await lesson(otherKernel, { accepted: [5] })).boot).toBeUndefined();
  const { boot, refused } = await lesson(otherKernel, { accepted: [4] });
  expect(refused).toEqual([]);
  expect(boot?.pcrs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]);
});

test("the nearest of several predictions is what a boot is held against", async () => {
  const far = await predicted(
    usual.map((step) => ({ ...step, content: toUtf8("x") })),
    "far",
  );
  const { findings } = await lesson(otherKernel, { known: [far, await predicted()] });
  expect(findings.find(({ pcr }) => pcr === 4)).toMatchObject({ nearest: { name: "predicted" } });
});

test("a learned value of another shape doesn't hinder, and is shown beside what came", async () => {
  const known = [await predicted()];
  const { boot } = await lesson(usual, { known });
  const larger = usual.map((step) => (step.pcr === 0 ? { ...step, content: toUtf8("8 GiB") } : step));
  const second = await lesson(larger, { known: boot === undefined ? known : [...known, boot] });
  expect(second.findings[0]).toMatchObject({ kind: "first-boot", nearest: { name: "first boot" } });
  expect(second.boot?.pcrs).toEqual([0, 1]);
});

test("the command line that only its hash records gets its text, or nothing is learned", async () => {
  const unpredicted = { known: [], accepted: [...learnablePcrs] };
  const { boot } = await lesson(usual, unpredicted);
  expect(boot?.events.filter(({ component }) => component === "command-line").map(({ name }) => name)).toEqual([
    commandLine,
    commandLine,
  ]);
  const hidden = usual.filter(({ pcr }) => pcr !== 8);
  expect(await lesson(hidden, unpredicted)).toMatchObject({ boot: undefined, unreadable: [9] });
  expect((await lesson(hidden, { ...unpredicted, commandLines: [commandLine] })).boot?.pcrs).toContain(9);
  expect((await lesson(hidden, { ...unpredicted, commandLines: [`${commandLine} quiet`] })).unreadable).toEqual([9]);
});

test("what the image's files could tell is learned without a prediction only where a person says so", async () => {
  const { boot, refused } = await lesson(usual, { known: [] });
  expect(boot).toBeUndefined();
  expect(refused).toEqual(expect.arrayContaining([4, 8, 9]));
  expect(refused).not.toContain(0);
  expect(refused).not.toContain(1);
  const accepted = await lesson(usual, { known: [], accepted: [...refused] });
  expect(accepted.boot?.pcrs).toEqual([...learnablePcrs]);
});

test("neither IMA's PCR, nor the agent's, nor those of the running system are learned", async () => {
  const later: readonly Step[] = [10, 15, 16, 23].map((pcr) => ({ pcr, kind: "other", name: `${pcr}` }));
  expect((await lesson([...usual, ...later])).boot?.pcrs).toEqual([0, 1]);
});

test("a learned value takes the place of an equal one, and only of that", async () => {
  const prediction = await predicted();
  const { boot } = await lesson(usual);
  if (boot === undefined) throw new Error("nothing learned");
  const renamed = { ...boot, name: "again", addedAt: "2026-11-24T10:00:00Z" };
  expect(withLearnedBoot([prediction, boot], renamed)).toEqual([prediction, renamed]);
  const other = { ...boot, events: boot.events.slice(1) };
  expect(withLearnedBoot([boot, prediction], other)).toEqual([boot, prediction, other]);
  expect(withLearnedBoot([prediction], { ...prediction, origin: "learned" })).toHaveLength(2);
});

test("a boot without any event agrees with no prediction", async () => {
  const kinds = compareBoot([], [await predicted()]).map(({ pcr, kind }) => [pcr, kind]);
  expect(kinds.filter(([, kind]) => kind === "differs").map(([pcr]) => pcr)).toEqual([4, 8, 9]);
});
