import { resolve } from "node:path";
import { sealRootKey, unsealRootKey } from "@sekisho/gate";
import { message } from "@sekisho/messages";
import { passphraseAccess, withPassphraseFile } from "../gate/root-key.ts";
import { withStartErrors } from "../gate/start-errors.ts";
import { defaultDataDirectory } from "../gate-client/options.ts";
import type { RegisterCommand } from "./index.ts";

type Options = { readonly data: string; readonly rootPassphraseFile?: string };
type SealOptions = Options & { readonly newPassphraseFile?: string };

/** `sekisho gate root-key seal | unseal`: beside the gate's other commands. */
export const registerGateRootKey: RegisterCommand = (program, context) => {
  const gate = program.commands.find((command) => command.name() === "gate") ?? program.command("gate");
  const rootKey = gate.command("root-key").description("how the key is kept under which the gate encrypts disk keys");
  withPassphraseFile(rootKey.command("seal"))
    .description("seal it under a passphrase, or under another one")
    .option("--data <folder>", "the data directory", defaultDataDirectory())
    .option("--new-passphrase-file <file>", "the new passphrase: its first line (default: asked for on the terminal)")
    .action(({ data, rootPassphraseFile, newPassphraseFile }: SealOptions) =>
      withStartErrors(async () => {
        const known = passphraseAccess(rootPassphraseFile, context);
        const fresh = passphraseAccess(newPassphraseFile, context);
        const ask = (why: "new" | "open"): Promise<Uint8Array> => (why === "new" ? fresh : known).ask(why);
        await sealRootKey(resolve(data), { kind: "passphrase", ask });
        context.print(`${context.render(message("cli.root-key.sealed", { directory: resolve(data) }))}\n`);
      }),
    );
  withPassphraseFile(rootKey.command("unseal"))
    .description("leave it to its file's permissions, so that the gate starts without anybody")
    .option("--data <folder>", "the data directory", defaultDataDirectory())
    .action(({ data, rootPassphraseFile }: Options) =>
      withStartErrors(async () => {
        await unsealRootKey(resolve(data), passphraseAccess(rootPassphraseFile, context));
        context.print(`${context.render(message("cli.root-key.unsealed", { directory: resolve(data) }))}\n`);
      }),
    );
};
