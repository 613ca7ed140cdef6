import { useEffect, useState } from "preact/hooks";
import { addCatalogues } from "./texts.ts";

let loaded: Promise<void> | undefined;

/** Brings the texts of checks; what is drawn already is drawn again with them. A failure is forgotten, so that a later call tries anew. */
export function loadCheckTexts(): Promise<void> {
  loaded ??= import("./check-catalogues.ts").then(
    ({ checkCatalogues }) => addCatalogues(checkCatalogues),
    (error: unknown) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}

/** Whether the texts of checks are there; they are fetched once a component asks. */
export function useCheckTexts(wanted = true): boolean {
  const [there, setThere] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    loadCheckTexts().then(
      () => setThere(true),
      () => setThere(false),
    );
  }, [wanted]);
  return there;
}
