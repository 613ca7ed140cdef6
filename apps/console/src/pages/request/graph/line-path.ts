import type { Point } from "./placed.ts";

const bend = 10;

/** A line through points as the `d` of an SVG path: straight pieces, and round corners where they meet. */
export function linePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const corners = rest.slice(0, -1).map((corner, index) => {
    const [before, after] = [points[index] ?? corner, rest[index + 1] ?? corner];
    const [enter, leave] = [towards(corner, before), towards(corner, after)];
    return `L${at(enter)} Q${at(corner)} ${at(leave)}`;
  });
  return [`M${at(first)}`, ...corners, `L${at(last)}`].join(" ");
}

/** A point on the way from a corner to its neighbour: so far that the corner is round, and never past the half. */
function towards(corner: Point, neighbour: Point): Point {
  const [dx, dy] = [neighbour.x - corner.x, neighbour.y - corner.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return corner;
  const part = Math.min(bend, length / 2) / length;
  return { x: corner.x + dx * part, y: corner.y + dy * part };
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
