import { fromUtf8 } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import type { InspectedDisk } from "./disk.ts";
import { listFatFolder } from "./fat.ts";

/** The unified kernel image that systemd-boot starts, and files from which its stub would take more. */
export type UkiFiles = { readonly path: string; readonly extras: readonly string[] };

const folder = "/EFI/Linux";

/** Folders whose files the stub hands to the initrd or adds to the command line, whatever the image. */
const sharedExtras: readonly string[] = ["/loader/credentials", "/loader/addons", "/loader/extensions"];

/**
 * Finds the one image that starts: the only one, or the one that `default` in loader.conf names.
 *
 * @throws ImageError when there is none, or the files don't say which
 */
export async function findUki(disk: InspectedDisk, loaderConfiguration: Uint8Array | undefined): Promise<UkiFiles> {
  const list = (path: string) => listFatFolder(disk.path, disk.esp.partition.offset, path);
  const files = await list(folder);
  const images = files.filter((path) => /^\/EFI\/Linux\/[^/]+\.efi$/i.test(path));
  const entries = (await list("/loader/entries")).filter((path) => /\.conf$/i.test(path));
  const wanted = defaultOf(loaderConfiguration);
  const [only] = images;
  const chosen =
    images.length === 1 && entries.length === 0
      ? only
      : images.find((path) => path.slice(folder.length + 1).toLowerCase() === wanted?.toLowerCase());
  if (chosen === undefined) {
    throw new ImageError(message("image.inspect.uki", { count: images.length, entries: entries.length }));
  }
  const own = files.filter((path) => path.toLowerCase().startsWith(`${chosen.toLowerCase()}.extra.d/`));
  const shared = (await Promise.all(sharedExtras.map(list))).flat();
  return { path: chosen, extras: [...own, ...shared] };
}

/** The file name that `default` gives without a pattern. */
function defaultOf(configuration: Uint8Array | undefined): string | undefined {
  const text = configuration === undefined ? undefined : fromUtf8("loader.conf", configuration);
  const name = text?.ok === true ? /^default\s+(\S+)\s*$/m.exec(text.value)?.[1] : undefined;
  return name === undefined || /[*?[@]/.test(name) ? undefined : name;
}
