import { randomUUID } from "node:crypto";
import { open, statfs, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";

const memoryFolder = "/dev/shm";
/** TMPFS_MAGIC of Linux's magic.h. */
const tmpfs = 0x01021994;

/**
 * Lends a secret to a tool as an open file that lives in memory and has no name any more: the tool reads `/dev/fd/3`.
 *
 * Needed where a tool wants two secrets, since it has only one standard input, and since Node.js connects further pipes as
 * sockets, which `/dev/fd` can't open.
 *
 * @throws ImageError when the machine has no memory filesystem at /dev/shm
 */
export async function withSecretFile<T>(secret: Uint8Array, use: (descriptor: number) => Promise<T>): Promise<T> {
  const file = await openNameless();
  try {
    await file.write(secret, 0, secret.length, 0);
    return await use(file.fd);
  } finally {
    await file.write(new Uint8Array(secret.length), 0, secret.length, 0);
    await file.close();
  }
}

async function openNameless(): Promise<FileHandle> {
  const kind = await statfs(memoryFolder).then(
    ({ type }) => type,
    () => undefined,
  );
  if (kind !== tmpfs) throw new ImageError(message("image.memory-folder.absent", { folder: memoryFolder }));
  const path = join(memoryFolder, `sekisho-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}
