import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { appraiseSevPlatform } from "@sekisho/appraisal";
import { toBase64 } from "@sekisho/encoding";
import { createLaunchSession, wipeTransportKeys } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { wholeNumber } from "../measure/options.ts";
import { verdictJson, verdictText } from "../report-text.ts";
import { sevPolicy, type PolicyOptions } from "../sev/judge.ts";
import { random, writeNew, writeSessionKeys } from "../sev/key-file.ts";
import { withPolicyOptions } from "../sev/options.ts";
import { readPlatform } from "../sev/platform.ts";
import { UsageError } from "../usage-error.ts";
import { collectValues } from "../verify/options.ts";

type Options = PolicyOptions & {
  readonly platform: readonly string[];
  readonly guestPolicy?: string;
  readonly out: string;
  readonly name: string;
  readonly json?: true;
};

/** `sekisho sev session` */
export function registerSevSession(sev: Command, context: Context): void {
  withPolicyOptions(sev.command("session"))
    .description("judge a platform, and make the files that start a launch on it: dh-cert-file and session-file")
    .requiredOption(
      "--platform <file>",
      "the platform's certificates, from sevctl, QEMU or libvirt; can be given again",
      collectValues,
    )
    .option("--guest-policy <number>", "the launch policy, like 0xf (default: the machine's)")
    .requiredOption("--out <dir>", "the folder to write to")
    .option("--name <text>", "how the files' names begin", "launch")
    .option("--json", "print one JSON object")
    .action((options: Options) => session(options, context));
}

async function session(options: Options, context: Context): Promise<void> {
  const { render } = context;
  const { bytes, certificates } = await readPlatform(options.platform);
  const judged = await sevPolicy(options, render);
  const guestPolicy = guestPolicyOf(options, judged.expectedGuestPolicy);
  const verdict = await appraiseSevPlatform({ ...judged, certificates, guestPolicy });
  const asJson = (made: object): void =>
    context.print(`${JSON.stringify({ ...verdictJson(verdict, render), ...made })}\n`);
  if (verdict.verdict === "rejected") {
    context.reject();
    if (options.json === true) asJson({});
    else context.print(verdictText(options.platform.join(", "), verdict, render));
    return;
  }
  const pdh = certificates.platform.find(({ usage }) => usage === "PDH");
  const launch = pdh && (await createLaunchSession({ pdh, policy: guestPolicy, random }));
  if (launch === undefined) throw new UsageError(message("cli.sev.no-session"));
  const place = (suffix: string): string => join(options.out, `${options.name}${suffix}`);
  const files = { keys: place(".keys"), certificate: place("-dh.b64"), session: place("-session.b64") };
  try {
    await mkdir(options.out, { recursive: true });
    await writeSessionKeys(files.keys, { ...launch.keys, policy: guestPolicy, certificates: bytes });
  } finally {
    wipeTransportKeys(launch.keys);
  }
  await writeNew(files.certificate, toBase64(launch.certificate));
  await writeNew(files.session, toBase64(launch.session));
  const policy = `0x${guestPolicy.toString(16)}`;
  if (options.json === true)
    asJson({ files, policy, dhCert: toBase64(launch.certificate), session: toBase64(launch.session) });
  else {
    context.say(verdictText(options.platform.join(", "), verdict, render));
    context.say(`\n${render(message("cli.sev.session.made", { ...files, policy }))}\n`);
    context.print(qemuObject(files, policy));
  }
}

function guestPolicyOf({ guestPolicy }: Options, ofMachine: number | undefined): number {
  if (guestPolicy !== undefined) return Number(wholeNumber("--guest-policy", guestPolicy, 0n, 0xffff_ffffn));
  if (ofMachine === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--guest-policy" }));
  return ofMachine;
}

function qemuObject(files: { readonly certificate: string; readonly session: string }, policy: string): string {
  const words = ["sev-guest", "id=sev0", `policy=${policy}`, `dh-cert-file=${files.certificate}`];
  return `-object ${[...words, `session-file=${files.session}`, "kernel-hashes=on"].join(",")}\n`;
}
