import { resolve } from "node:path";
import { readMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import {
  bootDigest,
  requestDetailSchema,
  sessionViewSchema,
  shortCode,
  verdictDigest,
  type RequestDetail,
} from "@sekisho/release";
import { bootFactsOf, type JudgedRequest } from "@sekisho/verifier";
import type { Context } from "../context.ts";
import { approvalLines } from "../gate-client/approval-text.ts";
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

type ApproveOptions = GateOptions & OwnEvidenceOptions & { readonly machine: string; readonly json?: true };

/** `sekisho approve REQUEST --machine machine.json` */
export const registerApprove: RegisterCommand = (program, context) => {
  withOwnEvidenceOptions(withGateOptions(program.command("approve")))
    .description("verify a guest's evidence on this device, and say where it can be approved with a passkey")
    .argument("<request>", "its number or identifier")
    .requiredOption("--machine <machine.json>", "your own copy: what the evidence is held against")
    .option("--json", "print one JSON object")
    .action((id: string, options: ApproveOptions) => withImageErrors(() => approve(id, options, context)));
};

async function approve(id: string, options: ApproveOptions, context: Context): Promise<void> {
  const { render, say, print } = context;
  const machine = await readMachine(resolve(options.machine));
  const policy = await policyText(options.policy, context);
  const client = await gateClientOf(options);
  const detail = await client.get(`/v1/admin/requests/${encodeURIComponent(id)}`, requestDetailSchema);
  const { number, state, approval } = detail;
  if (state !== "waiting" || approval === null) {
    throw new UsageError(message("cli.approve.not-waiting", { number, state }));
  }
  const own = await ownEndorsements(options, context);
  const judged = await judgeOnThisDevice(detail, machine, policy, new Date(), own);
  say(verdictText(render(message("cli.enter.what", { number, name: machine.name })), judged.verdict, render));
  const { origin } = await client.get("/v1/session", sessionViewSchema);
  const page = origin === null ? null : `${origin}/requests/${number}`;
  const digest = judged.verdict.verdict === "rejected" ? undefined : await digestHere(detail, judged, policy);
  const agrees = digest !== undefined && digest === detail.verdictDigest;
  if (!agrees) context.reject();
  if (options.json === true) {
    const answer = {
      page: agrees ? page : null,
      verdictDigest: digest ?? null,
      ...verdictJson(judged.verdict, render),
    };
    return print(`${JSON.stringify(answer)}\n`);
  }
  if (digest === undefined) return say(`${render(message("cli.approve.rejected"))}\n`);
  if (!agrees)
    return say(`${render(message("cli.approve.differs", { gate: shortCode(detail.verdictDigest ?? "") }))}\n`);
  if (page === null) throw new UsageError(message("gate.problem.noPeopleDoor"));
  for (const line of approvalLines(approval, render)) say(`${line}\n`);
  print(`${render(message("cli.approve.where", { page, code: shortCode(digest) }))}\n`);
}

/**
 * What an approval of this request is about, by what this device found: the evidence that it verified and the person's own policy. Of the gate's
 * answer only the list of its checks counts, as another device may have looked at more.
 */
async function digestHere(
  { id, evidence, verdict: ofGate }: RequestDetail,
  { verdict }: JudgedRequest,
  policy: string | null,
): Promise<string | undefined> {
  if (evidence === null || ofGate === null) return undefined;
  const facts = await bootFactsOf(evidence, verdict.claims, policy);
  if (facts === undefined) return undefined;
  const { guestKey } = evidence;
  return verdictDigest({ request: id, guestKey, bootDigest: await bootDigest(facts), verdict: ofGate });
}
