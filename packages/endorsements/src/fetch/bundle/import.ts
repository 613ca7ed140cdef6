import { importedKey } from "../keeper.ts";
import { createDiskStore, type Store } from "../store.ts";
import type { EndorsementBundle, ReadEntry } from "./format.ts";

/** What became of an entry: `older` where what is there already was issued later. */
export type Imported = { readonly entry: ReadEntry; readonly outcome: "imported" | "older" };

/**
 * Puts a bundle into the cache of a client: under the address that each entry came from, and where a client looks that can't
 * reach its own service. An entry never replaces one that its vendor issued later.
 *
 * @param directory the client's; made if needed
 * @throws the file system's error where it can't be written
 */
export async function importEndorsements(bundle: EndorsementBundle, directory: string): Promise<readonly Imported[]> {
  const store = createDiskStore(directory);
  const outcomes: Imported[] = [];
  for (const entry of bundle.entries) {
    const { name, service, resource } = entry;
    const keys = [importedKey(name), resource.urlAt(service)];
    const replaced = await Promise.all(keys.map((key) => replaceIn(store, key, entry)));
    outcomes.push({ entry, outcome: replaced[0] === true ? "imported" : "older" });
  }
  return outcomes;
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
