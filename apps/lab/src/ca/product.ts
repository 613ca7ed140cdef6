/** The processor families whose reports the lab can make; AMD gives each a certificate chain of its own. */
export const products = ["Milan", "Genoa", "Turin"] as const;
export type Product = (typeof products)[number];

/**
 * A TCB version by its components, each 0 to 255 (SEV-SNP ABI 1.58, section 2.2; AMD's certificates call them SPLs).
 * `fmc` exists from Turin on and is ignored before.
 */
export type Tcb = {
  readonly fmc: number;
  readonly bootLoader: number;
  readonly tee: number;
  readonly snp: number;
  readonly microcode: number;
};

/** What the lab knows of a family. */
export type ProductFacts = {
  /** CPUID family, model and stepping of one processor of the family: the lab's chips are all of that stepping. */
  readonly cpuid: { readonly family: number; readonly model: number; readonly stepping: number };
  /** How many bytes of a CHIP_ID identify a chip; the rest are zero. */
  readonly hardwareIdBytes: 8 | 64;
  readonly structVersion: 0 | 1;
  /** The productName of a VCEK. A VLEK's is the family's name. */
  readonly vcekProductName: string;
  /** Serial numbers of AMD's own ARK, ASK and ASVK, which the lab's repeat. */
  readonly serialNumbers: { readonly ark: bigint; readonly ask: bigint; readonly asvk: bigint };
  /** A TCB of 2026, so that floors from AMD's bulletins are met. */
  readonly currentTcb: Tcb;
};

/** Sources: AMD's published certificates of each family, and CPUID of EPYC 7003, 9004 and 9005 processors. */
export const productFacts: Readonly<Record<Product, ProductFacts>> = {
  Milan: {
    cpuid: { family: 0x19, model: 0x01, stepping: 1 },
    hardwareIdBytes: 64,
    structVersion: 0,
    vcekProductName: "Milan-B0",
    serialNumbers: { ark: 0x10000n, ask: 0x10001n, asvk: 0x10101n },
    currentTcb: { fmc: 0, bootLoader: 4, tee: 0, snp: 29, microcode: 222 },
  },
  Genoa: {
    cpuid: { family: 0x19, model: 0x11, stepping: 1 },
    hardwareIdBytes: 64,
    structVersion: 0,
    vcekProductName: "Genoa",
    serialNumbers: { ark: 0x20000n, ask: 0x20001n, asvk: 0x20101n },
    currentTcb: { fmc: 0, bootLoader: 10, tee: 0, snp: 28, microcode: 88 },
  },
  Turin: {
    cpuid: { family: 0x1a, model: 0x02, stepping: 1 },
    hardwareIdBytes: 8,
    structVersion: 1,
    vcekProductName: "Turin",
    serialNumbers: { ark: 0x30000n, ask: 0x30001n, asvk: 0x30101n },
    currentTcb: { fmc: 1, bootLoader: 1, tee: 1, snp: 5, microcode: 90 },
  },
};
