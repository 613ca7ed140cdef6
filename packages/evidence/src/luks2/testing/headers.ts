import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For tests: the header that `cryptsetup luksFormat` writes onto a plain file, with a data offset of 1 MiB. */
export function formatHeader(...options: readonly string[]): Uint8Array {
  return withDisk((disk, cryptsetup) => {
    cryptsetup(["luksFormat", ...small, ...options, disk]);
  });
}

/** For tests: gives an empty disk to `prepare`, with a way to run cryptsetup; returns the first MiB afterwards. */
export function withDisk(
  prepare: (disk: string, cryptsetup: (words: readonly string[]) => void) => void,
  headerLength = mebibyte,
): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "sekisho-luks2-"));
  try {
    const disk = join(folder, "disk");
    const key = join(folder, "key");
    writeFileSync(disk, "");
    writeFileSync(key, "a passphrase");
    truncateSync(disk, 4 * mebibyte + headerLength);
    prepare(disk, ([action = "", ...words]) => {
      const common = ["--batch-mode", "--disable-locks", "--key-file", key];
      execFileSync("cryptsetup", [action, ...common, ...words], { stdio: "pipe" });
    });
    return new Uint8Array(readFileSync(disk).subarray(0, headerLength));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const mebibyte = 1024 * 1024;

/** Options of luksFormat for a header of 1 MiB whose key is derived at once. */
export const small: readonly string[] = [
  "--type luks2 --cipher aes-xts-plain64 --key-size 512 --sector-size 4096",
  "--pbkdf pbkdf2 --pbkdf-force-iterations 1000",
  "--luks2-keyslots-size 983040 --offset 2048",
].flatMap((line) => line.split(" "));

/** The JSON text of a header's first copy. */
export function metadataText(header: Uint8Array): string {
  const text = new TextDecoder().decode(header.subarray(4096, 16_384));
  return text.slice(0, text.indexOf("\0"));
}
