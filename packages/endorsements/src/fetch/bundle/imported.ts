import { importedName } from "../keeper.ts";
import { resourceNamed } from "../resource-names.ts";
import { listDiskStore } from "../store.ts";
import type { ReadEntry } from "./format.ts";

/** What `importEndorsements` has put into a client's cache so far, by name; what can't be read is passed over, as the client does. */
export async function importedEndorsements(directory: string): Promise<readonly ReadEntry[]> {
  const kept = await listDiskStore(directory);
  const entries = [...kept].flatMap(([key, { bytes, at }]): readonly ReadEntry[] => {
    const name = importedName(key);
    const resource = name === undefined ? undefined : resourceNamed(name);
    const content = resource?.read(bytes);
    if (name === undefined || resource === undefined || content?.ok !== true) return [];
    return [{ name, service: "", fetchedAt: at, bytes, resource, content: content.value }];
  });
  return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
