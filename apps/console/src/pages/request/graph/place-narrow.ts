import { drawnEdges, inOrderOfTrust, type Drawable, type Edge, type Picture, type Point } from "./placed.ts";

const nodeHeight = 64;
const gap = 20;
const margin = 4;
/** Between two lines that run beside the column. */
const laneWidth = 10;

/**
 * Places a graph as one column, for narrow screens: what follows directly is joined directly, and all other lines run in
 * lanes on the left, one lane for all lines of one origin.
 *
 * @param width of the whole picture
 */
export function placeNarrow(drawable: Drawable, width: number): Picture {
  const order = inOrderOfTrust(drawable);
  const row = new Map(order.map((id, index) => [id, index]));
  const edges = drawnEdges(drawable);
  const rowOf = (id: string): number => row.get(id) ?? 0;
  const isNext = ({ from, to }: Edge): boolean => rowOf(to) === rowOf(from) + 1;
  const lanes = lanesOf(
    edges.filter((edge) => !isNext(edge)),
    rowOf,
  );
  const left = margin + laneWidth * lanes.count;
  const top = (id: string): number => margin + rowOf(id) * (nodeHeight + gap);
  const middle = left + (width - left - margin) / 2;
  const pathOf = (edge: Edge): readonly Point[] => {
    if (isNext(edge)) return [at(middle, top(edge.from) + nodeHeight), at(middle, top(edge.to))];
    const lane = margin + laneWidth * (lanes.of.get(edge.from) ?? 0);
    const [start, end] = [top(edge.from) + nodeHeight / 2, top(edge.to) + nodeHeight / 2];
    return [at(left, start), at(lane, start), at(lane, end), at(left, end)];
  };
  return {
    width,
    height: 2 * margin + order.length * nodeHeight + Math.max(0, order.length - 1) * gap,
    nodes: order.map((id) => ({ id, x: left, y: top(id), width: width - left - margin, height: nodeHeight })),
    edges: edges.map((edge) => ({ ...edge, points: pathOf(edge) })),
  };
}

function at(x: number, y: number): Point {
  return { x, y };
}

/** A lane for each origin, so that lines whose rows overlap don't lie upon each other; lane 0 is the leftmost. */
function lanesOf(
  edges: readonly Edge[],
  rowOf: (id: string) => number,
): { readonly of: ReadonlyMap<string, number>; readonly count: number } {
  const spans = new Map<string, { readonly first: number; readonly last: number }>();
  for (const { from, to } of edges) {
    const rows = [rowOf(from), rowOf(to), ...(spans.has(from) ? Object.values(spans.get(from) ?? {}) : [])];
    spans.set(from, { first: Math.min(...rows), last: Math.max(...rows) });
  }
  const taken: { readonly from: string; readonly lane: number }[] = [];
  const overlaps = (one: string, other: string): boolean => {
    const [left, right] = [spans.get(one), spans.get(other)];
    return left !== undefined && right !== undefined && left.first <= right.last && right.first <= left.last;
  };
  // Short lines stand nearest to the column, so that fewest lines cross.
  const byLength = [...spans].toSorted(([, a], [, b]) => a.last - a.first - (b.last - b.first));
  for (const [from] of byLength) {
    let lane = 0;
    while (taken.some((other) => other.lane === lane && overlaps(from, other.from))) lane++;
    taken.push({ from, lane });
  }
  const count = taken.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
  return { of: new Map(taken.map(({ from, lane }) => [from, count - 1 - lane])), count };
}
