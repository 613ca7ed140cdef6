import { amdRootKeys } from "../amd/roots.ts";

/** Processors that have SEV before SNP, or beside it. */
export type SevProduct = "Naples" | "Rome" | "Milan" | "Genoa" | "Turin";

/**
 * SHA-256 over the DER SubjectPublicKeyInfo of AMD's root keys (ARK), hexadecimal. Milan and later have one root key for SEV and for
 * SEV-SNP; those of Naples and Rome are from AMD's files ask_ark_naples.cert and ask_ark_rome.cert.
 */
export const sevRootKeys: Readonly<Record<SevProduct, string>> = {
  Naples: "3a04f8f1347de206c9206a81148ba4ef0a233b245d43a15dd82de043bb3e4f69",
  Rome: "7447ffa21e2b938bfade89f5e9066c00a328813bfc43685605cceabd18da6fde",
  ...amdRootKeys,
};
