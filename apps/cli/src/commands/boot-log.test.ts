import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { writeCryptoAgileLog } from "@sekisho/evidence/boot-log/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

const initrd = new Uint8Array(3000).fill(3);
let folder: string;
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-boot-log-"));
  const digest = new Uint8Array(createHash("sha256").update(initrd).digest());
  const event = { register: 9, type: 0x0d, digests: [[0x0b, digest]] as const, data: toUtf8("/boot/initrd\0") };
  await writeFile(path("log"), writeCryptoAgileLog([[0x0b, 32]], [event]));
  await writeFile(path("initrd.img"), initrd);
  await writeFile(path("other.img"), initrd.with(0, 4));
});
afterAll(() => rm(folder, { recursive: true }));

test("a given file proves what the log only claims, and one that was not measured is told", async () => {
  const words = ["boot-log", path("log"), "--image-file", path("initrd.img"), "--image-file", path("other.img")];
  const { status, output, errors } = await sekisho(...words);
  expect(status).toBe(0);
  expect(output).toMatch(/✓ PCR 9 .*initrd = .*initrd\.img \[EV_IPL\]/);
  expect(errors).toContain("No event has the digest of");
  expect(errors).toContain("other.img");
  const json = await sekisho(...words, "--json");
  expect(json.output).toContain(`"file":"${path("initrd.img")}"`);
});

test("without the file the name stays a claim; a file that is missing is wrong usage", async () => {
  expect((await sekisho("boot-log", path("log"))).output).toMatch(/\? PCR 9 .*initrd \[EV_IPL\]/);
  expect((await sekisho("boot-log", path("log"), "--image-file", path("none"))).status).toBe(2);
});
