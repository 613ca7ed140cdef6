import type { Luks2Header } from "@sekisho/evidence/luks2";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { ImageError } from "../image-error.ts";

/** @throws ImageError when the header is not the one that `machine.json` names */
export function demandDigest(path: string, machine: Machine, header: Luks2Header): void {
  const { headerDigest: expected } = machine.disk;
  const actual = header.headerDigest;
  if (actual !== expected) throw new ImageError(message("image.backup.header-differs", { path, expected, actual }));
}
