import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import {
  addNormalPages,
  addSaveArea,
  addUnhashedPages,
  emptyLaunchDigest,
  kvmSaveAreaAddress,
  pageTypes,
} from "../digest/page-chain.ts";
import { pageSize } from "../firmware/sections.ts";
import { MeasureError } from "../measure-error.ts";
import { igvmPlatformTypes, type IgvmDirective, type IgvmFile } from "./file.ts";

/** How a file is measured where a file alone does not say. */
export type IgvmMeasureOptions = {
  /** Which of the file's SEV-SNP platforms, by its bit; needed only where there are several. */
  readonly compatibilityMask?: number;
  /** Pages that the file does not hold become zero pages of the hardware; else they are normal pages of zeros, as IGVM says. */
  readonly nativeZero?: boolean;
  /** Refuse what KVM would start in another way than the file says, so that its launch digest would differ. */
  readonly checkKvm?: boolean;
};

/**
 * The bit of the SEV-SNP platform that a file is measured for.
 *
 * @throws MeasureError when the file has no such platform, or several and none is asked for
 */
export function snpCompatibilityMask({ platforms }: IgvmFile, wanted?: number): number {
  const masks = platforms.filter(({ type }) => type === igvmPlatformTypes.sevSnp).map(({ mask }) => mask >>> 0);
  if (masks.length === 0) throw new MeasureError(message("measure.igvm.no-snp"));
  const listed = masks.map((mask) => `0x${mask.toString(16)}`).join(", ");
  const [only] = wanted === undefined ? masks : masks.filter((mask) => mask === wanted);
  if (only === undefined) throw new MeasureError(message("measure.igvm.mask-unknown", { masks: listed }));
  if (wanted === undefined && masks.length > 1) {
    throw new MeasureError(message("measure.igvm.mask-needed", { masks: listed }));
  }
  return only;
}

/**
 * The SEV-SNP launch digest (48 bytes) of a guest that an IGVM file describes, by the rules of COCONUT's igvmmeasure: pages in
 * the file's order, normal pages by their content, secrets, CPUID and unmeasured pages by their address alone, save areas by
 * their content.
 *
 * Two rules are those of the format and of its other implementation (`igvm::measurement::snp`), as igvmmeasure is loose there:
 * a parameter area counts with all of its pages, and a save area or page only for the platforms of its mask. Shared pages are
 * not measured.
 *
 * @throws MeasureError for a file without that platform, and with `checkKvm` for a guest that KVM would start otherwise
 */
export async function computeIgvmLaunchDigest(file: IgvmFile, options: IgvmMeasureOptions = {}): Promise<Uint8Array> {
  const mask = snpCompatibilityMask(file, options.compatibilityMask);
  const directives = file.directives.filter((directive) => (directive.mask & mask) !== 0);
  if (options.checkKvm === true) checkKvm(directives);
  let digest = emptyLaunchDigest;
  for (const directive of directives) digest = await addDirective(digest, directive, options.nativeZero === true);
  return digest;
}

async function addDirective(digest: Uint8Array, directive: IgvmDirective, nativeZero: boolean): Promise<Uint8Array> {
  switch (directive.kind) {
    case "page":
      return await addPages(digest, directive, nativeZero);
    case "parameters":
      return await addUnhashedPages(digest, pageTypes.unmeasured, directive);
    case "vp-context": {
      const { saveArea, address } = directive;
      return saveArea === null ? digest : await addSaveArea(digest, await hash("sha384", saveArea), address);
    }
  }
}

type PageDirective = Extract<IgvmDirective, { readonly kind: "page" }>;

async function addPages(digest: Uint8Array, page: PageDirective, nativeZero: boolean): Promise<Uint8Array> {
  if (page.shared) return digest;
  const range = { address: page.address, size: page.pages * pageSize };
  switch (page.type) {
    case "secrets":
      return await addUnhashedPages(digest, pageTypes.secrets, range);
    case "cpuid":
      return await addUnhashedPages(digest, pageTypes.cpuid, range);
    case "normal":
      if (page.unmeasured) return await addUnhashedPages(digest, pageTypes.unmeasured, range);
      if (page.data !== null) return await addNormalPages(digest, page.address, page.data);
      return nativeZero
        ? await addUnhashedPages(digest, pageTypes.zero, range)
        : await addNormalPages(digest, page.address, new Uint8Array(range.size));
  }
}

/** Offsets in the save area (AMD64 Architecture Programmer's Manual, volume 2, table B-4). */
const cr0Offset = 0x158;
const featuresOffset = 0x3b0;
/** What KVM makes of CR0: paging off, protected mode, extension type and native FPU errors as it sets them itself. */
const kvmCr0 = 0x31n;
const debugSwap = 0x20n;

/** What igvmmeasure asks of a file with `--check-kvm`: one save area, the last that is loaded, as KVM would make it. */
function checkKvm(directives: readonly IgvmDirective[]): void {
  const contexts = directives.filter((directive) => directive.kind === "vp-context");
  if (contexts.length > 1) throw new MeasureError(message("measure.igvm.kvm.count", { count: contexts.length }));
  const [context] = contexts;
  if (context === undefined || context.saveArea === null) return;
  if (directives.at(-1) !== context) throw new MeasureError(message("measure.igvm.kvm.order"));
  if (context.address !== kvmSaveAreaAddress) {
    throw new MeasureError(message("measure.igvm.kvm.address", { actual: `0x${context.address.toString(16)}` }));
  }
  const { buffer, byteOffset, length } = context.saveArea;
  const view = new DataView(buffer, byteOffset, length);
  const cr0 = view.getBigUint64(cr0Offset, true);
  if (cr0 !== kvmCr0) throw new MeasureError(message("measure.igvm.kvm.cr0", { actual: `0x${cr0.toString(16)}` }));
  if ((view.getBigUint64(featuresOffset, true) & debugSwap) !== 0n) {
    throw new MeasureError(message("measure.igvm.kvm.debug-swap"));
  }
}

/** The guest policy that a file asks for on a platform, and its ID block there; undefined where it has none. */
export function igvmLaunchDemands(file: IgvmFile, mask: number) {
  const applies = (one: { readonly mask: number }): boolean => (one.mask & mask) !== 0;
  return { policy: file.policies.find(applies)?.policy, idBlock: file.idBlocks.find(applies) };
}
