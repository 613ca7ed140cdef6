import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLaunchedDiskKey, launchedDiskKeyGuid } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { createLaunchSecret } from "./launch-secret.ts";

const headerDigest = "5c".repeat(32);
const key = new TextEncoder().encode("the key of the disk");
const folderWith = async (content?: Uint8Array): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-secret-"));
  if (content !== undefined) await writeFile(join(folder, launchedDiskKeyGuid), content);
  return folder;
};

describe("an injected secret", () => {
  test("is taken once, and gone", async () => {
    const folder = await folderWith(encodeLaunchedDiskKey({ headerDigest, key }));
    const secret = createLaunchSecret(folder);
    expect(await secret.take()).toEqual({ ok: true, value: { headerDigest, key } });
    expect(await readdir(folder)).toEqual([]);
    expect(await secret.take()).toMatchObject({ ok: false, reason: { id: "guest.secret.missing" } });
  });

  test("that makes no sense, or is too long, is gone as well", async () => {
    for (const content of [new Uint8Array(3), new Uint8Array(10_000).fill(1)]) {
      const folder = await folderWith(content);
      const taken = await createLaunchSecret(folder).take();
      expect(taken.ok).toBe(false);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test("is missing where nobody injected one, or the kernel has no driver", async () => {
    const missing = await createLaunchSecret(await folderWith()).take();
    expect(missing).toMatchObject({ ok: false, reason: { id: "guest.secret.missing", values: { reason: "ENOENT" } } });
  });
});
