import { toHex } from "@sekisho/encoding";
import {
  createSnpCalculator,
  MeasureError,
  type KernelHashes,
  type ReferenceValue,
  type Shape,
  type SnpCalculator,
} from "@sekisho/reference-values";
import {
  changedFiles,
  everyShape,
  filesMixed,
  filesOf,
  knownShapes,
  resized,
  type BootFiles,
  type Candidate,
} from "./candidates.ts";
import { kernelHashesOf } from "./kernel-hashes.ts";

/**
 * How long to look. `near`: launches of the known files with the claimed command line, with another number of virtual CPUs, and known files mixed
 * (at most 128 digests, some tens of milliseconds, as anybody who can forge a report's fields makes a gate do it). `far`: also every shape (up to some ten thousand digests, about a second).
 */
export type SearchEffort = "near" | "far";

/** What a search ended with: a launch that gives the digest, or how many were tried in vain. */
export type SearchResult = { readonly found: Candidate | undefined; readonly tried: number };

/** A search ends after this many digests. */
const mostTried: Readonly<Record<SearchEffort, number>> = { near: 128, far: 60_000 };

/** Looks for a launch that gives `digest` (hexadecimal), the likeliest first, built from known files and what the guest claims. */
export async function searchLaunch(input: {
  readonly digest: string;
  readonly known: readonly ReferenceValue[];
  readonly claimedCommandLine?: string | undefined;
  readonly effort: SearchEffort;
}): Promise<SearchResult> {
  const { digest, known, claimedCommandLine, effort } = input;
  const claimed = claimedCommandLine === undefined ? [] : [claimedCommandLine];
  const search = new Search(digest, mostTried[effort]);
  const near = [
    ...claimed.flatMap((commandLine) => changedFiles(known, () => ({ commandLine }))),
    ...changedFiles(known, () => ({ hashed: false })),
  ];
  for (const candidate of near) await search.try(candidate, [candidate.shape]);
  // A machine that somebody made larger is no other machine; the counts cost one page each.
  const newest = newestOf(known);
  if (newest !== undefined) await search.try(filesOf(newest), resized(newest.shape));
  await search.tryAll(filesMixed(known, claimed), knownShapes(known));
  if (effort === "near") return search.result;
  const shapes = everyShape(known);
  for (const value of known) await search.try(filesOf(value), shapes);
  await search.tryAll(filesMixed(known, claimed), shapes);
  return search.result;
}

function newestOf(known: readonly ReferenceValue[]): ReferenceValue | undefined {
  return known.toSorted((left, right) => Date.parse(right.addedAt) - Date.parse(left.addedAt))[0];
}

class Search {
  readonly #digest: string;
  readonly #limit: number;
  #tried = 0;
  #found: Candidate | undefined;

  constructor(digest: string, limit: number) {
    this.#digest = digest;
    this.#limit = limit;
  }

  /** Whether something was found, or too much was tried. */
  get over(): boolean {
    return this.#found !== undefined || this.#tried >= this.#limit;
  }

  get result(): SearchResult {
    return { found: this.#found, tried: this.#tried };
  }

  async tryAll(all: Iterable<BootFiles>, shapes: readonly Shape[]): Promise<void> {
    for (const files of all) {
      if (this.over) return;
      await this.try(files, shapes);
    }
  }

  /** Tries some files with each shape, until the search is over. */
  async try(files: BootFiles, shapes: readonly Shape[]): Promise<void> {
    if (this.over) return;
    // A calculator keeps every state that it has seen, so each set of files gets one of its own.
    const calculator = createSnpCalculator(files.firmware);
    const kernelHashes = files.hashed ? await kernelHashesOf(files) : undefined;
    for (const shape of shapes) {
      if (this.over) return;
      this.#tried++;
      if ((await digestOf(calculator, kernelHashes, shape)) !== this.#digest) continue;
      this.#found = { ...files, shape };
    }
  }
}

/** Undefined where firmware and launch don't fit each other: such a launch can't have happened. */
async function digestOf(
  calculator: SnpCalculator,
  kernelHashes: KernelHashes | undefined,
  shape: Shape,
): Promise<string | undefined> {
  try {
    return toHex(await calculator.digest(kernelHashes === undefined ? { shape } : { kernelHashes, shape }));
  } catch (error) {
    if (error instanceof MeasureError) return undefined;
    throw error;
  }
}
