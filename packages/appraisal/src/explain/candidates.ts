import {
  vcpuSignature,
  vcpuSignatures,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "@sekisho/reference-values";

/** The files of a direct boot, as far as the launch digest knows them. */
export type BootFiles = {
  readonly firmware: FirmwareSummary;
  readonly kernel: ReferenceValue["kernel"];
  readonly initrd: ReferenceValue["initrd"];
  readonly commandLine: string;
  /** Whether the launch measures kernel, initrd and command line at all (QEMU's `kernel-hashes`). */
  readonly hashed: boolean;
};

/** A launch that could have given a digest. */
export type Candidate = BootFiles & { readonly shape: Shape };

const mostVcpus = 64;
/** SEV_FEATURES that guests have in the field: SNP alone, with debug swap, none. */
const usualFeatures = ["0x1", "0x21", "0x0"];
const vmmTypes = ["QEMU", "ec2", "gce"] as const;

/** The launches of the reference values themselves, with one of their components exchanged by `change`. */
export function changedFiles(
  known: readonly ReferenceValue[],
  change: (files: BootFiles) => Partial<BootFiles>,
): readonly Candidate[] {
  return known.map((value) => {
    const files = filesOf(value);
    return { ...files, ...change(files), shape: value.shape };
  });
}

/** Every combination of the known files and of `commandLines` besides, one by one: there can be millions. */
export function* filesMixed(known: readonly ReferenceValue[], commandLines: readonly string[]): Generator<BootFiles> {
  const firmwares = unique(known, (value) => value.firmware, JSON.stringify);
  const kernels = unique(
    known,
    (value) => value.kernel,
    ({ sha256 }) => sha256,
  );
  const initrds = unique(
    known,
    (value) => value.initrd,
    ({ sha256 }) => sha256,
  );
  const lines = [...new Set([...commandLines, ...known.map((value) => value.commandLine)])];
  for (const firmware of firmwares) {
    for (const kernel of kernels) {
      for (const initrd of initrds) {
        for (const commandLine of lines) yield { firmware, kernel, initrd, commandLine, hashed: true };
      }
    }
  }
}

export function filesOf({ firmware, kernel, initrd, commandLine }: ReferenceValue): BootFiles {
  return { firmware, kernel, initrd, commandLine, hashed: true };
}

/** The known shapes. */
export function knownShapes(known: readonly ReferenceValue[]): readonly Shape[] {
  return unique(known, ({ shape }) => shape, JSON.stringify);
}

/** This shape with each number of virtual CPUs. */
export function resized(shape: Shape): readonly Shape[] {
  return Array.from({ length: mostVcpus }, (_, index) => ({ ...shape, vcpus: index + 1 }));
}

/** Every shape that a host may plausibly give a guest: 1 to 64 vCPUs, each vCPU type, usual features, each kind of VMM. */
export function everyShape(known: readonly ReferenceValue[]): readonly Shape[] {
  const shapes = known.map(({ shape }) => shape);
  const types = unique(
    [...shapes.map(({ vcpuType }) => vcpuType), ...vcpuSignatures.keys()],
    (type) => type,
    vcpuSignature,
  );
  const features = [...new Set([...shapes.map(({ guestFeatures }) => guestFeatures), ...usualFeatures])];
  const machines = [...new Set([...shapes.map(({ vmmType }) => vmmType), ...vmmTypes])];
  return machines.flatMap((vmmType) =>
    // Only QEMU puts the vCPU type into the digest.
    (vmmType === "QEMU" ? types : types.slice(0, 1)).flatMap((vcpuType) =>
      features.flatMap((guestFeatures) =>
        Array.from({ length: mostVcpus }, (_, index) => ({ vmmType, vcpuType, guestFeatures, vcpus: index + 1 })),
      ),
    ),
  );
}

function unique<T, U>(items: readonly T[], pick: (item: T) => U, key: (value: U) => unknown): readonly U[] {
  const found = new Map<unknown, U>();
  for (const item of items) {
    const value = pick(item);
    const name = key(value);
    if (!found.has(name)) found.set(name, value);
  }
  return [...found.values()];
}
