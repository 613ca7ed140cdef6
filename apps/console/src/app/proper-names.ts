import { message, type Message } from "@sekisho/messages";

/** Names of products stay as their makers write them. */
const technologies: Readonly<Record<string, string>> = {
  "sev-snp": "AMD SEV-SNP",
  "sev-es": "AMD SEV-ES",
  sev: "AMD SEV",
  tdx: "Intel TDX",
  tpm: "TPM",
};

/** The technology as people know it. */
export function technologyName(technology: string): string {
  return technologies[technology] ?? technology;
}

const clouds = ["sakura", "azure", "google", "aws", "own", "lab"] as const;

/** Where a machine runs: a known cloud's name in the reader's language, or what its owner wrote. */
export function cloudName(cloud: string): Message | string {
  const known = clouds.find((name) => name === cloud);
  return known === undefined ? cloud : message(`console.cloud.${known}`);
}
