import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { headerLength, makeDisk, passphrase } from "../testing/headers.ts";
import { createCryptsetupOpener } from "./cryptsetup.ts";

const disk = makeDisk();
const header = disk.subarray(0, headerLength);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-open-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the real cryptsetup", () => {
  const testing = () => {
    const target = { kind: "test", image: join(folder, "image") } as const;
    return createCryptsetupOpener({ target, folder });
  };

  test("takes the right key, rejects another, and leaves no copy of the header", async () => {
    await writeFile(join(folder, "image"), disk);
    expect(await testing().open(header, toUtf8(passphrase))).toEqual({ kind: "opened" });
    expect(await testing().open(header, toUtf8("wrong"))).toEqual({ kind: "key-rejected" });
    expect(await testing().open(header, toUtf8(`${passphrase}\n`))).toEqual({ kind: "key-rejected" });
    expect(await readdir(folder)).toEqual(["image"]);
  });

  test("uses the header from memory, not the one on the disk", async () => {
    await writeFile(join(folder, "image"), new Uint8Array(disk.length));
    expect(await testing().open(header, toUtf8(passphrase))).toEqual({ kind: "opened" });
    expect(await testing().open(makeDisk().subarray(0, headerLength), toUtf8("x"))).toEqual({ kind: "key-rejected" });
  });

  test("says what cryptsetup says about anything else", async () => {
    await writeFile(join(folder, "image"), disk);
    const opened = await testing().open(new Uint8Array(headerLength), toUtf8(passphrase));
    expect(opened).toMatchObject({ kind: "failed", reason: { id: "guest.open.status", values: { status: 1 } } });
  });
});

describe("the way cryptsetup is called", () => {
  /** Writes down how it was called, and ends with `status`. */
  async function recorder(status: number): Promise<string> {
    const path = join(folder, "cryptsetup");
    const script = `#!/bin/sh
printf '%s\\n' "$@" > ${folder}/arguments
env > ${folder}/environment
for word in "$@"; do case $word in --header=*) stat -c %a "\${word#*=}" > ${folder}/mode; cp "\${word#*=}" ${folder}/copy ;; esac; done
cat > ${folder}/input
exit ${status}
`;
    await writeFile(path, script);
    await chmod(path, 0o755);
    return path;
  }

  /** A folder in memory. */
  let memory: string;
  beforeEach(async () => {
    memory = await mkdtemp("/dev/shm/sekisho-open-");
  });
  afterEach(() => rm(memory, { recursive: true }));

  const target = { kind: "mapping", device: "/dev/vda", mapping: "root" } as const;

  test("puts the key on its standard input only, and the header into a file for its owner alone, in memory", async () => {
    const opener = createCryptsetupOpener({ target, folder: memory, command: await recorder(0) });
    const key = Uint8Array.of(0, 10, 255, ...toUtf8("the-secret-key"));
    expect(await opener.open(header, key)).toEqual({ kind: "opened" });
    const read = async (name: string) => new Uint8Array(await readFile(join(folder, name)));
    expect(await read("input")).toEqual(key);
    expect(await read("copy")).toEqual(header);
    expect(await readFile(join(folder, "mode"), "utf8")).toBe("600\n");
    const words = (await readFile(join(folder, "arguments"), "utf8")).trimEnd().split("\n");
    expect(words).toEqual([
      "open",
      "--type=luks2",
      expect.stringMatching(/^--header=\/dev\/shm\/sekisho-open-\w+\/header-[0-9a-f]{16}$/),
      "--key-file=-",
      "--disable-external-tokens",
      "--batch-mode",
      "/dev/vda",
      "root",
    ]);
    for (const name of ["arguments", "environment"]) {
      expect(await readFile(join(folder, name), "utf8")).not.toContain("the-secret-key");
    }
    expect(await readdir(memory)).toEqual([]);
  });

  test("never happens with a header that stands on a disk", async () => {
    const opener = createCryptsetupOpener({ target, folder: "/proc", command: await recorder(0) });
    expect(await opener.open(header, toUtf8("key"))).toMatchObject({ reason: { id: "guest.open.folder" } });
    expect(await readdir(folder)).toEqual(["cryptsetup"]);
  });

  test("tells a rejected key from everything else that can go wrong", async () => {
    const ends = async (status: number) =>
      createCryptsetupOpener({ target, folder: memory, command: await recorder(status) }).open(header, toUtf8("key"));
    expect(await ends(2)).toEqual({ kind: "key-rejected" });
    expect(await ends(5)).toEqual({
      kind: "failed",
      reason: { id: "guest.open.status", values: { status: 5, line: "-" } },
    });
    const absent = createCryptsetupOpener({ target, folder: memory, command: join(folder, "absent") });
    expect(await absent.open(header, toUtf8("key"))).toEqual({
      kind: "failed",
      reason: { id: "guest.open.failed", values: { reason: "ENOENT" } },
    });
  });
});
