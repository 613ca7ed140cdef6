import type { Luks2Header } from "@sekisho/evidence/luks2";
import type { Machine } from "@sekisho/release";
import type { BootArtifacts } from "../boot-artifacts.ts";
import type { DiskInput } from "../disk-image.ts";
import type { Rootfs } from "../rootfs/rootfs.ts";

/** What of `machine.json` depends on how the machine boots. */
export type BootParts = Pick<
  Machine,
  "technology" | "boot" | "disk" | "referenceValues" | "vtpm" | "measuredLaunches" | "measuredBoots"
>;

/** What the making of either kind of boot is given. */
export type PartsInput = {
  /** The machine's folder. */
  readonly folder: string;
  readonly rootfs: Rootfs;
  readonly boot: BootArtifacts;
  readonly commandLine: string;
  /** Makes `disk.img` with the encrypted root. */
  readonly makeDisk: (how: Pick<DiskInput, "sizeMiB" | "place">) => Promise<Luks2Header>;
  readonly now: Date;
};
