import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const passphrase = "correct horse battery staple";
const mebibyte = 1024 * 1024;

/** A LUKS2 disk of 5 MiB, made by cryptsetup as a plain file: a header of 1 MiB and encrypted nothing. */
export function makeDisk(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "sekisho-guest-"));
  try {
    const path = join(folder, "disk");
    writeFileSync(path, "");
    truncateSync(path, 5 * mebibyte);
    const options =
      "--type luks2 --cipher aes-xts-plain64 --key-size 512 --sector-size 4096 --luks2-keyslots-size 983040 --offset 2048";
    const quick = "--pbkdf pbkdf2 --pbkdf-force-iterations 1000 --batch-mode --disable-locks --key-file -";
    const words = ["luksFormat", ...options.split(" "), ...quick.split(" "), path];
    execFileSync("cryptsetup", words, { input: passphrase, stdio: ["pipe", "pipe", "pipe"] });
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How many bytes of that disk stand before its data. */
export const headerLength = mebibyte;
