import type { Product } from "@sekisho/evidence/sev-snp";

/** Which kind of key an endorsement certificate is for. */
export type Signer = "VCEK" | "VLEK";

const productLines: Readonly<Record<string, Product>> = {
  Milan: "Milan",
  Genoa: "Genoa",
  Bergamo: "Genoa",
  Siena: "Genoa",
  Turin: "Turin",
};

/** The product line of a certificate's productName: "Milan-B0" is Milan; undefined for a name that is not known. */
export function productOfName(productName: string): Product | undefined {
  return productLines[productName.split("-")[0] ?? ""];
}

/** The signer that an endorsement certificate's common name stands for. */
export function signerOfCommonName(commonName: string | undefined): Signer | undefined {
  if (commonName === "SEV-VCEK") return "VCEK";
  return commonName === "SEV-VLEK" ? "VLEK" : undefined;
}

/** Common names of the certificates above a VCEK (ASK) or VLEK (ASVK), as AMD gives them. */
export function authorityNames(
  signer: Signer,
  product: Product,
): { readonly intermediate: string; readonly root: string } {
  return { intermediate: signer === "VCEK" ? `SEV-${product}` : `SEV-VLEK-${product}`, root: `ARK-${product}` };
}
