import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeNarrow } from "./place-narrow.ts";
import { placeWide } from "./place-wide.ts";
import { inOrderOfTrust, type Drawable, type Picture, type PlacedNode } from "./placed.ts";

const chain: Drawable = {
  nodes: ["guest-key", "kernel", "silicon-root", "chip-key", "report", "firmware", "initrd"].map((id) => ({ id })),
  edges: [
    { from: "silicon-root", to: "chip-key" },
    { from: "chip-key", to: "report" },
    { from: "report", to: "firmware" },
    { from: "firmware", to: "kernel" },
    { from: "firmware", to: "initrd" },
    { from: "report", to: "guest-key" },
  ],
};

test("what vouches is read before what it vouches for, also when it was given later", () => {
  const order = inOrderOfTrust(chain);
  for (const { from, to } of chain.edges) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
  expect(order).toHaveLength(chain.nodes.length);
});

test("a graph with a circle is drawn all the same", () => {
  const circle = {
    nodes: [{ id: "a" }, { id: "b" }],
    edges: [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
    ],
  };
  expect(inOrderOfTrust(circle)).toEqual(["a", "b"]);
  expect(placeWide(circle, 960).nodes).toHaveLength(2);
});

const graphs = fc
  .uniqueArray(fc.constantFrom(...Array.from("abcdefghijkl")), { minLength: 1, maxLength: 12 })
  .chain((ids) =>
    fc.array(fc.tuple(fc.nat(ids.length - 1), fc.nat(ids.length - 1)), { maxLength: 20 }).map((pairs) => ({
      nodes: ids.map((id) => ({ id })),
      edges: pairs
        .filter(([from, to]) => from < to)
        .map(([from, to]) => ({ from: ids[from] ?? "", to: ids[to] ?? "" })),
    })),
  );

describe.each([
  ["wide", (graph: Drawable) => placeWide(graph, 640)],
  ["narrow", (graph: Drawable) => placeNarrow(graph, 320)],
] as const)("the %s picture", (name, place) => {
  test("holds every node, none upon another, all inside", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const picture = place(graph);
        expect(picture.nodes.map(({ id }) => id)).toEqual(inOrderOfTrust(graph));
        for (const node of picture.nodes) expect(isInside(node, picture)).toBe(true);
        for (const [index, one] of picture.nodes.entries()) {
          for (const other of picture.nodes.slice(index + 1)) expect(touch(one, other)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("draws each line from what vouches to what it vouches for", () => {
    const picture = place(chain);
    expect(picture.edges).toHaveLength(chain.edges.length);
    for (const { from, to, points } of picture.edges) {
      const [start, end] = [points[0], points.at(-1)];
      const [origin, target] = [from, to].map((id) => picture.nodes.find((node) => node.id === id));
      expect(start && origin && isNear(start, origin), `${name} ${from}`).toBe(true);
      expect(end && target && isNear(end, target), `${name} ${to}`).toBe(true);
    }
  });

  test("keeps every line inside", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const picture = place(graph);
        for (const { x, y } of picture.edges.flatMap(({ points }) => points)) {
          expect(x >= 0 && x <= picture.width && y >= 0 && y <= picture.height).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("leaves out lines to what is not there, and lines drawn twice", () => {
    const [edge = { from: "", to: "" }] = chain.edges;
    const more = { ...chain, edges: [...chain.edges, edge, { from: "report", to: "nowhere" }] };
    expect(place(more).edges).toHaveLength(chain.edges.length);
  });
});

test("lines beside the column that pass each other run in lanes of their own", () => {
  const crossing = {
    nodes: ["a", "b", "c", "d"].map((id) => ({ id })),
    edges: [
      { from: "a", to: "c" },
      { from: "b", to: "d" },
    ],
  };
  const [first, second] = placeNarrow(crossing, 320).edges.map(({ points }) => Math.min(...points.map(({ x }) => x)));
  expect(first).not.toBe(second);
});

test("a chain that is longer than the screen is wide goes on in the next line", () => {
  const ids = Array.from({ length: 13 }, (_, index) => `${index}`);
  const long = {
    nodes: ids.map((id) => ({ id })),
    edges: ids.slice(1).map((to, index) => ({ from: `${index}`, to })),
  };
  const { nodes, width, height } = placeWide(long, 960);
  expect(width).toBe(960);
  expect(new Set(nodes.map(({ y }) => y)).size).toBe(3);
  expect(height).toBeLessThan(400);
  const [first, second] = nodes;
  expect(second?.y).toBe(first?.y);
  expect(second?.x).toBeGreaterThan(first?.x ?? 0);
});

function isInside({ x, y, width, height }: PlacedNode, picture: Picture): boolean {
  return x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
}

function touch(one: PlacedNode, other: PlacedNode): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function isNear(point: { readonly x: number; readonly y: number }, { x, y, width, height }: PlacedNode): boolean {
  return point.x >= x - 1 && point.x <= x + width + 1 && point.y >= y - 1 && point.y <= y + height + 1;
}
