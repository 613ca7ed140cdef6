import { truncate, stat } from "node:fs/promises";
import { run } from "../process/run.ts";
import { isRoot } from "../process/as-root.ts";
import { withSecretFile } from "../process/secret-file.ts";
import { readHeader } from "./header.ts";
import { keyDerivationWords, type KeyDerivation } from "./kdf.ts";

const mebibyte = 1024 * 1024;
/** Room for the LUKS2 header: the image grows by this, and half of it becomes the header, the other half is left over. */
const reserveMiB = 16;

/** Bytes that open a key slot, and how the slot stretches them. The caller wipes the bytes. */
export type SlotSecret = { readonly secret: Uint8Array; readonly derivation: KeyDerivation };

/** The arguments of the encryption in place; the key comes on standard input. */
export function encryptWords(image: string, derivation: KeyDerivation, root: boolean): string[] {
  return [
    "reencrypt",
    "--encrypt",
    "--type=luks2",
    `--reduce-device-size=${reserveMiB}M`,
    "--cipher=aes-xts-plain64",
    "--key-size=512",
    "--sector-size=4096",
    ...keyDerivationWords(derivation),
    "--key-file=-",
    "--batch-mode",
    // An ordinary user can't write the folder of locks, and nobody else knows this file.
    ...(root ? [] : ["--disable-locks"]),
    image,
  ];
}

/**
 * Encrypts a filesystem image in place: LUKS2, aes-xts-plain64 with 512 bits (two keys of 256), sectors of 4096 bytes. Needs
 * neither loop devices nor device-mapper. The image grows by the header, and then sparsely to `sizeMiB` where that is more.
 */
export async function encryptImage(image: string, { secret, derivation }: SlotSecret, sizeMiB?: number): Promise<void> {
  const { size } = await stat(image);
  await truncate(image, size + reserveMiB * mebibyte);
  await run("cryptsetup", encryptWords(image, derivation, isRoot()), { stdin: secret });
  const { headerBytes } = await readHeader(image);
  // Without the free half of the reserve the filesystem fills its disk, and has nothing to grow into at boot.
  await truncate(image, Math.max(headerBytes.length + size, (sizeMiB ?? 0) * mebibyte));
}

/** Adds a key slot. Neither secret is ever an argument. */
export async function addKeySlot(image: string, existing: Uint8Array, added: SlotSecret): Promise<void> {
  const { secret, derivation } = added;
  await withSecretFile(secret, (descriptor) =>
    run(
      "cryptsetup",
      ["luksAddKey", "--batch-mode", "--key-file=-", ...keyDerivationWords(derivation), image, "/dev/fd/3"],
      { stdin: existing, files: [descriptor] },
    ),
  );
}
