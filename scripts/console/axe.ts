import axe from "axe-core";
import type { Page } from "playwright-core";

type Violation = { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe-core finds wrong with the page as it stands: the rule, and the elements in question. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // Over the debugger, which the page's Content-Security-Policy does not bind.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    type WithAxe = typeof globalThis & { readonly axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await (globalThis as WithAxe).axe.run()).violations;
  });
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => `    ${html}`).join("\n")}`);
}

/** How many pixels of the page stick out to the right, so that it could be scrolled sideways. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}
