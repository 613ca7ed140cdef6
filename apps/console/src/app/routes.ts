import type { Catalogue } from "@sekisho/messages";
import type { Role, SessionView } from "@sekisho/release";
import type { ComponentType } from "preact";
import type { Configuration } from "../api/configuration.ts";
import type { IconName } from "../parts/icon.tsx";
import { matchPath, type PathParameters, type Place } from "./router.ts";

/** What every page gets. */
export type PageProps = {
  readonly parameters: PathParameters;
  readonly place: Place;
  readonly session: SessionView;
  readonly configuration: Configuration;
};

/** What a page's folder exports as `page` from its `index.ts`: how it is drawn, and the texts that it brings. */
export type PageModule = {
  readonly Page: ComponentType<PageProps>;
  readonly catalogues: readonly Catalogue[];
};

export type Route = {
  /** "/machines/:id" */
  readonly pattern: string;
  readonly needs: Role;
  /** Its place in the main menu, for pages that have one. */
  readonly menu?: { readonly text: string; readonly icon: IconName };
  /** Loaded when somebody goes there for the first time. */
  readonly load: () => Promise<PageModule>;
};

/** Every page, in the order of the menu. */
export const routes: readonly Route[] = [
  {
    pattern: "/",
    needs: "viewer",
    menu: { text: "console.nav.requests", icon: "requests" },
    load: async () => (await import("../pages/waiting/index.ts")).page,
  },
  {
    pattern: "/requests/:number",
    needs: "viewer",
    load: async () => (await import("../pages/request/index.ts")).page,
  },
  {
    pattern: "/machines",
    needs: "viewer",
    menu: { text: "console.nav.machines", icon: "machines" },
    load: async () => (await import("../pages/machines/index.ts")).page,
  },
  {
    pattern: "/machines/:id",
    needs: "viewer",
    load: async () => (await import("../pages/machine/index.ts")).page,
  },
  {
    pattern: "/policies",
    needs: "viewer",
    menu: { text: "console.nav.policies", icon: "policies" },
    load: async () => (await import("../pages/policies/index.ts")).page,
  },
  {
    pattern: "/policies/:machine",
    needs: "viewer",
    load: async () => (await import("../pages/policy/index.ts")).page,
  },
  {
    pattern: "/receipts",
    needs: "viewer",
    menu: { text: "console.nav.receipts", icon: "receipts" },
    load: async () => (await import("../pages/receipts/index.ts")).page,
  },
  {
    pattern: "/receipts/:index",
    needs: "viewer",
    load: async () => (await import("../pages/receipt/index.ts")).page,
  },
  {
    pattern: "/gaps",
    needs: "viewer",
    menu: { text: "console.nav.gaps", icon: "gaps" },
    load: async () => (await import("../pages/gaps/index.ts")).page,
  },
  {
    pattern: "/people",
    needs: "administrator",
    menu: { text: "console.nav.people", icon: "people" },
    load: async () => (await import("../pages/people/index.ts")).page,
  },
  {
    pattern: "/settings",
    needs: "viewer",
    menu: { text: "console.nav.settings", icon: "settings" },
    load: async () => (await import("../pages/settings/index.ts")).page,
  },
];

/** The route of a path, and what the path holds for its names. */
export function routeOf(path: string): { readonly route: Route; readonly parameters: PathParameters } | undefined {
  for (const route of routes) {
    const parameters = matchPath(route.pattern, path);
    if (parameters !== undefined) return { route, parameters };
  }
  return undefined;
}
