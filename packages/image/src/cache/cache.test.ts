import { mkdir, readFile, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withFolder } from "../testing/small-disk.ts";
import { cached, openCache } from "./cache.ts";
import { contentHash, fileHash, folderHash } from "./content-hash.ts";

const write = (text: string) => (folder: string) => writeFile(join(folder, "made"), text);
const never = () => Promise.reject(new Error("made again"));

describe("the cache", () => {
  test("makes a thing once for the same inputs, in whatever order they are written", async () => {
    await withFolder(async (path) => {
      const cache = await openCache(path);
      const first = await cached(cache, "rootfs", { suite: "a", packages: ["x"] }, write("one"));
      const second = await cached(cache, "rootfs", { packages: ["x"], suite: "a" }, never);
      expect(second).toEqual({ folder: first.folder, fresh: false });
      expect(await readFile(join(second.folder, "made"), "utf8")).toBe("one");
    });
  });

  test("makes it anew for other inputs, and when it is too old", async () => {
    await withFolder(async (path) => {
      const cache = await openCache(path);
      await cached(cache, "rootfs", "a", write("one"));
      const other = await cached(cache, "rootfs", "b", write("two"));
      expect(await readFile(join(other.folder, "made"), "utf8")).toBe("two");
      await utimes(other.folder, new Date(0), new Date(0));
      const newer = await cached(cache, "rootfs", "b", write("three"), { maximumAge: 1000 });
      expect(newer.fresh).toBe(true);
      expect(await readFile(join(newer.folder, "made"), "utf8")).toBe("three");
    });
  });

  test("keeps nothing of what failed half-way", async () => {
    await withFolder(async (path) => {
      const cache = await openCache(path);
      const failing = cached(cache, "boot", "a", async (folder) => {
        await write("half")(folder);
        throw new Error("stopped");
      });
      await expect(failing).rejects.toThrow("stopped");
      expect((await cached(cache, "boot", "a", write("whole"))).fresh).toBe(true);
      expect(await readdir(join(cache.folder, "work"))).toEqual([]);
    });
  });

  test("two at the same time end with one whole result", async () => {
    await withFolder(async (path) => {
      const cache = await openCache(path);
      const both = await Promise.all(["one", "two"].map((text) => cached(cache, "boot", "a", write(text))));
      expect(both[0]?.folder).toBe(both[1]?.folder);
      expect(await readFile(join(both[0]?.folder ?? "", "made"), "utf8")).toMatch(/^(?:one|two)$/);
    });
  });

  test("clears away what a killed process left, and nothing that is being worked on", async () => {
    await withFolder(async (path) => {
      const work = join((await openCache(path)).folder, "work");
      for (const name of ["old", "new"]) await mkdir(join(work, name, "tree"), { recursive: true });
      await utimes(join(work, "old"), new Date(0), new Date(0));
      await openCache(path);
      expect(await readdir(work)).toEqual(["new"]);
    });
  });

  test("is closed to other users", async () => {
    await withFolder(async (path) => {
      expect((await stat((await openCache(path)).folder)).mode & 0o777).toBe(0o700);
    });
  });
});

describe("content hashes", () => {
  test("tell values apart that look alike", () => {
    const values = ["1", 1, null, "null", [1], ["1"], { a: 1 }, { a: "1" }, [[]], []];
    expect(new Set(values.map((value) => contentHash(value))).size).toBe(values.length);
  });

  test("a folder's changes with its content, a file's with its bytes", async () => {
    await withFolder(async (path) => {
      const file = join(path, "file");
      await writeFile(file, "one");
      const [folder, content] = [await folderHash(path), await fileHash(file)];
      expect(await folderHash(path)).toBe(folder);
      await writeFile(file, "two");
      expect(await folderHash(path)).not.toBe(folder);
      expect(await fileHash(file)).not.toBe(content);
    });
  });
});
