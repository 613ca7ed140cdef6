import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { ImageError } from "../image-error.ts";
import { kernelsWithSecrets, secretSupport } from "./support.ts";

/** Where Linux publishes the secrets that a guest's owner injected at launch (driver `efi_secret`, since 5.19). */
export const launchSecretFolder = "/sys/kernel/security/secrets/coco";

/**
 * Looks whether the tree's kernel can read what the agent will wait for: its driver must be there as a module, as nothing else is loaded.
 *
 * @throws ImageError that names a kernel which can
 */
export async function demandSecretDriver(
  { reportSource }: GuestConfiguration,
  tree: string,
  version: string,
): Promise<void> {
  if (reportSource.kind !== "launch-secret") return;
  const config = await readFile(join(tree, "boot", `config-${version}`), "utf8").catch(() => undefined);
  const told = config === undefined ? "unknown" : secretSupport({ config });
  if (told !== "no" && ((await hasModule(tree, version)) || /^CONFIG_EFI_SECRET=y$/m.test(config ?? ""))) return;
  const values = { version, kernels: kernelsWithSecrets.join(", ") };
  throw new ImageError(message("image.kernel.secret", values));
}

async function hasModule(tree: string, version: string): Promise<boolean> {
  const folder = join(tree, "lib/modules", version, "kernel/drivers/virt/coco/efi_secret");
  const files = await readdir(folder).catch(() => []);
  return files.some((name) => name.startsWith("efi_secret.ko"));
}
