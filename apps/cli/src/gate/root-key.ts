import type { RootKeyAccess } from "@sekisho/gate";
import { message } from "@sekisho/messages";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { askPassphrase, type PassphraseWords } from "../gate-client/ask-passphrase.ts";
import { UsageError } from "../usage-error.ts";

/** How a new root key is protected, and where a passphrase comes from. */
export type RootKeyOptions = { readonly rootKey?: "passphrase" | "file"; readonly rootPassphraseFile?: string };

const shortest = 8;

const words = (prompt: string): PassphraseWords => ({
  prompt,
  empty: "cli.root-key.empty",
  abandoned: "cli.root-key.abandoned",
  noTerminal: "cli.root-key.no-terminal",
});

/** Adds the options that say how the root key is protected. */
export function withRootKeyOptions(command: Command): Command {
  return withPassphraseFile(command).addOption(
    new Option(
      "--root-key <protection>",
      "how a new root key is kept: sealed under a passphrase, or by its file's permissions alone",
    ).choices(["passphrase", "file"]),
  );
}

/** Adds the option that names a passphrase's file. */
export function withPassphraseFile(command: Command): Command {
  return command.option(
    "--root-passphrase-file <file>",
    "the root key's passphrase: its first line; - for standard input (default: asked for on the terminal)",
  );
}

/**
 * What the options say.
 *
 * @throws UsageError when they contradict each other
 */
export function rootKeyAccess({ rootKey, rootPassphraseFile: path }: RootKeyOptions, context: Context): RootKeyAccess {
  if (rootKey === "file") {
    if (path !== undefined) throw new UsageError(message("cli.root-key.either"));
    return { kind: "file" };
  }
  return passphraseAccess(path, context);
}

/** A passphrase from a file, or typed: twice where it is a new one. */
export function passphraseAccess(
  path: string | undefined,
  context: Context,
): Extract<RootKeyAccess, { kind: "passphrase" }> {
  return {
    kind: "passphrase",
    ask: async (why) => {
      if (why === "open") return askPassphrase(path, context, words("cli.root-key.prompt"));
      const passphrase = await askPassphrase(path, context, words("cli.root-key.choose"));
      if (passphrase.length < shortest) throw new UsageError(message("cli.root-key.short", { shortest }));
      if (path !== undefined) return passphrase;
      const again = await askPassphrase(path, context, words("cli.root-key.again"));
      const same = Buffer.from(again).equals(passphrase);
      again.fill(0);
      if (!same) throw new UsageError(message("cli.root-key.differ"));
      return passphrase;
    },
  };
}
