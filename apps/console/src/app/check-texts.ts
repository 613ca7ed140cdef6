import { useEffect } from "preact/hooks";
import { createStore } from "../state/store.ts";
import { useStore } from "../state/use-store.ts";
import type * as checkWords from "./check-words.ts";
import { addCatalogues } from "./texts.ts";

type CheckWords = typeof checkWords;

const words = createStore<CheckWords | undefined>(undefined);
let loading: Promise<void> | undefined;

/** Brings the texts of checks; what is drawn already is drawn again with them. A failure is forgotten, so that a later call tries anew. */
export function loadCheckTexts(): Promise<void> {
  loading ??= import("./check-words.ts").then(
    (module) => {
      addCatalogues(module.checkCatalogues);
      words.set(module);
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** What speaks of verdicts, once it is there; it is fetched when a component wants it. */
export function useCheckWords(wanted: boolean): CheckWords | undefined {
  const there = useStore(words);
  useEffect(() => {
    // Without these words the page shows less, and says so where it matters; the next page tries again.
    if (wanted) loadCheckTexts().catch(() => undefined);
  }, [wanted]);
  return there;
}

/** Whether the texts of checks are there; they are fetched once a component asks. */
export function useCheckTexts(): boolean {
  return useCheckWords(true) !== undefined;
}
