import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64 } from "@sekisho/encoding";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLaunchInfo } from "./launch-info.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-launch-info-"));
});
afterAll(() => rm(folder, { recursive: true }));

const measurement = Uint8Array.from({ length: 48 }, (_, index) => index);
const told = { measurement: { measure: measurement.slice(0, 32), nonce: measurement.slice(32) } };
const firmware = { apiMajor: 1, apiMinor: 55, build: 21 };
const encoded = toBase64(measurement);

async function infoOf(text: string): ReturnType<typeof readLaunchInfo> {
  const launchInfo = join(folder, "info");
  await writeFile(launchInfo, text);
  return readLaunchInfo({ launchInfo });
}

test.each([
  ["virsh's table", `sev-measurement: ${encoded}\nsev-api-major  : 1\nsev-api-minor  : 55\nsev-build-id   : 21\n`],
  ["QEMU's answers", `{"return":{"api-major":1,"api-minor":55,"build-id":21}}\n{"return": {"data": "${encoded}"}}\n`],
])("reads %s", async (_, text) => {
  expect(await infoOf(text)).toEqual({ ...told, firmware });
});

test("what the host writes instead takes no longer to read than it is long", async () => {
  const started = Date.now();
  await expect(infoOf("a".repeat(4_000_000))).rejects.toThrow("cli.sev.launch-info.missing");
  expect(Date.now() - started).toBeLessThan(4000);
});
