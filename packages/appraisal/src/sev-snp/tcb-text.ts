import type { TcbVersion } from "@sekisho/evidence/sev-snp";

/** A TCB version for people, by the ABI's names: "BOOT_LOADER=10 TEE=0 SNP=27 MICROCODE=86". */
export function tcbText({ fmc, bootLoader, tee, snp, microcode }: TcbVersion): string {
  const first = fmc === undefined ? "" : `FMC=${fmc} `;
  return `${first}BOOT_LOADER=${bootLoader} TEE=${tee} SNP=${snp} MICROCODE=${microcode}`;
}
