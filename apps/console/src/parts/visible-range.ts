/** Rows by their index: `last` is no longer among them. */
export type Range = { readonly first: number; readonly last: number };

/** Rows drawn above and below what is in sight, so that a fast hand meets no gap. The range moves in steps of half of it. */
const margin = 12;

/**
 * Which rows of a long list to draw.
 *
 * @param scrolled how far the list's beginning is above the window's, in pixels; negative while it is below
 * @param height the window's height in pixels
 */
export function visibleRange(scrolled: number, height: number, rowHeight: number, count: number): Range {
  const step = margin / 2;
  const first = Math.floor(scrolled / rowHeight / step) * step - margin;
  const last = Math.ceil((scrolled + height) / rowHeight / step) * step + margin;
  const end = Math.min(count, Math.max(0, last));
  return { first: Math.max(0, Math.min(first, end)), last: end };
}
