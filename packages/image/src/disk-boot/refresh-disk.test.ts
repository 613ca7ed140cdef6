import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { isDisk, type DiskMachine } from "@sekisho/release";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openCache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { blankStore } from "../testing/blank-store.ts";
import { exampleMachine } from "../testing/example-machine.ts";
import { withFolder } from "../testing/small-disk.ts";
import { smallStub } from "../testing/small-stub.ts";
import { assembleDisk } from "./assemble.ts";
import { mebibyte } from "./layout.ts";
import { refreshDisk, withPredicted, type DiskRefresh } from "./refresh-disk.ts";
import { stageBootFiles, type Bootable } from "./stage.ts";

const now = new Date("2026-11-23T00:00:00Z");
const commandLine = "ro panic=-1 sekisho.machine=0b6c1c1e-4f8e-4f0e-9a55-000102030405";

/** What a machine boots with: each part differs with its number. */
async function bootable(folder: string, parts: { loader: number; kernel: number; initrd: number }): Promise<Bootable> {
  await mkdir(folder, { recursive: true });
  const program = (number: number): Uint8Array => {
    const bytes = smallStub();
    bytes[1100] = number;
    return bytes;
  };
  const write = async (name: string, content: Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  return {
    boot: {
      kernel: await write("kernel", program(parts.kernel)),
      initrd: await write("initrd", new Uint8Array(100_000).fill(parts.initrd)),
      version: `6.12.${parts.kernel}`,
      distribution: "debian",
      osRelease: "ID=debian\n",
    },
    loaders: {
      kind: "uki",
      first: await write("first", program(parts.loader)),
      second: await write("second", smallStub()),
    },
    commandLine,
    signingKey: undefined,
  };
}

/** A machine that boots a unified kernel image without Secure Boot, with all parts of number 1. */
async function example(folder: string): Promise<DiskMachine> {
  await mkdir(join(folder, "old"), { recursive: true });
  await writeFile(join(folder, "root"), new Uint8Array(3 * mebibyte).fill(7));
  const staged = await stageBootFiles(
    join(folder, "old/staged"),
    await bootable(join(folder, "old"), { loader: 1, kernel: 1, initrd: 1 }),
  );
  await assembleDisk(join(folder, "disk.img"), { ...staged, root: join(folder, "root") });
  await writeFile(join(folder, "variables.fd"), blankStore());
  await writeFile(join(folder, "firmware.fd"), "no firmware");
  const direct = exampleMachine();
  const { firmware } = direct.boot;
  const machine = {
    ...direct,
    boot: {
      kind: "uki" as const,
      firmware: { ...firmware, file: "firmware.fd" },
      variables: { ...firmware, file: "variables.fd" },
      svsm: null,
      secureBoot: false,
      commandLine,
    },
    vtpm: { provider: "svsm" as const },
    referenceValues: [],
  };
  if (!isDisk(machine)) throw new Error("the example boots from its disk");
  return machine;
}

async function refreshed(
  folder: string,
  machine: DiskMachine,
  parts: { loader: number; kernel: number; initrd: number },
  more: Partial<DiskRefresh> = {},
) {
  const { boot, loaders } = await bootable(join(folder, "new"), parts);
  const cache = await openCache(join(folder, "cache"));
  return refreshDisk({ folder, machine, boot, loaders, signingKey: undefined, dryRun: false, cache, now, ...more });
}

const digestOf = async (path: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

describe("refreshing a disk that boots", () => {
  test("changes nothing where everything is current", async () => {
    await withFolder(async (folder) => {
      const machine = await example(folder);
      const before = await digestOf(join(folder, "disk.img"));
      const { changed, added } = await refreshed(folder, machine, { loader: 1, kernel: 1, initrd: 1 });
      expect([changed, added]).toEqual([[], []]);
      expect(await digestOf(join(folder, "disk.img"))).toBe(before);
    });
  });

  test("replaces kernel and initrd, names them, and leaves table and root as they are", async () => {
    await withFolder(async (folder) => {
      const machine = await example(folder);
      const before = await readFile(join(folder, "disk.img"));
      const { changed, added, machine: next } = await refreshed(folder, machine, { loader: 1, kernel: 2, initrd: 2 });
      expect(changed.map(({ component }) => component)).toEqual(["kernel", "initrd"]);
      expect(changed[0]).toMatchObject({ from: "6.12.1", to: "6.12.2" });
      expect(added.every(({ name }) => name.startsWith("kernel 6.12.2, unified kernel image, Secure Boot off"))).toBe(
        true,
      );
      expect(next.measuredBoots).toEqual(added);
      const after = await readFile(join(folder, "disk.img"));
      expect(after.subarray(0, mebibyte).equals(before.subarray(0, mebibyte))).toBe(true);
      expect(after.subarray(65 * mebibyte).equals(before.subarray(65 * mebibyte))).toBe(true);
      expect((await refreshed(folder, machine, { loader: 1, kernel: 2, initrd: 2 })).changed).toEqual([]);
    });
  });

  test("predicts both halves of an update of boot loader and kernel, each unlike the others", async () => {
    await withFolder(async (folder) => {
      const machine = await example(folder);
      const { added } = await refreshed(folder, machine, { loader: 2, kernel: 2, initrd: 1 });
      const names = added.map(({ name }) => name.replace(/ \[.*/, ""));
      expect([...new Set(names)]).toEqual([
        "kernel 6.12.1, unified kernel image, Secure Boot off, built 2026-11-23, boot loader updated first",
        "kernel 6.12.2, unified kernel image, Secure Boot off, built 2026-11-23, kernel updated first",
        "kernel 6.12.2, unified kernel image, Secure Boot off, built 2026-11-23",
      ]);
      expect(new Set(added.map(({ events }) => JSON.stringify(events))).size).toBe(added.length);
      // What the firmware starts is in PCR 4, one after the other: boot loader, unified kernel image.
      const started = added.map(({ events }) =>
        events.filter(({ pcr, component }) => pcr === 4 && !["action", "separator"].includes(component)),
      );
      const [loaderFirst = [], kernelFirst = [], whole = []] = started.filter(
        (_, index) => index % (added.length / 3) === 0,
      );
      expect([loaderFirst[0], kernelFirst.at(-1)]).toEqual([whole[0], whole.at(-1)]);
      expect([loaderFirst.at(-1)?.digest, kernelFirst[0]?.digest]).not.toContain(whole.at(-1)?.digest);
      expect(kernelFirst[0]?.digest).not.toBe(whole[0]?.digest);
    });
  });

  test("writes nothing when it is only asked what would change", async () => {
    await withFolder(async (folder) => {
      const machine = await example(folder);
      const before = await digestOf(join(folder, "disk.img"));
      const { changed } = await refreshed(folder, machine, { loader: 2, kernel: 1, initrd: 1 }, { dryRun: true });
      expect(changed.map(({ component }) => component)).toEqual(["boot-loader"]);
      expect(await digestOf(join(folder, "disk.img"))).toBe(before);
    });
  });

  test("refuses files that the partition can't hold, and leaves the disk as it is", async () => {
    await withFolder(async (folder) => {
      const machine = await example(folder);
      const before = await digestOf(join(folder, "disk.img"));
      const { boot, loaders } = await bootable(join(folder, "large"), { loader: 1, kernel: 1, initrd: 1 });
      await writeFile(boot.initrd, new Uint8Array(60 * mebibyte));
      const error: unknown = await refreshed(
        folder,
        machine,
        { loader: 1, kernel: 1, initrd: 1 },
        { boot, loaders },
      ).catch((reason: unknown) => reason);
      expect(error instanceof ImageError ? error.problem.id : error).toBe("image.refresh.no-room");
      expect(await digestOf(join(folder, "disk.img"))).toBe(before);
    });
  });
});

const noEvents: MeasuredBoot["events"] = [];

test("of the known boots, learned ones stay for good and predicted ones until they are too many", () => {
  const boots = fc.array(
    fc.record({
      name: fc.constantFrom("a", "b"),
      addedAt: fc.constant(now.toISOString()),
      origin: fc.constantFrom("predicted", "learned"),
      pcrs: fc.array(fc.nat(15), { minLength: 1, maxLength: 2 }),
      events: fc.constant(noEvents),
    }),
    { maxLength: 150, size: "max" },
  );
  const contentOf = ({ pcrs }: MeasuredBoot): string => JSON.stringify(pcrs);
  fc.assert(
    fc.property(boots, boots, (known, added) => {
      const predicted = added.map((boot) => ({ ...boot, origin: "predicted" as const })).slice(0, 6);
      const all = withPredicted(known, predicted);
      const learned = known.filter(({ origin }) => origin === "learned");
      expect(all.slice(0, learned.length)).toEqual(learned);
      expect(all.slice(all.length - predicted.length)).toEqual(predicted);
      expect(all.length - learned.length).toBeLessThanOrEqual(40);
      const kept = all.slice(learned.length, all.length - predicted.length).map(contentOf);
      expect(kept.filter((content) => predicted.map(contentOf).includes(content))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
