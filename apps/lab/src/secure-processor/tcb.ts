import { ByteReader, ByteWriter } from "@sekisho/encoding";
import type { Product, Tcb } from "../ca/product.ts";

/** A TCB_VERSION as eight bytes (SEV-SNP ABI 1.58, table 3): Turin puts the FMC first, its forerunners have none. */
export function encodeTcb(product: Product, tcb: Tcb): bigint {
  const { fmc, bootLoader, tee, snp, microcode } = tcb;
  const bytes =
    product === "Turin"
      ? [fmc, bootLoader, tee, snp, 0, 0, 0, microcode]
      : [bootLoader, tee, 0, 0, 0, 0, snp, microcode];
  const writer = new ByteWriter();
  for (const byte of bytes) writer.u8(byte);
  return new ByteReader(writer.finish()).u64le("TCB_VERSION");
}
