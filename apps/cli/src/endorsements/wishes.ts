import { amdResourceAt, type BundleWish } from "@sekisho/endorsements/fetch";
import type { Product } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { readEvidence } from "../verify/read-evidence.ts";

/** What a person named on the command line. */
export type Named = {
  readonly for?: readonly string[];
  readonly fmspc?: readonly string[];
  readonly chip?: readonly string[];
};

/**
 * What a bundle is to be for.
 *
 * @throws UsageError where nothing was named, or something that no vendor endorses
 */
export async function wishesOf({ for: files = [], fmspc = [], chip = [] }: Named): Promise<readonly BundleWish[]> {
  if (files.length + fmspc.length + chip.length === 0) throw new UsageError(message("cli.endorsements.for-what"));
  const wishes = [...fmspc.map(platformWish), ...chip.map(chipWish)];
  for (const path of files) wishes.push(await evidenceWish(path));
  return wishes;
}

async function evidenceWish(path: string): Promise<BundleWish> {
  const { hardware, certificates } = await readEvidence(path, await readInput(path));
  if (hardware?.kind === "report") return { kind: "report", report: hardware.report, certificates };
  if (hardware?.kind === "quote") return { kind: "quote", quote: hardware.quote, certificates };
  throw new UsageError(message("cli.endorsements.unendorsed", { path }));
}

function platformWish(text: string): BundleWish {
  const fmspc = text.toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(fmspc)) throw new UsageError(message("cli.endorsements.not-an-fmspc", { text }));
  return { kind: "fmspc", fmspc };
}

const productLines: readonly Product[] = ["Milan", "Genoa", "Turin"];

/** A product line, or a VCEK's address in AMD's interface, with or without scheme and host. */
function chipWish(text: string): BundleWish {
  const line = productLines.find((product) => product.toLowerCase() === text.toLowerCase());
  if (line !== undefined) return { kind: "product", product: line };
  const path = text.slice(text.indexOf("/vcek/v1/"));
  const product = productLines.find((candidate) => path.startsWith(`/vcek/v1/${candidate}/`));
  if (product === undefined || amdResourceAt(path)?.kind !== "vcek") {
    throw new UsageError(message("cli.endorsements.not-a-chip", { text }));
  }
  return { kind: "chip", product, path };
}
