import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInitramfs, writeInitramfs } from "./initramfs.ts";

const files = [
  { path: "etc/sekisho/guest.json", bytes: new TextEncoder().encode('{"a":1}') },
  { path: "a", bytes: new Uint8Array() },
];

describe("an initramfs", () => {
  it("comes back as it was written", () => {
    expect(readInitramfs(writeInitramfs(files))).toEqual({ ok: true, value: files });
  });

  it("has headers as the kernel reads them", () => {
    const archive = Buffer.from(writeInitramfs([{ path: "a/b", bytes: new Uint8Array(0x1f) }]));
    const header =
      "070701 00000001 000081a4 00000000 00000000 00000001 00000000 0000001f" +
      " 00000000 00000000 00000000 00000000 00000004 00000000";
    expect(archive.toString("latin1", 0, 110)).toBe(header.replaceAll(" ", ""));
    // The name ends at 114 and is padded to 116, the file's 31 bytes to 148.
    expect(archive.toString("latin1", 110, 116)).toBe("a/b\0\0\0");
    expect(archive.toString("latin1", 148, 154)).toBe("070701");
  });

  it("is an error with field and offset when it is cut anywhere", () => {
    const archive = writeInitramfs(files);
    for (let length = 0; length < archive.length; length++) {
      const read = readInitramfs(archive.subarray(0, length));
      expect(read.ok).toBe(false);
    }
  });

  it("never crashes its reader, whatever bit flips", () => {
    const archive = writeInitramfs(files);
    fc.assert(
      fc.property(fc.nat(archive.length * 8 - 1), (bit) => {
        const changed = archive.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(typeof readInitramfs(changed).ok).toBe("boolean");
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readInitramfs(bytes).ok).toBe(false);
      }),
    );
  });
});
