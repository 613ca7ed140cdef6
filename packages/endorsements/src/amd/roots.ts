import type { Product } from "@sekisho/evidence/sev-snp";

/**
 * SHA-256 over the DER SubjectPublicKeyInfo of AMD's root keys (ARK), hexadecimal. They alone say which root is AMD's; the
 * certificates come with the evidence, from a bundle or from AMD's key service. Computed from the certificates at
 * kdsintf.amd.com/vcek/v1/{product}/cert_chain, which several projects carry alike.
 */
export const amdRootKeys: Readonly<Record<Product, string>> = {
  Milan: "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9",
  Genoa: "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831",
  Turin: "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08",
};
