import type { TcbVersion } from "@sekisho/evidence/sev-snp";

/** The security patch levels of a TCB_VERSION by AMD's names: "BOOT_LOADER 4, TEE 0, SNP 24, MICROCODE 222". */
export function tcbComponentsOf({ fmc, bootLoader, tee, snp, microcode }: TcbVersion): string {
  const levels = [`BOOT_LOADER ${bootLoader}`, `TEE ${tee}`, `SNP ${snp}`, `MICROCODE ${microcode}`];
  return (fmc === undefined ? levels : [`FMC ${fmc}`, ...levels]).join(", ");
}
