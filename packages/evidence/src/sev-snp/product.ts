import type { TcbLayout } from "./tcb-version.ts";

/** A product line as AMD's key service names it: Genoa stands for Bergamo and Siena too. */
export type Product = "Milan" | "Genoa" | "Turin";

const productModels: readonly { readonly product: Product; readonly family: number; readonly first: number }[] = [
  { product: "Milan", family: 0x19, first: 0x00 },
  { product: "Genoa", family: 0x19, first: 0x10 },
  { product: "Genoa", family: 0x19, first: 0xa0 },
  { product: "Turin", family: 0x1a, first: 0x00 },
  { product: "Turin", family: 0x1a, first: 0x10 },
];

/**
 * The product line of a CPUID family and model (both with their extended parts added); undefined where none is known.
 * A line owns its sixteen models: Milan 19h/00h–0Fh, Genoa 19h/10h–1Fh, Bergamo and Siena 19h/A0h–AFh, Turin 1Ah/00h–1Fh
 * (AMD's processor programming references; the models of real reports agree).
 */
export function productOfCpuid(family: number, model: number): Product | undefined {
  return productModels.find((line) => line.family === family && line.first === (model & 0xf0))?.product;
}

/** How TCB versions are laid out: family 1Ah brought the FMC (SEV-SNP ABI 1.58, tables 3 and 4). */
export function tcbLayoutOfFamily(family: number | undefined): TcbLayout {
  return family === 0x1a ? "fmc" : "classic";
}
