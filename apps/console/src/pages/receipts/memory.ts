import { fromHex, toHex } from "@sekisho/encoding";
import { hashLength, type TreeHead } from "@sekisho/release/log";

/** A checkpoint that this browser saw, and when. */
export type Seen = TreeHead & { readonly at: string };

/** What this browser saw of logs, by their names. */
export type Memory = {
  readonly recall: (origin: string) => Seen | undefined;
  readonly keep: (origin: string, seen: Seen) => void;
};

const prefix = "sekisho.log ";

/** Keeps the newest checkpoint of each log in the browser's storage. What can't be read there counts as never seen. */
export function createMemory(storage: Pick<Storage, "getItem" | "setItem">): Memory {
  return {
    recall: (origin) => {
      try {
        return readSeen(storage.getItem(prefix + origin));
      } catch {
        return undefined;
      }
    },
    keep: (origin, { size, root, at }) => {
      try {
        storage.setItem(prefix + origin, JSON.stringify({ size, root: toHex(root), at }));
      } catch {
        // A browser that keeps nothing sees each log for the first time, and says so.
      }
    },
  };
}

function readSeen(text: string | null): Seen | undefined {
  if (text === null) return undefined;
  const { size, root, at } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  if (typeof root !== "string" || typeof at !== "string" || Number.isNaN(Date.parse(at))) return undefined;
  const bytes = fromHex("root", root);
  return bytes.ok && bytes.value.length === hashLength ? { size, root: bytes.value, at } : undefined;
}
