import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const entry = fileURLToPath(new URL("../src/executable.ts", import.meta.url));

/** zod carries its messages in fifty languages, half of the bundle; the agent's own catalogue has those that it shows. */
const withoutZodLocales: Plugin = {
  name: "without-zod-locales",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export {};" }));
  },
};

/** The agent as one script: CommonJS, as a single executable wants it, with everything but Node.js in it. */
export async function bundleAgent(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node24",
    minify: true,
    plugins: [withoutZodLocales],
    legalComments: "none",
    logLevel: "silent",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("esbuild gave no bundle");
  return bundle.contents;
}
