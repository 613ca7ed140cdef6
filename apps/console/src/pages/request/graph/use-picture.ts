import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { placeNarrow } from "./place-narrow.ts";
import type { Drawable, Picture } from "./placed.ts";

/** Below this width a chain is one column. */
const narrow = 560;

type Places = { readonly placeWide: (drawable: Drawable, width: number) => Picture };

/** Where everything of a graph stands in an element of the page, and again when its width changes. */
export function usePicture(graph: Drawable): {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly picture: Picture | undefined;
} {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [places, setPlaces] = useState<Places | undefined>(undefined);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);
  const wide = width >= narrow;
  useEffect(() => {
    if (!wide || places !== undefined) return undefined;
    let current = true;
    // Without dagre the column of narrow screens shows the same.
    const fallback: Places = { placeWide: placeNarrow };
    import("./place-wide.ts").then(
      (loaded) => current && setPlaces(loaded),
      () => current && setPlaces(fallback),
    );
    return () => {
      current = false;
    };
  }, [wide, places]);
  if (width === 0) return { frame, picture: undefined };
  if (!wide) return { frame, picture: placeNarrow(graph, width) };
  return { frame, picture: places?.placeWide(graph, width) };
}
