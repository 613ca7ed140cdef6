import { createStore } from "../state/store.ts";

/** Where the person is: the path without its last slash, the query, and what stands after "#". */
export type Place = { readonly path: string; readonly query: URLSearchParams; readonly fragment: string };

/** The parts of a path that a pattern names ("/machines/:id"), decoded. */
export type PathParameters = Readonly<Record<string, string>>;

/** Reads an address. */
export function placeOf({ pathname, search, hash }: Pick<URL, "pathname" | "search" | "hash">): Place {
  const path = pathname.replace(/\/+$/, "");
  return { path: path === "" ? "/" : path, query: new URLSearchParams(search), fragment: hash.replace(/^#/, "") };
}

/**
 * What a path holds for a pattern's names.
 *
 * @param pattern "/machines/:id"
 * @returns undefined when the path is another one, or holds what can't be decoded
 */
export function matchPath(pattern: string, path: string): PathParameters | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== text) return undefined;
      continue;
    }
    const decoded = decode(text);
    if (decoded === undefined || decoded === "") return undefined;
    found[part.slice(1)] = decoded;
  }
  return found;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Where the person is now, and how often they moved since the page was loaded. */
export const place = createStore<{ readonly place: Place; readonly moves: number }>({
  place: placeOf(new URL("http://localhost/")),
  moves: 0,
});

function follow(): void {
  place.set({ place: placeOf(new URL(location.href)), moves: place.get().moves + 1 });
}

/** Goes to an address of this page ("/requests/12"), without loading it again. */
export function navigate(to: string, how: { readonly replace?: boolean } = {}): void {
  if (how.replace === true) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  if (how.replace !== true) window.scrollTo(0, 0);
  follow();
}

/** Makes links and the browser's buttons move within the page. */
export function startRouter(): void {
  place.set({ place: placeOf(new URL(location.href)), moves: 0 });
  addEventListener("popstate", follow);
  document.addEventListener("click", (event) => {
    const to = inside(event);
    if (to === undefined) return;
    event.preventDefault();
    navigate(to);
  });
}

/** Where a click leads, if it is one on a link of ours that the browser should not follow by itself. */
function inside(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement)) return undefined;
  if (link.origin !== location.origin || link.hasAttribute("download") || link.target !== "") return undefined;
  if (/^\/(?:v1|log|assets)\//.test(link.pathname)) return undefined;
  if (link.hash !== "" && link.pathname === location.pathname && link.search === location.search) return undefined;
  return `${link.pathname}${link.search}${link.hash}`;
}
