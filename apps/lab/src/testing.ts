import { fileURLToPath } from "node:url";
import { labAuthority, type LabAuthority } from "./ca/authority.ts";
import { intelAuthority, type IntelAuthority } from "./ca/intel/authority.ts";
import type { Product } from "./ca/product.ts";

const authorities = new Map<string, Promise<LabAuthority>>();
const intelAuthorities = new Map<string, Promise<IntelAuthority>>();

/**
 * A lab authority for tests: its keys are made once and kept in `.cache/lab-ca`, as RSA-4096 takes seconds.
 *
 * @param name another name gives another root: for roots that nobody trusts
 */
export function testAuthority(product: Product = "Genoa", name = "trusted"): Promise<LabAuthority> {
  const key = `${name}/${product}`;
  const known = authorities.get(key) ?? labAuthority({ directory: directoryOf(name), product });
  authorities.set(key, known);
  return known;
}

/**
 * Intel's part of the lab's authority for tests.
 *
 * @param name another name gives another root: for roots that nobody trusts
 */
export function testIntelAuthority(name = "trusted"): Promise<IntelAuthority> {
  const known = intelAuthorities.get(name) ?? intelAuthority({ directory: directoryOf(name) });
  intelAuthorities.set(name, known);
  return known;
}

function directoryOf(name: string): string {
  return fileURLToPath(new URL(`../../../.cache/lab-ca/${name}`, import.meta.url));
}
