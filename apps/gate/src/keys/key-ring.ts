import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { GateStartError } from "../start-error.ts";
import { generateAdministratorToken, tokenDigest } from "./administrator-token.ts";
import type { DataDirectory } from "./data-directory.ts";
import { ensurePrivateFolder, readPrivateFile, writeDurably } from "./private-files.ts";
import { openRootKey, type RootKey } from "./root-key.ts";
import { newRootKeyFile, openRootKeyFile, rootKeyName, rootKeyText, type RootKeyAccess } from "./root-key-access.ts";
import { generateSigningKey, openSigningKey, type SigningKey } from "./signing-keys.ts";
import { certificateFits, generateTlsKey, selfSign, tlsKeyDigest, type TlsKey } from "./tls.ts";

const files = {
  signingCurrent: "signing-current.pem",
  signingNext: "signing-next.pem",
  tlsCurrent: "tls-current-key.pem",
  tlsCertificate: "tls-current-certificate.pem",
  tlsNext: "tls-next-key.pem",
  nonceKey: "nonce-key",
  administratorTokenDigest: "administrator-token.sha256",
} as const;

const nonceKeyLength = 32;

/** Every key of a gate, opened. */
export type KeyRing = {
  readonly root: RootKey;
  /** The current key first, then the next; releases may be signed by either, as the guest's pin demands. */
  readonly signing: readonly [SigningKey, SigningKey];
  readonly tls: TlsKey;
  readonly nextTlsKeyDigest: string;
  readonly nonceKey: Uint8Array;
  readonly administratorTokenDigest: string;
};

/**
 * Opens the keys of a gate; at the first start it makes them. They appear as a whole folder or not at all, so a crash
 * during the first start leaves nothing half made.
 *
 * @param names how the TLS certificate calls the gate
 * @param access how the root key is protected, and opened
 * @throws GateStartError when a file is missing, readable by others, or holds something else
 */
export async function openKeyRing(
  directory: DataDirectory,
  names: readonly string[],
  now: Date,
  access: RootKeyAccess,
): Promise<KeyRing> {
  await makeKeyRing(directory, names, now, access);
  await ensurePrivateFolder(directory.keys);
  return {
    ...(await readIdentityKeys(directory)),
    root: await readRootKey(directory, access),
    nonceKey: await readNonceKey(directory),
    administratorTokenDigest: await readTokenDigest(directory),
  };
}

/** What others know a gate by. */
export type IdentityKeys = Pick<KeyRing, "signing" | "tls" | "nextTlsKeyDigest">;

/** Makes the keys of a gate that has none, and opens those that others know it by. A sealed root key stays sealed. */
export async function openIdentityKeys(
  directory: DataDirectory,
  names: readonly string[],
  now: Date,
  access: RootKeyAccess,
): Promise<IdentityKeys> {
  await makeKeyRing(directory, names, now, access);
  await ensurePrivateFolder(directory.keys);
  return readIdentityKeys(directory);
}

async function readIdentityKeys(directory: DataDirectory): Promise<IdentityKeys> {
  return {
    signing: [
      await readSigningKey(directory, files.signingCurrent),
      await readSigningKey(directory, files.signingNext),
    ],
    tls: await readTlsKey(directory),
    nextTlsKeyDigest: await readNextTlsKeyDigest(directory),
  };
}

/** Makes the keys of a gate that has none; those that are there it leaves alone, without opening them. */
async function makeKeyRing(
  directory: DataDirectory,
  names: readonly string[],
  now: Date,
  access: RootKeyAccess,
): Promise<void> {
  await ensurePrivateFolder(directory.root);
  if (await exists(directory.keys)) return;
  const rootKey = rootKeyText(await newRootKeyFile(access));
  const draft = `${directory.keys}.draft-${randomBytes(4).toString("hex")}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    const put = (name: string, content: string | Uint8Array): Promise<void> =>
      writeDurably(join(draft, name), content, 0o600);
    const tlsKey = generateTlsKey();
    const token = generateAdministratorToken();
    await put(rootKeyName, rootKey);
    await put(files.signingCurrent, generateSigningKey());
    await put(files.signingNext, generateSigningKey());
    await put(files.tlsCurrent, tlsKey);
    await put(files.tlsCertificate, await selfSign(tlsKey, names, now));
    await put(files.tlsNext, generateTlsKey());
    await put(files.nonceKey, randomBytes(nonceKeyLength));
    await put(files.administratorTokenDigest, `${tokenDigest(token)}\n`);
    await writeDurably(directory.administratorToken, `${token}\n`, 0o600);
    await rename(draft, directory.keys);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function readRootKey({ keys }: DataDirectory, access: RootKeyAccess): Promise<RootKey> {
  const { id, key } = await openRootKeyFile(keys, access);
  try {
    return openRootKey(id, key);
  } finally {
    key.fill(0);
  }
}

async function readSigningKey(directory: DataDirectory, name: string): Promise<SigningKey> {
  const { path, content } = await readKeyFile(directory, name);
  return opened(path, openSigningKey(content));
}

async function readTlsKey(directory: DataDirectory): Promise<TlsKey> {
  const key = (await readKeyFile(directory, files.tlsCurrent)).content.toString("utf8");
  const { path, content } = await readKeyFile(directory, files.tlsCertificate);
  const certificate = content.toString("utf8");
  const digest = opened(join(directory.keys, files.tlsCurrent), tlsKeyDigest(key));
  return opened(path, certificateFits(certificate, key) ? { key, certificate, digest } : undefined);
}

async function readNextTlsKeyDigest(directory: DataDirectory): Promise<string> {
  const { path, content } = await readKeyFile(directory, files.tlsNext);
  return opened(path, tlsKeyDigest(content.toString("utf8")));
}

async function readNonceKey(directory: DataDirectory): Promise<Uint8Array> {
  const { path, content } = await readKeyFile(directory, files.nonceKey);
  return opened(path, content.length === nonceKeyLength ? content : undefined);
}

async function readTokenDigest(directory: DataDirectory): Promise<string> {
  const { path, content } = await readKeyFile(directory, files.administratorTokenDigest);
  const digest = content.toString("utf8").trim();
  return opened(path, /^[0-9a-f]{64}$/.test(digest) ? digest : undefined);
}

async function readKeyFile(directory: DataDirectory, name: string): Promise<{ path: string; content: Buffer }> {
  const path = join(directory.keys, name);
  const content = await readPrivateFile(path);
  if (content === undefined) throw new GateStartError(message("gate.start.keyMissing", { path }));
  return { path, content };
}

function opened<T>(path: string, value: T | undefined): T {
  if (value === undefined) throw new GateStartError(message("gate.start.keyBroken", { path }));
  return value;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
