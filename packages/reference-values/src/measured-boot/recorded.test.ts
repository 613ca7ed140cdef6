import { createHash } from "node:crypto";
import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import {
  predictedBoots,
  predictGrubBoot,
  predictUkiBoot,
  replayMeasuredBoot,
  type BootPrediction,
  type GrubBootInput,
} from "./index.ts";
import { measuredBootSchema } from "./schema.ts";
import { grubInput, loggedDigests, recorded, ukiInput, type GrubRecord, type UkiRecord } from "./testing/recorded.ts";

const names = [
  ["grub-secure-boot", []],
  ["grub-firmware-without-secure-boot", []],
  ["grub-mkconfig", []],
  ["uki-secure-boot", []],
  ["uki-empty-boot-option", ["empty-boot-option"]],
] as const;

async function predict(record: GrubRecord | UkiRecord): Promise<BootPrediction> {
  return record.boot === "grub" ? predictGrubBoot(grubInput(record)) : predictUkiBoot(await ukiInput(record));
}

function grubRecord(name: string): GrubRecord {
  const record = recorded(name);
  if (record.boot !== "grub") throw new Error(name);
  return record;
}

describe.each(names)("the boot %s", (name, variants) => {
  test("was logged exactly as it is predicted, event by event", async () => {
    const record = recorded(name);
    const { values } = await predict(record);
    const value = values.find((one) => one.variants.join() === variants.join());
    const logged = loggedDigests(record);
    expect(value?.pcrs).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]);
    for (const pcr of value?.pcrs ?? []) {
      const own = value?.events.filter((event) => event.pcr === pcr) ?? [];
      expect([pcr, own.map(({ digest }) => digest)]).toEqual([pcr, logged.get(pcr) ?? []]);
    }
  });

  test("left the PCRs as the prediction replays to", async () => {
    const record = recorded(name);
    const [boot] = predictedBoots(
      {
        registers: "pcr",
        values: (await predict(record)).values.filter((one) => one.variants.join() === variants.join()),
        unpredicted: [],
      },
      name,
      "2026-11-23T00:00:00Z",
    );
    expect(measuredBootSchema.safeParse(boot).success).toBe(true);
    const values = await replayMeasuredBoot(boot ?? { pcrs: [], events: [] });
    expect(values.size).toBe(12);
    for (const [pcr, value] of values) expect([pcr, toHex(value)]).toEqual([pcr, record.pcrs[pcr]]);
  });

  test("names each command line so that it hashes to its digest again", async () => {
    const { values } = await predict(recorded(name));
    const lines = values.flatMap(({ events }) => events).filter(({ component }) => component === "command-line");
    const forms = (text: string) =>
      [text, `${text}\0`].flatMap((one) => [Buffer.from(one, "utf8"), Buffer.from(one, "utf16le")]);
    const digests = (text: string) => forms(text).map((form) => createHash("sha256").update(form).digest("hex"));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => !digests(line.name).includes(line.digest))).toEqual([]);
  });

  test("leaves PCRs 0, 1, 10 and 15 to a first boot, each with its reason", async () => {
    const { unpredicted } = await predict(recorded(name));
    expect(unpredicted.map(({ pcr, reason }) => [pcr, reason.id])).toEqual([
      [0, "measured-boot.unpredicted.firmware"],
      [1, "measured-boot.unpredicted.platform"],
      [10, "measured-boot.unpredicted.ima"],
      [15, "measured-boot.unpredicted.agent"],
    ]);
  });
});

describe("what can't be foretold is left open, never guessed", () => {
  async function leftOpen(change: (input: GrubBootInput) => Partial<GrubBootInput>): Promise<unknown> {
    const input = grubInput(grubRecord("grub-secure-boot"));
    const { unpredicted } = await predictGrubBoot({ ...input, ...change(input) });
    return unpredicted.filter(({ pcr }) => ![0, 1, 10, 15].includes(pcr)).map(({ pcr, reason }) => [pcr, reason.id]);
  }

  const all = (pcrs: readonly number[], reason: string) =>
    pcrs.map((pcr) => [pcr, `measured-boot.unpredicted.${reason}`]);

  test("another shim", async () => {
    expect(
      await leftOpen(({ programs }) => ({
        programs: {
          ...programs,
          shim: programs.shim && { ...programs.shim, content: { ...programs.shim.content, version: "15.8" } },
        },
      })),
    ).toEqual(all([4, 7, 14], "shim"));
  });

  test("keys that somebody enrolled with shim", async () => {
    const guid = "605dab50-e046-4300-abb6-3dd810dd8b23";
    const variable = { guid, name: "MokList", attributes: 3, data: Uint8Array.of(1) };
    expect(await leftOpen(({ variables }) => ({ variables: [...variables, variable] }))).toEqual(
      all([4, 7, 14], "shim-variable"),
    );
  });

  test("a revocation level of another time", async () => {
    const guid = "605dab50-e046-4300-abb6-3dd810dd8b23";
    const variable = { guid, name: "SbatLevel", attributes: 3, data: Uint8Array.of(1) };
    expect(await leftOpen(({ variables }) => ({ variables: [...variables, variable] }))).toEqual(
      all([7], "shim-variable"),
    );
  });

  test("a shim that no entry of db vouches for", async () => {
    expect(await leftOpen(({ state }) => ({ state: { ...state, db: [] } }))).toEqual(all([4, 7], "not-vouched"));
  });

  test("a kernel that was changed after it was signed", async () => {
    expect(
      await leftOpen(({ disk }) => ({
        disk: {
          ...disk,
          read: async (device, path) => {
            const file = await disk.read(device, path);
            const program = async () => {
              const own = await file?.program();
              return own && { ...own, digests: own.digests.map(() => new Uint8Array(32)) };
            };
            return file && path.startsWith("/vmlinuz") ? { ...file, program } : file;
          },
        },
      })),
    ).toEqual(all([4, 7], "not-vouched"));
  });

  test("a GRUB that can't be read", async () => {
    expect(await leftOpen(({ programs }) => ({ programs: { ...programs, grub: undefined } }))).toEqual([
      ...all([4, 7, 8, 9], "grub-image"),
      ...all([14], "shim"),
    ]);
  });

  test("a configuration that is not there", async () => {
    expect(await leftOpen(({ disk }) => ({ disk: { ...disk, read: () => Promise.resolve(undefined) } }))).toEqual(
      all([4, 7, 8, 9], "grub-script"),
    );
  });

  test("a unified kernel image with files beside it, or on another systemd", async () => {
    const record = recorded("uki-secure-boot");
    if (record.boot !== "uki") throw new Error("grub");
    const input = await ukiInput(record);
    const open = async (change: object): Promise<unknown> =>
      (await predictUkiBoot({ ...input, ...change })).unpredicted.map(({ pcr, reason }) => [pcr, reason.id]);
    expect(await open({ extras: ["/loader/credentials/a.cred"] })).toEqual(
      expect.arrayContaining(all([9, 11, 12, 13], "uki-extra")),
    );
    expect(await open({ uki: input.uki && { ...input.uki, version: 256 } })).toEqual(
      expect.arrayContaining(all([9, 11, 12, 13], "systemd")),
    );
    expect(await open({ loader: input.loader && { ...input.loader, version: undefined } })).toEqual(
      expect.arrayContaining(all([5], "systemd")),
    );
    expect(await open({ uki: input.uki && { ...input.uki, ambiguous: ".profile" } })).toEqual(
      expect.arrayContaining(all([4, 9, 11, 12], "uki-section")),
    );
  });
});

test("a firmware that nobody looked into is predicted with and without Secure Boot built in, where that matters", async () => {
  const off = grubInput(grubRecord("grub-firmware-without-secure-boot"));
  const variants = async (input: GrubBootInput) =>
    (await predictGrubBoot({ ...input, support: { secureBoot: undefined } })).values.map((one) => one.variants.join());
  expect(await variants(off)).toEqual([
    "",
    "empty-boot-option",
    "firmware-without-secure-boot",
    "empty-boot-option,firmware-without-secure-boot",
  ]);
  expect(await variants(grubInput(grubRecord("grub-secure-boot")))).toEqual(["", "empty-boot-option"]);
});
