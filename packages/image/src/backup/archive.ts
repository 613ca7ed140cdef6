import { Decrypter, Encrypter } from "age-encryption";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { run, ToolError } from "../process/run.ts";

/** The name under which the LUKS2 header stands in a backup: every byte of the disk before its data segment. */
export const headerFile = "luks-header.img";

/** What a backup may hold; anything else in an archive is left alone. */
const expected = /^(?:machine\.json|image\.json|luks-header\.img|keys\/[a-z0-9][a-z0-9.-]*)$/;

/**
 * scrypt's cost as a power of two, age's own default: 256 MiB and about a second for every guess at the passphrase.
 */
const defaultWorkFactor = 18;

/** Files of a folder, by their names in the archive. */
export type ArchivePart = { readonly folder: string; readonly names: readonly string[] };

/**
 * A gzipped tar of the files, encrypted under a passphrase in the age format (age-encryption.org/v1). So any age program opens
 * it, without Sekisho: `age -d BACKUP | tar xz`.
 */
export async function sealArchive(
  parts: readonly ArchivePart[],
  passphrase: string,
  workFactor = defaultWorkFactor,
): Promise<Uint8Array> {
  if (passphrase === "") throw new ImageError(message("image.passphrase.empty"));
  const words = parts.flatMap(({ folder, names }) => [`--directory=${folder}`, ...names]);
  const { stdout } = await run("tar", ["--create", "--gzip", "--owner=0", "--group=0", "--numeric-owner", ...words]);
  try {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(workFactor);
    return await encrypter.encrypt(stdout);
  } finally {
    stdout.fill(0);
  }
}

/**
 * Opens what {@link sealArchive} sealed, into memory: no file is written. The caller wipes the contents.
 *
 * @param path names the backup in errors
 * @throws ImageError `image.backup.locked` for a wrong passphrase or a changed file, `image.backup.malformed` for no archive
 */
export async function openArchive(
  path: string,
  sealed: Uint8Array,
  passphrase: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const archive = await decrypt(path, sealed, passphrase);
  try {
    const { stdout } = await run("tar", ["--list", "--gzip", "--file=-"], { stdin: archive });
    const files = new Map<string, Uint8Array>();
    for (const name of stdout.toString("utf8").split("\n")) {
      if (!expected.test(name)) continue;
      const content = await run("tar", ["--extract", "--gzip", "--to-stdout", "--file=-", "--", name], {
        stdin: archive,
      });
      files.set(name, content.stdout);
    }
    return files;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const reason = error.stderr.trim().slice(0, 300);
    throw new ImageError(message("image.backup.malformed", { path, reason }), { cause: error });
  } finally {
    archive.fill(0);
  }
}

async function decrypt(path: string, sealed: Uint8Array, passphrase: string): Promise<Uint8Array> {
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return await decrypter.decrypt(sealed);
  } catch (error) {
    throw new ImageError(message("image.backup.locked", { path }), { cause: error });
  }
}
