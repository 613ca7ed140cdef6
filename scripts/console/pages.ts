import type { Page } from "playwright-core";
import type { Place } from "./place.ts";

/** A page of the console as it stands in the world, by a name for its picture. */
export type NamedPage = { readonly name: string; readonly path: string };

/** Every page of somebody who is signed in; of the page of one request, one for each way in which a request can stand. */
export async function everyPage({ world, machines }: Place): Promise<readonly NamedPage[]> {
  const requests: NamedPage[] = [];
  for (const { planned, machine } of machines) {
    const boots = planned.boots.toSorted((one, other) => other.hoursAgo - one.hoursAgo);
    const found = (await world.gate.client.requests(machine.id)).toSorted((one, other) => one.number - other.number);
    // A TD's first boot, which its owner learned from, is one more.
    const played = found.slice(found.length - boots.length);
    for (const [index, { change, fate }] of boots.entries()) {
      const number = played[index]?.number;
      const name = `request-${planned.name}-${change === "nothing" ? fate : change}`;
      if (number !== undefined && !requests.some((one) => one.name === name))
        requests.push({ name, path: `/requests/${number}` });
    }
  }
  const ids = machines.map(({ machine, planned }) => ({ name: planned.name, id: machine.id }));
  const [first] = ids;
  const all: readonly NamedPage[] = [
    { name: "requests", path: "/" },
    ...requests,
    { name: "machines", path: "/machines" },
    ...ids.map(({ name, id }) => ({ name: `machine-${name}`, path: `/machines/${id}` })),
    { name: "policies", path: "/policies" },
    { name: "policy", path: `/policies/${first?.id}` },
    { name: "receipts", path: "/receipts" },
    { name: "receipt", path: "/receipts/0" },
    { name: "gaps", path: "/gaps" },
    { name: "people", path: "/people" },
    { name: "settings", path: "/settings" },
    { name: "nowhere", path: "/nowhere" },
  ];
  return all;
}

/** Waits until a page has what it shows: a heading, and nothing that is still being fetched or judged. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .skeleton') === null);
}
