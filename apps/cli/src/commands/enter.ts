import { resolve } from "node:path";
import { toBase64Url } from "@sekisho/encoding";
import { readMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import { requestDetailSchema, requestViewSchema, type Enter } from "@sekisho/release";
import { sealToGuest, type SealedToGuest } from "@sekisho/verifier";
import type { Context } from "../context.ts";
import { askPassphrase } from "../gate-client/ask-passphrase.ts";
import { judgeOnThisDevice } from "../gate-client/judge-on-this-device.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { withImageErrors } from "../image/inputs.ts";
import { verdictJson, verdictText } from "../report-text.ts";
import { UsageError } from "../usage-error.ts";
import {
  ownEndorsements,
  policyText,
  withOwnEvidenceOptions,
  type OwnEvidenceOptions,
} from "../verify/own-evidence.ts";
import type { RegisterCommand } from "./index.ts";

type EnterOptions = GateOptions &
  OwnEvidenceOptions & {
    readonly machine: string;
    readonly passphraseFile?: string;
    readonly json?: true;
  };

const path = "/v1/admin/requests";

/** `sekisho enter REQUEST --machine machine.json` */
export const registerEnter: RegisterCommand = (program, context) => {
  withOwnEvidenceOptions(withGateOptions(program.command("enter")))
    .description("verify a guest's evidence on this device, then seal the disk's passphrase to that very guest")
    .argument("<request>", "its number or identifier")
    .requiredOption("--machine <machine.json>", "your own copy: what the evidence is held against")
    .option("--passphrase-file <file>", "its first line; - for standard input (default: asked for on the terminal)")
    .option("--json", "print one JSON object")
    .action((id: string, options: EnterOptions) => withImageErrors(() => enter(id, options, context)));
};

async function enter(id: string, options: EnterOptions, context: Context): Promise<void> {
  const { render } = context;
  const machine = await readMachine(resolve(options.machine));
  const policy = await policyText(options.policy, context);
  const client = await gateClientOf(options);
  const request = `${path}/${encodeURIComponent(id)}`;
  const detail = await client.get(request, requestDetailSchema);
  const { number, state, releaseMode } = detail;
  if (state !== "waiting" || releaseMode !== "enter") {
    throw new UsageError(message("cli.enter.not-waiting", { number, state }));
  }
  const { verdict, binding } = await judgeOnThisDevice(
    detail,
    machine,
    policy,
    new Date(),
    await ownEndorsements(options, context),
  );
  context.say(verdictText(render(message("cli.enter.what", { number, name: machine.name })), verdict, render));
  const { evidence } = detail;
  if (verdict.verdict === "rejected" || evidence === null) {
    context.reject();
    if (options.json === true) context.print(`${JSON.stringify({ request: null, ...verdictJson(verdict, render) })}\n`);
    return context.say(`${render(message("cli.enter.rejected"))}\n`);
  }
  const secret = await askPassphrase(options.passphraseFile, context);
  let sealed: SealedToGuest | undefined;
  try {
    // With a TPM, this device makes the credential: the gate passes it on, and can neither open nor leave it out.
    sealed = await sealToGuest(evidence, binding, secret);
  } finally {
    secret.fill(0);
  }
  if (sealed === undefined) throw new UsageError(message("gate.refusal.endorsementKeyUnusable"));
  const body: Enter = { binding: toBase64Url(binding), ...sealed };
  const entered = await client.post(`${request}/enter`, body, requestViewSchema);
  if (options.json === true) {
    return context.print(`${JSON.stringify({ request: entered, ...verdictJson(verdict, render) })}\n`);
  }
  context.print(
    `${render(message(`cli.enter.${entered.state === "released" ? "released" : "decided"}`, { number }))}\n`,
  );
}
