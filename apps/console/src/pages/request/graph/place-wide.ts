import { Graph, layout } from "@dagrejs/dagre";
import { drawnEdges, inOrderOfTrust, type Drawable, type Picture, type Point } from "./placed.ts";

/** What dagre's graph is used for here; its own types don't resolve under Node's rules for imports. */
type LayoutGraph = {
  setGraph(settings: Readonly<Record<string, string | number>>): unknown;
  graph(): { readonly width?: number; readonly height?: number };
  setNode(id: string, size: { width: number; height: number }): unknown;
  /** After the layout: the middle of the node. */
  node(id: string): Point;
  setEdge(from: string, to: string, settings: object): unknown;
  edges(): readonly { readonly v: string; readonly w: string }[];
  edge(from: string, to: string): { readonly points?: readonly Point[] };
};

const nodeSize = { width: 140, height: 78 };
const between = { ranksep: 30, nodesep: 14, edgesep: 12 };
const margin = 4;

/** Places a graph from left to right, for screens that are wide enough. This file is loaded late, with dagre. */
export function placeWide(drawable: Drawable): Picture {
  const graph: LayoutGraph = new Graph();
  graph.setGraph({ rankdir: "LR", marginx: margin, marginy: margin, ...between });
  const order = inOrderOfTrust(drawable);
  for (const id of order) graph.setNode(id, { ...nodeSize });
  for (const { from, to } of drawnEdges(drawable)) graph.setEdge(from, to, {});
  layout(graph);
  const nodes = order.map((id) => {
    const { x, y } = graph.node(id);
    return { id, x: x - nodeSize.width / 2, y: y - nodeSize.height / 2, ...nodeSize };
  });
  const edges = graph.edges().map(({ v, w }) => ({ from: v, to: w, points: graph.edge(v, w).points ?? [] }));
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, nodes, edges };
}
