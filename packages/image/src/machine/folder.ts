import { randomUUID } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { message } from "@sekisho/messages";
import { firstIssue, machineSchema, type Machine } from "@sekisho/release";
import { z } from "zod";
import { ImageError } from "../image-error.ts";
import { imageRecordSchema, type ImageRecord } from "./image-record.ts";

/** The names in an image's folder. */
export const names = {
  machine: "machine.json",
  record: "image.json",
  disk: "disk.img",
  kernel: "kernel",
  initrd: "initrd",
  firmware: "firmware.fd",
  variables: "variables.fd",
  svsm: "svsm.bin",
  keys: "keys",
  diskKey: "disk.key",
  recoveryKey: "recovery.key",
  secureBootKey: "secure-boot.key",
  secureBootCertificate: "secure-boot.crt",
} as const;

/** @throws ImageError when there is no such file, or it is no `machine.json` */
export async function readMachine(path: string): Promise<Machine> {
  return readJson(path, machineSchema);
}

/** @throws ImageError when there is no `image.json` in the folder, or it is not one */
export async function readImageRecord(folder: string): Promise<ImageRecord> {
  return readJson(join(folder, names.record), imageRecordSchema);
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ImageError(message("image.file.not-json", { path }), { cause: error });
    const reason = error instanceof z.ZodError ? firstIssue(error) : String(error);
    throw new ImageError(message("image.file.malformed", { path, reason }), { cause: error });
  }
}

/** Writes a file so that a reader finds the old content or the new, whole, also after a power failure. */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}`);
  const file = await open(temporary, "wx", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

export function writeJson(path: string, value: Machine | ImageRecord): Promise<void> {
  return writeDurably(path, `${JSON.stringify(value, null, 2)}\n`);
}
