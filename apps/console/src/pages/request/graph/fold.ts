import type { Picture, PlacedEdge, PlacedNode, Point } from "./placed.ts";

/** A graph in one line from left to right: nodes of one rank stand at one `x`, all of one size. */
export type Strip = {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Between two ranks. */
  readonly rankGap: number;
};

const margin = 4;
const lineGap = 44;

/** A line of the folded picture: which of the strip's heights it holds, and where its top is. */
type Line = { readonly first: number; readonly last: number; readonly top: number };

/**
 * Folds a strip into lines of `perLine` ranks, to be read as text is read. An edge from one line to another leaves to the
 * right, runs back between the lines, and comes in from the left.
 *
 * @param width of the picture
 */
export function foldRanks(strip: Strip, perLine: number, width: number): Picture {
  const ranks = [...new Set(strip.nodes.map(({ x }) => x))].toSorted((left, right) => left - right);
  const rankOf = ({ x }: PlacedNode): number => ranks.indexOf(x);
  const lineOf = (node: PlacedNode): number => Math.floor(rankOf(node) / perLine);
  const lineNumber = new Map(strip.nodes.map((node) => [node.id, lineOf(node)]));
  const lines = linesOf(strip, lineNumber);
  const step = (strip.nodes[0]?.width ?? 0) + strip.rankGap;
  const gutter = strip.rankGap / 2;
  const nodes = strip.nodes.map((node): PlacedNode => {
    const { first = 0, top = 0 } = lines[lineOf(node)] ?? {};
    return { ...node, x: gutter + (rankOf(node) % perLine) * step, y: top + node.y - first };
  });
  const start = ranks[0] ?? 0;
  const edges = strip.edges.map((edge): PlacedEdge => {
    const [from, to] = [edge.from, edge.to].map((id) => nodes.find((node) => node.id === id));
    const number = lineNumber.get(edge.from);
    const line = lines[number ?? -1];
    if (from === undefined || to === undefined || number === undefined || line === undefined) return edge;
    if (lineNumber.get(edge.to) !== number) return { ...edge, points: aroundLines(from, to, line, gutter) };
    const shift = start + number * perLine * step - gutter;
    return { ...edge, points: edge.points.map(({ x, y }) => ({ x: x - shift, y: y - line.first + line.top })) };
  });
  const end = lines.at(-1);
  const height = end === undefined ? 2 * margin : end.top + end.last - end.first + margin;
  return { width, height, nodes, edges };
}

/** The lines from the top down. Edges of parts that stand far from each other may run above or below all parts of their line. */
function linesOf({ nodes, edges }: Strip, lineNumber: ReadonlyMap<string, number>): readonly Line[] {
  const count = Math.max(0, ...lineNumber.values()) + 1;
  const lines: Line[] = [];
  for (let index = 0; index < count; index++) {
    const own = nodes.filter(({ id }) => lineNumber.get(id) === index);
    const within = edges.filter(({ from, to }) => lineNumber.get(from) === index && lineNumber.get(to) === index);
    const heights = [
      ...own.flatMap(({ y, height }) => [y, y + height]),
      ...within.flatMap(({ points }) => points.map(({ y }) => y)),
    ];
    const [first, last] = [Math.min(...heights), Math.max(...heights)];
    const before = lines.at(-1);
    lines.push({ first, last, top: before === undefined ? margin : before.top + before.last - before.first + lineGap });
  }
  return lines;
}

/** Out to the right of where it begins, back below that line, and in from the left of where it ends. */
function aroundLines(from: PlacedNode, to: PlacedNode, line: Line, gutter: number): readonly Point[] {
  const turn = line.top + line.last - line.first + lineGap / 2;
  const [right, left] = [from.x + from.width + gutter, to.x - gutter];
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
  // At the very edge of the picture a line still has its own width.
  const inset = 1;
  return [
    { x: from.x + from.width, y: start },
    { x: right - inset, y: start },
    { x: right - inset, y: turn },
    { x: left + inset, y: turn },
    { x: left + inset, y: end },
    { x: to.x, y: end },
  ];
}
