import {
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  MeasureError,
  vcpuSignature,
  type ReferenceValue,
  type Shape,
} from "@sekisho/reference-values";
import { changedFiles, filesMixed, filesOf, knownShapes, type Candidate } from "../explain/candidates.ts";
import { kernelHashesOf } from "../explain/kernel-hashes.ts";

/** A launch that could have been measured. */
export type SevCandidate = Candidate & {
  /** Whether the host puts the FPU's state into the save areas, as Linux 6.10 and later do (SEV-ES only). */
  readonly fpu: boolean;
};

/** What is known, and how to tell whether it was measured. */
export type SevSearchInput = {
  readonly known: readonly ReferenceValue[];
  /** Command lines beside the known ones. */
  readonly commandLines: readonly string[];
  /** Firmware files by their SHA-256, hexadecimal: their digest can't be had without them. */
  readonly firmware: ReadonlyMap<string, Uint8Array>;
  readonly es: boolean;
  /** Whether the measurement is of this launch digest. */
  readonly measured: (launchDigest: Uint8Array) => Promise<boolean>;
};

/** Each digest takes hashing the whole firmware: some milliseconds. */
const mostTried = 512;
const mostVcpus = 64;

/**
 * Looks for a launch that was measured, the likeliest first: known boots on a host older than Linux 6.10, known files without kernel
 * hashes, known files mixed, then other numbers and types of virtual CPUs.
 */
export async function searchSevLaunch(
  input: SevSearchInput,
): Promise<{ readonly found: SevCandidate | undefined; readonly tried: number }> {
  const { measured, firmware, es } = input;
  const seen = new Set<string>();
  for (const candidate of candidates(input)) {
    const key = keyOf(candidate, es);
    if (seen.has(key)) continue;
    if (seen.size >= mostTried) break;
    seen.add(key);
    const bytes = firmware.get(candidate.firmware.sha256);
    const digest = bytes && (await sevDigestOf(candidate, bytes, es));
    if (digest !== undefined && (await measured(digest))) return { found: candidate, tried: seen.size };
  }
  return { found: undefined, tried: seen.size };
}

function* candidates({ known, commandLines, es }: SevSearchInput): Generator<SevCandidate> {
  const eras = es ? [true, false] : [true];
  const shapes = knownShapes(known);
  // Good launches of an older host come first, so that no number of known boots keeps them from being found.
  if (es) for (const candidate of changedFiles(known, () => ({}))) yield { ...candidate, fpu: false };
  for (const candidate of changedFiles(known, () => ({ hashed: false }))) {
    for (const fpu of eras) yield { ...candidate, fpu };
  }
  for (const files of filesMixed(known, commandLines)) {
    for (const shape of shapes) for (const fpu of eras) yield { ...files, shape, fpu };
  }
  if (!es) return;
  for (const value of known) {
    for (const shape of otherShapes(value.shape)) for (const fpu of eras) yield { ...filesOf(value), shape, fpu };
  }
}

function* otherShapes(shape: Shape): Generator<Shape> {
  for (let vcpus = 1; vcpus <= mostVcpus; vcpus++) yield { ...shape, vcpus };
  for (const vcpuType of ["EPYC", "EPYC-Rome", "EPYC-Milan", "EPYC-Genoa", "EPYC-Turin"]) yield { ...shape, vcpuType };
}

/** What enters the digest; under SEV that is no virtual CPU. */
function keyOf({ firmware, kernel, initrd, commandLine, hashed, shape, fpu }: SevCandidate, es: boolean): string {
  const files = hashed ? [kernel.sha256, initrd.sha256, commandLine] : [];
  const cpus = es ? [shape.vcpus, vcpuSignature(shape.vcpuType), shape.vmmType, fpu] : [];
  return JSON.stringify([firmware.sha256, ...files, ...cpus]);
}

/**
 * The launch digest of a candidate (32 bytes).
 *
 * @param ovmf the firmware's file
 * @returns undefined where firmware and launch don't fit each other: such a launch can't have happened
 */
export async function sevDigestOf(
  candidate: SevCandidate,
  ovmf: Uint8Array,
  es: boolean,
): Promise<Uint8Array | undefined> {
  const { shape, fpu, hashed } = candidate;
  const launch = hashed ? { ovmf, kernelHashes: await kernelHashesOf(candidate) } : { ovmf };
  const signature = vcpuSignature(shape.vcpuType) ?? 0;
  try {
    if (!es) return await computeSevLaunchDigest(launch);
    return await computeSevEsLaunchDigest({ ...launch, vcpus: shape.vcpus, signature, vmmType: shape.vmmType, fpu });
  } catch (error) {
    if (error instanceof MeasureError) return undefined;
    throw error;
  }
}
