import { importedKey } from "../keeper.ts";
import { createDiskStore, type Store } from "../store.ts";
import type { EndorsementBundle, ReadEntry } from "./format.ts";
import { provenanceOf, type Provenance } from "./provenance.ts";

/**
 * What became of an entry. `older`: what is there already was issued later. `foreign`, `unproven`: its signatures lead to
 * another root than its vendor's, or nowhere, so it was left out.
 */
export type Imported = {
  readonly entry: ReadEntry;
  readonly outcome: "imported" | "older" | "foreign" | "unproven";
};

/**
 * Puts a bundle into the cache of a client: under the address that each entry came from, and where a client looks that can't
 * reach its own service. An entry never replaces one that its vendor issued later, and one whose signatures don't lead to a
 * trusted root never gets in: it would keep a right one out for as long as it claims to hold.
 *
 * @param directory the client's; made if needed
 * @param additionalRoots SHA-256 over the SubjectPublicKeyInfo of roots taken besides the vendors', hexadecimal: a lab's
 * @throws the file system's error where it can't be written
 */
export async function importEndorsements(
  bundle: EndorsementBundle,
  directory: string,
  additionalRoots: readonly string[] = [],
): Promise<readonly Imported[]> {
  const store = createDiskStore(directory);
  const provenances = await provenanceOf(bundle.entries);
  const outcomes: Imported[] = [];
  for (const entry of bundle.entries) {
    const refusal = refusalOf(provenances.get(entry), additionalRoots);
    outcomes.push({ entry, outcome: refusal ?? (await place(store, entry)) });
  }
  return outcomes;
}

function refusalOf(
  provenance: Provenance | undefined,
  additionalRoots: readonly string[],
): "foreign" | "unproven" | undefined {
  if (provenance === undefined || provenance.kind === "unproven") return "unproven";
  if (provenance.kind === "vendor") return undefined;
  return additionalRoots.some((root) => root.toLowerCase() === provenance.root) ? undefined : "foreign";
}

async function place(store: Store, entry: ReadEntry): Promise<"imported" | "older"> {
  const { name, service, resource } = entry;
  const keys = [importedKey(name), resource.urlAt(service)];
  const [imported] = await Promise.all(keys.map((key) => replaceIn(store, key, entry)));
  return imported === true ? "imported" : "older";
}

async function replaceIn(
  store: Store,
  key: string,
  { resource, content, bytes, fetchedAt }: ReadEntry,
): Promise<boolean> {
  const there = await store.get(key);
  const known = there && resource.read(there.bytes);
  if (known?.ok === true && known.value.window.from > content.window.from) return false;
  await store.put(key, { bytes, at: fetchedAt });
  return true;
}
