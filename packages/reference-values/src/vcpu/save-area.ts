import { pageSize } from "../firmware/sections.ts";

/** Who creates the virtual machine; each starts virtual CPUs with slightly different registers. */
export type VmmType = "QEMU" | "ec2" | "gce";

/** Where the first virtual CPU starts: the reset vector of the x86 architecture. */
export const firstVcpuAddress = 0xffff_fff0;

/** One segment register of the save area: selector and attributes (16 bits), limit (32) and base (64). */
type Segment = {
  readonly selector?: number;
  readonly attributes: number;
  readonly limit: number;
  readonly base?: number;
};

/** Offsets in the save area (AMD64 Architecture Programmer's Manual, volume 2, table B-4). */
const segmentOffsets = {
  es: 0x00,
  cs: 0x10,
  ss: 0x20,
  ds: 0x30,
  fs: 0x40,
  gs: 0x50,
  gdtr: 0x60,
  ldtr: 0x70,
  idtr: 0x80,
  tr: 0x90,
} as const;
type SegmentName = keyof typeof segmentOffsets;

const registerOffsets = {
  efer: 0xd0,
  cr4: 0x148,
  cr0: 0x158,
  dr7: 0x160,
  dr6: 0x168,
  rflags: 0x170,
  rip: 0x178,
  pat: 0x268,
  rdx: 0x310,
  sevFeatures: 0x3b0,
  xcr0: 0x3e8,
} as const;
type RegisterName = keyof typeof registerOffsets;

const mxcsrOffset = 0x408;
const fpuControlOffset = 0x410;

type SaveArea = {
  readonly segments: Readonly<Record<SegmentName, Segment>>;
  readonly registers: Readonly<Record<RegisterName, bigint>>;
  readonly mxcsr: number;
  readonly fpuControl: number;
};

const defaultPat = 0x0007_0406_0007_0406n;
const data: Segment = { attributes: 0x93, limit: 0xffff };
const table: Segment = { attributes: 0, limit: 0xffff };

/** What every virtual CPU has at its start: KVM enables EFER.SVME and CR4.MCE; the rest is the state after reset. */
const commonRegisters = {
  efer: 0x1000n,
  cr4: 0x40n,
  cr0: 0x10n,
  dr7: 0x400n,
  dr6: 0xffff_0ff0n,
  rflags: 0x2n,
  pat: defaultPat,
  xcr0: 0x1n,
} as const;

/**
 * The save area (VMSA) that a virtual CPU starts with: one page, which the launch digest covers.
 *
 * Linux hosts put the FPU's state (MXCSR and its control word) there since 6.10; before, both stayed zero under SEV-ES.
 *
 * @param vcpu `address` is where it starts (32 bits), `signature` its CPUID signature (QEMU alone passes it on, in RDX),
 *   `features` SEV_FEATURES (0 under SEV-ES), `fpu` whether the host puts the FPU's state there (it does unless said otherwise)
 */
export function buildSaveArea(
  vmmType: VmmType,
  vcpu: {
    readonly address: number;
    readonly signature: number;
    readonly features: bigint;
    readonly fpu?: boolean;
  },
): Uint8Array {
  const { address, signature, features, fpu = true } = vcpu;
  const quirks = vmmQuirks(vmmType, address);
  const code: Segment = { selector: 0xf000, attributes: quirks.cs, limit: 0xffff, base: (address & 0xffff_0000) >>> 0 };
  return encode({
    segments: {
      es: data,
      cs: code,
      ss: { ...data, attributes: quirks.ss },
      ds: data,
      fs: data,
      gs: data,
      gdtr: table,
      ldtr: { ...table, attributes: 0x82 },
      idtr: table,
      tr: { ...table, attributes: quirks.tr },
    },
    registers: {
      ...commonRegisters,
      rip: BigInt(address & 0xffff),
      pat: quirks.pat,
      rdx: quirks.passesSignature ? BigInt(signature) : 0x600n,
      sevFeatures: features,
    },
    mxcsr: fpu ? quirks.mxcsr : 0,
    fpuControl: fpu ? quirks.fpuControl : 0,
  });
}

/** How the creators of virtual machines differ, as sev-snp-measure found them out. */
function vmmQuirks(vmmType: VmmType, address: number) {
  switch (vmmType) {
    case "QEMU":
      return { cs: 0x9b, ss: 0x93, tr: 0x8b, pat: defaultPat, passesSignature: true, mxcsr: 0x1f80, fpuControl: 0x37f };
    case "ec2": {
      const cs = address === firstVcpuAddress ? 0x9a : 0x9b;
      return { cs, ss: 0x92, tr: 0x83, pat: defaultPat, passesSignature: false, mxcsr: 0, fpuControl: 0 };
    }
    case "gce":
      return { cs: 0x9b, ss: 0x93, tr: 0x8b, pat: 0x0007_0106n, passesSignature: false, mxcsr: 0, fpuControl: 0 };
  }
}

/**
 * The save area of a guest that COCONUT SVSM starts: 32-bit protected mode with flat segments, every virtual CPU at the
 * SVSM's own entry point.
 *
 * The FPU control word stays zero, as sev-snp-measure computes it and its golden digests hold it.
 */
export function buildSvsmSaveArea(vcpu: { readonly address: number; readonly signature: number }): Uint8Array {
  const flatData: Segment = { selector: 16, attributes: 0xc93, limit: 0xffff_ffff };
  return encode({
    segments: {
      es: flatData,
      cs: { selector: 8, attributes: 0xc9b, limit: 0xffff_ffff },
      ss: flatData,
      ds: flatData,
      fs: flatData,
      gs: data,
      gdtr: table,
      ldtr: { ...table, attributes: 0x82 },
      idtr: table,
      tr: { ...table, attributes: 0x8b },
    },
    registers: {
      ...commonRegisters,
      cr0: 0x11n,
      rip: BigInt(vcpu.address),
      rdx: BigInt(vcpu.signature),
      sevFeatures: 0x1n,
    },
    mxcsr: 0x1f80,
    fpuControl: 0,
  });
}

function encode({ segments, registers, mxcsr, fpuControl }: SaveArea): Uint8Array {
  const page = new Uint8Array(pageSize);
  const view = new DataView(page.buffer);
  for (const name of Object.keys(segmentOffsets) as SegmentName[]) {
    const offset = segmentOffsets[name];
    const { selector = 0, attributes, limit, base = 0 } = segments[name];
    view.setUint16(offset, selector, true);
    view.setUint16(offset + 2, attributes, true);
    view.setUint32(offset + 4, limit, true);
    view.setBigUint64(offset + 8, BigInt(base), true);
  }
  for (const name of Object.keys(registerOffsets) as RegisterName[]) {
    view.setBigUint64(registerOffsets[name], registers[name], true);
  }
  view.setUint32(mxcsrOffset, mxcsr, true);
  view.setUint16(fpuControlOffset, fpuControl, true);
  return page;
}
