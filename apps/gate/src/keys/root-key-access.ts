import { join } from "node:path";
import { message } from "@sekisho/messages";
import { GateStartError } from "../start-error.ts";
import { dataDirectory } from "./data-directory.ts";
import { readPrivateFile, writeDurably } from "./private-files.ts";
import {
  generateRootKeyFile,
  isSealed,
  keyOfFile,
  plainFile,
  rootKeyFileSchema,
  sealedFile,
  type RootKeyFile,
} from "./root-key-file.ts";

/** The file's name in the folder of keys. */
export const rootKeyName = "root-key.json";

/**
 * How the root key is protected, where it is made, and opened, where it is sealed.
 *
 * - `passphrase`: a new key is sealed. `ask` is called once, only where a passphrase is needed; what it returns is wiped.
 * - `file`: a new key is protected by its file's permissions alone, so that a gate starts without anybody. A sealed one can't be opened so.
 */
export type RootKeyAccess =
  | { readonly kind: "file" }
  | { readonly kind: "passphrase"; readonly ask: (why: "new" | "open") => Promise<Uint8Array> };

/** A new root key, as its file is to hold it. */
export async function newRootKeyFile(access: RootKeyAccess): Promise<RootKeyFile> {
  const plain = generateRootKeyFile();
  return access.kind === "file" ? plain : resealed(plain, undefined, access);
}

/**
 * The root key's identifier and bytes, which the caller wipes.
 *
 * @throws GateStartError when the file is missing, broken or sealed, and the passphrase absent or wrong
 */
export async function openRootKeyFile(
  folder: string,
  access: RootKeyAccess,
): Promise<{ readonly id: string; readonly key: Buffer }> {
  const file = await readFile(folder);
  const key = await open(folder, file, access);
  return { id: file.id, key };
}

/** Seals the root key of a gate under a passphrase, also in the place of another one. Running gates don't notice. */
export async function sealRootKey(data: string, access: Extract<RootKeyAccess, { kind: "passphrase" }>): Promise<void> {
  const { keys } = dataDirectory(data);
  const file = await readFile(keys);
  await write(keys, await resealed(file, await open(keys, file, access), access));
}

/** Leaves the root key to its file's permissions. */
export async function unsealRootKey(data: string, access: RootKeyAccess): Promise<void> {
  const { keys } = dataDirectory(data);
  const file = await readFile(keys);
  const key = await open(keys, file, access);
  await write(keys, plainFile(file.id, key));
  key.fill(0);
}

async function resealed(
  file: RootKeyFile,
  opened: Buffer | undefined,
  { ask }: Extract<RootKeyAccess, { kind: "passphrase" }>,
): Promise<RootKeyFile> {
  const key = opened ?? (await keyOfFile(file));
  if (key === undefined) throw new Error("a root key that was just made can't be read");
  const passphrase = await ask("new");
  try {
    return await sealedFile(file.id, key, passphrase);
  } finally {
    passphrase.fill(0);
    key.fill(0);
  }
}

async function open(folder: string, file: RootKeyFile, access: RootKeyAccess): Promise<Buffer> {
  const path = join(folder, rootKeyName);
  if (!isSealed(file)) {
    const key = await keyOfFile(file);
    if (key === undefined) throw new GateStartError(message("gate.start.keyBroken", { path }));
    return key;
  }
  if (access.kind === "file") throw new GateStartError(message("gate.start.passphraseNeeded", { path }));
  const passphrase = await access.ask("open");
  const key = await keyOfFile(file, passphrase);
  passphrase.fill(0);
  if (key === undefined) throw new GateStartError(message("gate.start.passphraseWrong", { path }));
  return key;
}

async function readFile(folder: string): Promise<RootKeyFile> {
  const path = join(folder, rootKeyName);
  const content = await readPrivateFile(path);
  if (content === undefined) throw new GateStartError(message("gate.start.keyMissing", { path }));
  const parsed = rootKeyFileSchema.safeParse(parseJson(content.toString("utf8")));
  if (!parsed.success) throw new GateStartError(message("gate.start.keyBroken", { path }));
  return parsed.data;
}

function write(folder: string, file: RootKeyFile): Promise<void> {
  return writeDurably(join(folder, rootKeyName), rootKeyText(file), 0o600);
}

/** The file's content. */
export function rootKeyText(file: RootKeyFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
