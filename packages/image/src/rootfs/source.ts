import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";

/** Where a root filesystem comes from. */
export type RootfsSource =
  | {
      readonly kind: "suite";
      /** A Debian suite ("trixie"). */
      readonly suite: string;
      /** Default: the mirror that this machine's own apt uses, else deb.debian.org. */
      readonly mirror?: string | undefined;
      /** Packages beside what a machine needs to boot. */
      readonly packages: readonly string[];
    }
  | { readonly kind: "folder"; readonly path: string }
  /** A tar file, plain or compressed, as `docker export` writes one too. */
  | { readonly kind: "archive"; readonly path: string };

/**
 * What `--from PATH` means: a folder or an archive, told apart by what stands there.
 *
 * @throws ImageError when there is nothing at the path, or neither of the two
 */
export async function sourceAt(path: string): Promise<RootfsSource> {
  const whole = resolve(path);
  const found = await stat(whole).catch(() => undefined);
  if (found === undefined) throw new ImageError(message("image.source.missing", { path }));
  if (found.isDirectory()) return { kind: "folder", path: whole };
  if (found.isFile()) return { kind: "archive", path: whole };
  throw new ImageError(message("image.source.kind", { path }));
}
