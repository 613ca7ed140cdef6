/** A graph to be drawn: what stands on what. `edges` lead from what vouches to what it vouches for. */
export type Drawable = {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly Edge[];
};

export type Edge = { readonly from: string; readonly to: string };

export type Point = { readonly x: number; readonly y: number };

/** A rectangle of the picture; `x` and `y` are its upper left corner. */
export type PlacedNode = Point & { readonly id: string; readonly width: number; readonly height: number };

/** A line of the picture, through these points. */
export type PlacedEdge = Edge & { readonly points: readonly Point[] };

/** A picture in user units (CSS pixels where it is not scaled). */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** In the order of reading: what vouches stands before what it vouches for. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
};

/** The nodes so that each follows all that vouch for it; among those that could be next, the first as given. */
export function inOrderOfTrust({ nodes, edges }: Drawable): readonly string[] {
  const left = nodes.map(({ id }) => id);
  const order: string[] = [];
  while (left.length > 0) {
    const ready = left.findIndex((id) => !edges.some(({ from, to }) => to === id && left.includes(from)));
    // In a circle nobody is first: then the first as given is.
    const [next] = left.splice(Math.max(ready, 0), 1);
    if (next !== undefined) order.push(next);
  }
  return order;
}

/** Only edges both of whose ends are drawn, each once. */
export function drawnEdges({ nodes, edges }: Drawable): readonly Edge[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const seen = new Set<string>();
  return edges.filter(({ from, to }) => {
    const key = `${from} ${to}`;
    if (from === to || !ids.has(from) || !ids.has(to) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
