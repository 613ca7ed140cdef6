import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KeyPair } from "./derived-key.ts";

/**
 * What the lab keeps between runs: a directory that only its owner can enter (0700), one file for each thing.
 *
 * Everything is made when it is first asked for, and never changed afterwards. Several processes may ask at once: each
 * writes a file of its own and links it to the final name, so exactly one of them wins and all read the same bytes.
 */
export class StateDirectory {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static async open(path: string): Promise<StateDirectory> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return new StateDirectory(path);
  }

  /** The bytes of file `name`, made by `make` if there is none. */
  async keep(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const path = join(this.#path, name);
    const found = await readIfThere(path);
    if (found !== undefined) return found;
    const candidate = `${path}.${randomBytes(6).toString("hex")}`;
    await writeFile(candidate, await make(), { mode: 0o600, flag: "wx" });
    try {
      await link(candidate, path);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    } finally {
      await rm(candidate);
    }
    return new Uint8Array(await readFile(path));
  }

  /** A random secret of 32 bytes. */
  keepSecret(name: string): Promise<Uint8Array> {
    return this.keep(name, () => Promise.resolve(randomBytes(32)));
  }

  /** An RSA-4096 key pair. Making one takes seconds. */
  async keepRsaKey(name: string): Promise<KeyPair> {
    const der = await this.keep(`${name}.key`, async () => {
      const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
      return new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" }));
    });
    const privateKey: KeyObject = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
    return { privateKey, publicKey: createPublicKey(privateKey) };
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
