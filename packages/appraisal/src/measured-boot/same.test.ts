import { expect, test } from "vitest";
import { bootEvidence, usualBoots, type Changes } from "../testing/measured-boot.ts";
import { grubFile, grubText, usualEvents, type TestEvent } from "../testing/measured-log.ts";
import { precheckMeasuredBoot } from "./precheck.ts";

const evilKernel = usualEvents.map((event) =>
  Buffer.from(event.measured).toString("utf8") === "kernel 6.12" ? grubFile("/vmlinuz-6.12", "evil") : event,
);

/** The main components that are said to be those of the nearest known boot. */
async function sameIn(changes: Changes): Promise<readonly string[]> {
  const checks = await precheckMeasuredBoot(await bootEvidence({ known: await usualBoots(), ...changes }));
  return checks.filter(({ detail }) => detail.id === "known-boot.same").map(({ id, status }) => `${id} ${status}`);
}

test("what does not differ from the nearest known boot is said to be the same, and what does is not", async () => {
  const same = await sameIn({ events: evilKernel });
  expect(same).toEqual(expect.arrayContaining(["measured-boot.initrd pass", "measured-boot.command-line pass"]));
  expect(same.join()).not.toContain("kernel");
});

test("nothing is said to be the same by a log that does not replay, or that differs in more than is looked at", async () => {
  expect(await sameIn({ events: evilKernel, logged: usualEvents })).toEqual([]);
  const many: TestEvent[] = Array.from({ length: 80 }, (_, index) => grubText("grub_cmd", `echo ${index}`));
  expect(await sameIn({ events: [...evilKernel, ...many] })).toEqual([]);
});

test("a boot that is known as a whole needs no such word", async () => {
  expect(await sameIn({})).toEqual([]);
});
