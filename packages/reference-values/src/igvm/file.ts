import type { IgvmIdBlock } from "./id-block.ts";

/** Platforms of IGVM_VHS_SUPPORTED_PLATFORM, by their number. */
export const igvmPlatformTypes = { native: 0, vsmIsolation: 1, sevSnp: 2, tdx: 3 } as const;

/** One platform that a file can start a guest on; its mask, one bit, stands in everything that belongs to it. */
export type IgvmPlatform = {
  readonly mask: number;
  /** Of {@link igvmPlatformTypes}, or a number that is none of them. */
  readonly type: number;
  readonly version: number;
  readonly highestVtl: number;
};

/** What the loader does with a page: the values of IgvmPageDataType, CPUID_XF counted as CPUID as the firmware does. */
export type IgvmPageType = "normal" | "secrets" | "cpuid";

/** What a loader does to the guest, in the file's order. Addresses are guest physical, masks say for which platforms. */
export type IgvmDirective =
  | {
      readonly kind: "page";
      readonly offset: number;
      readonly mask: number;
      readonly address: number;
      readonly type: IgvmPageType;
      /** 4 KiB pages: 1, or 512 for a large page. */
      readonly pages: number;
      /** What the pages hold; null for pages of zeros, which the file does not hold. */
      readonly data: Uint8Array | null;
      readonly unmeasured: boolean;
      /** The host sees the page; no launch measures it. */
      readonly shared: boolean;
    }
  | {
      readonly kind: "parameters";
      readonly offset: number;
      readonly mask: number;
      readonly address: number;
      /** Bytes of the parameter area, a multiple of 4096. */
      readonly size: number;
    }
  | {
      /** The state that a virtual CPU starts with; on SEV-SNP its save area. */
      readonly kind: "vp-context";
      readonly offset: number;
      readonly mask: number;
      readonly address: number;
      readonly vpIndex: number;
      /** The save area (4096 bytes); null where the context is for other platforms than SEV-SNP. */
      readonly saveArea: Uint8Array | null;
    };

/** An IGVM file as far as a launch digest depends on it. */
export type IgvmFile = {
  readonly version: 1 | 2;
  readonly platforms: readonly IgvmPlatform[];
  /** Guest policies, each for the platforms of its mask. */
  readonly policies: readonly { readonly mask: number; readonly policy: bigint }[];
  readonly directives: readonly IgvmDirective[];
  readonly idBlocks: readonly IgvmIdBlock[];
};
