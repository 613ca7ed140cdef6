import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { LaunchError } from "./launch-error.ts";
import type { DirectFiles, MachineFiles } from "./machine-files.ts";

/**
 * Demands a machine whose kernel the host hands over: no QEMU or libvirt of a SEV-SNP host gives a guest a vTPM by itself
 * that an attestation report vouches for.
 *
 * @throws LaunchError for a machine that boots from its disk
 */
export function demandDirectFiles({ boot }: Machine, files: MachineFiles): DirectFiles {
  if (boot.kind !== "direct") throw new LaunchError(message("launch.boot.disk", { boot: boot.kind }));
  if (!("kernel" in files)) throw new TypeError("these are the files of a machine that boots from its disk");
  return files;
}
