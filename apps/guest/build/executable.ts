import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleAgent } from "./bundle.ts";

const run = promisify(execFile);
/** The Node.js of node_modules: the one that the lock file names, whichever runs this script. */
const node = fileURLToPath(import.meta.resolve("node/bin/node"));
const postject = fileURLToPath(import.meta.resolve("postject/dist/cli.js"));
const cacheFolder = fileURLToPath(new URL("../../../.cache/guest", import.meta.url));

/** Marks the place in Node.js's binary that says whether it carries an application (Node.js documentation, "Single executable applications"). */
const sentinelFuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Grows when the way of building changes, so that older results are not taken for new ones. */
const recipe = 1;

/** Steps that take time, for whoever shows progress. */
export type BuildStep = "bundle" | "cached" | "copy" | "strip" | "inject" | "done";

/** The agent as one executable. It still needs the C and C++ libraries that Node.js is linked to. */
export type GuestExecutable = { readonly path: string; readonly sha256: string; readonly bytes: number };

/**
 * Builds the guest's agent as a single executable, or finds it in `.cache/guest/<hash of everything that goes in>/`.
 *
 * @param progress is told each step as it begins
 * @throws Error when `strip` (binutils) is missing or a tool fails
 */
export async function buildGuestExecutable(progress: (step: BuildStep) => void = () => {}): Promise<GuestExecutable> {
  progress("bundle");
  const bundle = await bundleAgent();
  const key = createHash("sha256")
    .update(`${recipe}\n`)
    .update(digest(await readFile(node)))
    .update(digest(bundle))
    .digest("hex");
  const path = join(cacheFolder, key, "sekisho-guest");
  if (await exists(path)) {
    progress("cached");
    return describe(path);
  }
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, "building-"));
  try {
    const executable = await assemble(work, bundle, progress);
    await mkdir(dirname(path), { recursive: true });
    await rename(executable, path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  progress("done");
  return describe(path);
}

async function assemble(work: string, bundle: Uint8Array, progress: (step: BuildStep) => void): Promise<string> {
  const [script, blob, settings] = [join(work, "agent.cjs"), join(work, "agent.blob"), join(work, "sea.json")];
  const executable = join(work, "sekisho-guest");
  await writeFile(script, bundle);
  await writeFile(settings, JSON.stringify(seaSettings(script, blob)));
  await run(node, ["--experimental-sea-config", settings]);
  progress("copy");
  await copyFile(node, executable);
  await chmod(executable, 0o755);
  // Injecting adds a section that strip would not understand, so stripping comes first.
  progress("strip");
  await run("strip", [executable]);
  progress("inject");
  await run(node, [postject, executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", sentinelFuse]);
  return executable;
}

function seaSettings(main: string, output: string): Record<string, unknown> {
  return {
    main,
    output,
    disableExperimentalSEAWarning: true,
    // The cache depends on the building machine's processor, and an initrd must come out the same everywhere.
    useCodeCache: false,
    useSnapshot: false,
    // Whoever sets NODE_OPTIONS could otherwise load code of their own into the agent.
    execArgvExtension: "none",
  };
}

async function describe(path: string): Promise<GuestExecutable> {
  const content = await readFile(path);
  return { path, sha256: digest(content), bytes: content.length };
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
