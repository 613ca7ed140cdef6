import { execFileSync } from "node:child_process";
import process from "node:process";
import { ByteWriter } from "@sekisho/encoding";
import type { TpmTransport } from "@sekisho/guest/tpm";

/** For tests: whether swtpm is on this machine; without it they are skipped. */
export const haveSwtpm: boolean = (() => {
  try {
    execFileSync("swtpm", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("No swtpm: tests with a TPM in software are skipped.\n");
    return false;
  }
})();

const digestLength = 32;

/** For tests: TPM2_PCR_Read of one PCR of the SHA-256 bank. */
export async function readPcr(tpm: TpmTransport, pcr: number): Promise<Uint8Array> {
  const select = new Uint8Array(3);
  select[pcr >> 3] = 1 << (pcr & 7);
  const command = new ByteWriter().u16be(0x8001).u32be(20).u32be(0x17e).u32be(1).u16be(0x0b).u8(3).bytes(select);
  const answer = await tpm.exchange(command.finish());
  return answer.slice(-digestLength);
}
