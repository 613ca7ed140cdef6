import type { MachineSummary } from "@sekisho/release";
import { standingOf, standings, type Standing } from "./standing.ts";

export const orders = ["attention", "newest", "name"] as const;
export type Order = (typeof orders)[number];

/** Which machines a person wants to see, and in which order. "" stands for all; `cloud` null for those that don't say. */
export type Wish = {
  readonly text: string;
  readonly standing: Standing | "";
  readonly technology: MachineSummary["technology"] | "";
  readonly cloud: string | null;
  readonly order: Order;
};

export const everything: Wish = { text: "", standing: "", technology: "", cloud: "", order: "attention" };

/** The machines of a wish, in its order. Of equals, the order is that of names. */
export function chooseMachines(machines: readonly MachineSummary[], wish: Wish): readonly MachineSummary[] {
  const words = wish.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = machines.filter(
    (machine) =>
      (wish.standing === "" || standingOf(machine) === wish.standing) &&
      (wish.technology === "" || machine.technology === wish.technology) &&
      (wish.cloud === "" || machine.cloud === wish.cloud) &&
      words.every((word) => machine.name.includes(word) || machine.id.includes(word)),
  );
  return found.toSorted((left, right) => compare[wish.order](left, right) || byName(left, right));
}

/** What occurs among the machines, for the choices of a filter; clouds that machines don't name are null. */
export function valuesOf<K extends "technology" | "cloud">(
  machines: readonly MachineSummary[],
  field: K,
): readonly MachineSummary[K][] {
  return [...new Set(machines.map((machine) => machine[field]))].toSorted((left, right) =>
    (left ?? "\uffff") < (right ?? "\uffff") ? -1 : 1,
  );
}

type Compare = (left: MachineSummary, right: MachineSummary) => number;

const byName: Compare = (left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0);
const byNewest: Compare = (left, right) => (right.newest?.number ?? 0) - (left.newest?.number ?? 0);

const compare: Readonly<Record<Order, Compare>> = {
  name: byName,
  newest: byNewest,
  attention: (left, right) =>
    standings.indexOf(standingOf(left)) - standings.indexOf(standingOf(right)) || byNewest(left, right),
};
