import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  bundleLimit,
  gatherEndorsements,
  importedEndorsements,
  importEndorsements,
  isEndorsementBundle,
  parseEndorsementBundle,
  provenanceOf,
  writeEndorsementBundle,
  type EndorsementBundle,
  type ReadEntry,
} from "@sekisho/endorsements/fetch";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { bundleJson, bundleText, holds } from "../endorsements/show.ts";
import { wishesOf, type Named } from "../endorsements/wishes.ts";
import { filesInDirectory, readInput } from "../files.ts";
import { createProgressView } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { baseUrlOf, endorsementCache } from "../verify/fetch.ts";
import { need } from "../verify/need.ts";
import { bytesOption, collectValues, momentOption } from "../verify/options.ts";
import type { RegisterCommand } from "./index.ts";

type BundleOptions = Named & {
  readonly output: string;
  readonly keyServer?: string;
  readonly intelService?: string;
  readonly json?: true;
};
type ImportOptions = { readonly cache?: string; readonly root: readonly string[]; readonly json?: true };
type ShowOptions = { readonly at?: string; readonly json?: true };

/** `sekisho endorsements bundle | import | show` */
export const registerEndorsements: RegisterCommand = (program, context) => {
  const endorsements = program
    .command("endorsements")
    .description("what the CPU vendors certify, for gates that can't reach them: gathered, carried over, imported");
  endorsements
    .command("bundle")
    .description("ask the vendors for all that evidence needs, and write it into one file")
    .option("--for <file...>", "evidence of the machines that it is for, as verify reads it")
    .option("--fmspc <hex...>", "kinds of Intel platforms, by their FMSPC: 6 bytes")
    .option("--chip <name...>", "AMD product lines (Milan, Genoa, Turin), or addresses of VCEK certificates")
    .requiredOption("-o, --output <file>", "the bundle to write")
    .option("--key-server <url>", "another service than AMD's to ask")
    .option("--intel-service <url>", "another service than Intel's to ask, such as a PCCS")
    .option("--json", "print one JSON object")
    .action((options: BundleOptions) => bundle(options, context));
  endorsements
    .command("import")
    .description("put a bundle where `verify --fetch` or a gate looks")
    .argument("<file>", "a bundle")
    .option("--cache <folder>", "a gate's: endorsements in its data directory (default: that of `verify --fetch`)")
    .option(
      "--root <hex>",
      "a root taken besides the vendors', by its key's SHA-256; can be given again",
      collectValues,
      [],
    )
    .option("--json", "print one JSON object")
    .action((file: string, options: ImportOptions) => importBundle(file, options, context));
  endorsements
    .command("show")
    .description("show what is in a bundle, and until when; status 1 when something in it is over")
    .argument("<file>", "a bundle, or a folder that bundles were imported into")
    .option("--at <iso-8601>", "the moment to judge at (default: now)")
    .option("--json", "print one JSON object")
    .action((file: string, options: ShowOptions) => show(file, options, context));
};

async function bundle(options: BundleOptions, context: Context): Promise<void> {
  const wishes = await wishesOf(options);
  const { progress, close } = createProgressView(context);
  const { entries, problems } = await gatherEndorsements(wishes, {
    amd: baseUrlOf("--key-server", options.keyServer).baseUrl,
    intel: baseUrlOf("--intel-service", options.intelService).baseUrl,
    progress: (granted, all) =>
      progress({ step: message("cli.endorsements.asking", { number: granted + 1, all }), fraction: granted / all }),
  }).finally(close);
  for (const problem of problems) context.say(`${context.render(problem)}\n`);
  if (problems.length > 0) context.reject();
  const path = resolve(options.output);
  const gatheredAt = new Date();
  if (entries.length > 0) await write(path, writeEndorsementBundle(gatheredAt, entries));
  const shown = { path, gatheredAt, entries, at: gatheredAt, provenances: await provenanceOf(entries) };
  const { render } = context;
  if (options.json !== true) return context.print(bundleText(shown, render));
  const texts = problems.map((problem) => ({ ...problem, text: render(problem) }));
  context.print(`${JSON.stringify({ ...bundleJson(shown), problems: texts })}\n`);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (error) {
    throw new UsageError(message("cli.endorsements.unwritable", { path, reason: reasonOf(error) }));
  }
}

async function importBundle(file: string, { cache, root, json }: ImportOptions, context: Context): Promise<void> {
  for (const digest of root) bytesOption("--root", digest, 32);
  const folder = resolve(cache ?? endorsementCache());
  const at = new Date();
  const outcomes = await importEndorsements(await read(file), folder, root).catch((error: unknown) => {
    if (error instanceof UsageError) throw error;
    throw new UsageError(message("cli.endorsements.unwritable", { path: folder, reason: reasonOf(error) }));
  });
  const namesOf = (wanted: string): readonly string[] =>
    outcomes.filter(({ outcome }) => outcome === wanted).map(({ entry }) => entry.name);
  const over = outcomes.filter(({ entry, outcome }) => outcome === "imported" && !holds(entry, at));
  const told = [
    ...(["foreign", "unproven"] as const).flatMap((reason) => {
      const names = namesOf(reason);
      if (names.length === 0) return [];
      return [message(`cli.endorsements.${reason}`, { count: names.length, names: names.join(", ") })];
    }),
    ...over.map(({ entry }) => message("cli.endorsements.imported-over", { name: entry.name, until: endOf(entry) })),
  ];
  for (const one of told) context.say(`${context.render(one)}\n`);
  const refused = [...namesOf("foreign"), ...namesOf("unproven")];
  if (refused.length > 0) context.reject();
  const values = { count: namesOf("imported").length, folder, older: namesOf("older").length };
  const more = { refused, over: over.map(({ entry }) => entry.name) };
  if (json === true) context.print(`${JSON.stringify({ ...values, ...more })}\n`);
  else context.print(`${context.render(message("cli.endorsements.imported", values))}\n`);
}

function endOf({ content }: ReadEntry): string {
  return content.window.until.toISOString().slice(0, 10);
}

async function show(file: string, { at: moment, json }: ShowOptions, context: Context): Promise<void> {
  const at = momentOption(moment);
  const bundle = await readFileOrFolder(file, at);
  const shown = { ...bundle, path: file, at, provenances: await provenanceOf(bundle.entries) };
  if (!shown.entries.every((entry) => holds(entry, at))) context.reject();
  context.print(json === true ? `${JSON.stringify(bundleJson(shown))}\n` : bundleText(shown, context.render));
}

async function readFileOrFolder(path: string, at: Date): Promise<EndorsementBundle> {
  if ((await filesInDirectory(path)) === undefined) return read(path);
  const entries = await importedEndorsements(path);
  if (entries.length === 0) throw new UsageError(message("cli.endorsements.nothing-kept", { path }));
  // The day on which the oldest of it was asked for.
  const gatheredAt = new Date(Math.min(at.getTime(), ...entries.map(({ fetchedAt }) => fetchedAt.getTime())));
  return { entries, gatheredAt };
}

async function read(file: string): Promise<EndorsementBundle> {
  const bytes = await readInput(file, bundleLimit);
  const bundle = parseEndorsementBundle(file, bytes);
  if (bundle.ok || isEndorsementBundle(bytes)) return need(file, bundle);
  throw new UsageError(message("cli.endorsements.not-a-bundle", { path: file }));
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
