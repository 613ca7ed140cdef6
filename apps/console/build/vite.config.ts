import { join } from "node:path";
import type { InlineConfig, Plugin } from "vite";

const room = join(import.meta.dirname, "..");

/** Modules of our own do nothing when they are only imported, but for the page's entry and its style sheets. */
const hasSideEffects = (id: string): boolean =>
  !/[/\\](?:packages[/\\][^/\\]+|pages|parts|api)[/\\]\S*\.tsx?$/.test(id);

/**
 * zod would build its readers with `new Function`, which the page's security policy forbids and reports. It looks at this when the first schema is made, and
 * which file holds that one is the bundler's choice: so every file says it first.
 */
const zodWithoutEval = "globalThis.__zod_globalConfig ??= { jitless: true };";

/** What every page needs comes in one piece: many small ones would each cost a trip to the gate. */
const isOfFrame = (id: string): boolean =>
  /[/\\]console[/\\]src[/\\](?:app|api|locales|parts|state|styles)[/\\](?!check-words)/.test(id);

/** The page's first paint is in the language and the look that the person chose, which only its script knows. */
const waitBeforeFirstPaint: Plugin = {
  name: "wait-before-first-paint",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

/**
 * How the page is built. No script or style stands inline, nothing is inlined as `data:`, and names carry the hash of their content.
 *
 * @param outDir where the built page goes
 */
export function pageConfiguration(outDir: string): InlineConfig {
  return {
    root: room,
    configFile: false,
    envDir: false,
    appType: "spa",
    logLevel: "warn",
    publicDir: false,
    plugins: [waitBeforeFirstPaint],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2024",
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        treeshake: { moduleSideEffects: hasSideEffects },
        output: { intro: zodWithoutEval, codeSplitting: { groups: [{ name: "frame", test: isOfFrame }] } },
      },
    },
  };
}
