import type { ByteReader } from "@sekisho/encoding";

/** `classic`: Milan and Genoa. `fmc`: Turin, whose first byte is the FMC's. */
export type TcbLayout = "classic" | "fmc";

/**
 * Security patch levels, each 0 to 255 (SEV-SNP ABI 1.58, tables 3 and 4). `fmc` is undefined where the layout has none.
 * `reserved` holds the bytes between, in order; they take part in comparisons.
 */
export type TcbVersion = {
  readonly bootLoader: number;
  readonly tee: number;
  readonly snp: number;
  readonly microcode: number;
  readonly fmc: number | undefined;
  readonly reserved: readonly [number, number, number] | readonly [number, number, number, number];
};

/** Reads the eight bytes of a TCB_VERSION. */
export function readTcbVersion(reader: ByteReader, field: string, layout: TcbLayout): TcbVersion {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0] = reader.bytes(field, 8);
  return layout === "fmc"
    ? { fmc: b0, bootLoader: b1, tee: b2, snp: b3, microcode: b7, reserved: [b4, b5, b6] }
    : { fmc: undefined, bootLoader: b0, tee: b1, snp: b6, microcode: b7, reserved: [b2, b3, b4, b5] };
}

/** The eight bytes of a TCB_VERSION. */
export function encodeTcbVersion({ fmc, bootLoader, tee, snp, microcode, reserved }: TcbVersion): Uint8Array {
  return fmc === undefined
    ? Uint8Array.of(bootLoader, tee, ...reserved, snp, microcode)
    : Uint8Array.of(fmc, bootLoader, tee, snp, ...reserved, microcode);
}
