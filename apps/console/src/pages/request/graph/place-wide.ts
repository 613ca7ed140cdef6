import { Graph, layout } from "@dagrejs/dagre";
import { foldRanks, type Strip } from "./fold.ts";
import { drawnEdges, inOrderOfTrust, type Drawable, type Picture, type Point } from "./placed.ts";

/** What dagre's graph is used for here; its own types don't resolve under Node's rules for imports. */
type LayoutGraph = {
  setGraph(settings: Readonly<Record<string, string | number>>): unknown;
  setNode(id: string, size: { width: number; height: number }): unknown;
  /** After the layout: the middle of the node. */
  node(id: string): Point;
  setEdge(from: string, to: string, settings: object): unknown;
  edges(): readonly { readonly v: string; readonly w: string }[];
  edge(from: string, to: string): { readonly points?: readonly Point[] };
};

const nodeHeight = 92;
const between = { ranksep: 24, nodesep: 16, edgesep: 12 };
const narrowestNode = 124;
const widestNode = 190;

/**
 * Places a graph from left to right, in as many lines as it takes, as text runs: a chain of trust is longer than any screen
 * is wide. This file is loaded late, with dagre.
 *
 * @param width of the whole picture
 */
export function placeWide(drawable: Drawable, width: number): Picture {
  const most = Math.max(1, Math.floor(width / (narrowestNode + between.ranksep)));
  const ranks = new Set(strip(drawable, narrowestNode).nodes.map(({ x }) => x)).size;
  // Lines of about one length: no part is left alone in the last one.
  const perLine = Math.max(1, Math.ceil(ranks / Math.max(1, Math.ceil(ranks / most))));
  const share = Math.floor(width / perLine) - between.ranksep;
  return foldRanks(strip(drawable, Math.min(widestNode, share)), perLine, width);
}

/** The whole graph in one line, as dagre places it. */
function strip(drawable: Drawable, nodeWidth: number): Strip {
  const graph: LayoutGraph = new Graph();
  graph.setGraph({ rankdir: "LR", ...between });
  const size = { width: nodeWidth, height: nodeHeight };
  const order = inOrderOfTrust(drawable);
  for (const id of order) graph.setNode(id, { ...size });
  for (const { from, to } of drawnEdges(drawable)) graph.setEdge(from, to, {});
  layout(graph);
  const nodes = order.map((id) => {
    const { x, y } = graph.node(id);
    return { id, x: x - size.width / 2, y: y - size.height / 2, ...size };
  });
  const edges = graph.edges().map(({ v, w }) => ({ from: v, to: w, points: graph.edge(v, w).points ?? [] }));
  return { nodes, edges, rankGap: between.ranksep };
}
