import { readBootLog } from "@sekisho/evidence/boot-log";
import { approved, type ApprovalTask } from "./approval.ts";
import { judge, sealToJudged, type JudgeTask, type SealToGuestTask } from "./judge.ts";
import { launchDigest, type LaunchDigestTask } from "./launch-digest.ts";
import { need, UnreadableError } from "./need.ts";
import { plain } from "./plain.ts";
import { hashOf, isGenuine, type HashTask, type SignatureTask } from "./primitives.ts";
import { verified, type ReceiptTask } from "./receipt.ts";
import {
  judgeLaunch,
  judgePlatform,
  makeSession,
  type SevLaunchTask,
  type SevPlatformTask,
  type SevSessionTask,
} from "./sev.ts";
import { seal, type SealTask } from "./seal.ts";
import {
  checkCertificate,
  credentialFor,
  judgeBoot,
  readQuote,
  type CredentialTask,
  type EkCertificateTask,
  type MeasuredBootTask,
  type QuoteTask,
} from "./tpm.ts";
import { verify, type VerifyTask } from "./verify.ts";

/** Read a boot log and replay it. */
export type BootLogTask = { readonly kind: "boot-log"; readonly file: Uint8Array };

/** One thing that the packages do, with all of its input: it must end alike in Node.js and in a browser. */
export type Task =
  | VerifyTask
  | BootLogTask
  | QuoteTask
  | EkCertificateTask
  | CredentialTask
  | MeasuredBootTask
  | LaunchDigestTask
  | SevPlatformTask
  | SevSessionTask
  | SevLaunchTask
  | SignatureTask
  | HashTask
  | SealTask
  | JudgeTask
  | SealToGuestTask
  | ApprovalTask
  | ReceiptTask;

/** Does a task here, whether this is Node.js or a browser. The outcome is JSON. */
export async function perform(task: Task): Promise<unknown> {
  try {
    return plain(await outcomeOf(task));
  } catch (error) {
    if (error instanceof UnreadableError) return { unreadable: plain(error.malformed) };
    throw error;
  }
}

async function outcomeOf(task: Task): Promise<unknown> {
  switch (task.kind) {
    case "verify":
      return verify(task);
    case "boot-log":
      return need(await readBootLog(task.file));
    case "quote":
      return readQuote(task);
    case "ek-certificate":
      return checkCertificate(task);
    case "credential":
      return credentialFor(task);
    case "measured-boot":
      return judgeBoot(task);
    case "launch-digest":
      return launchDigest(task);
    case "sev-platform":
      return judgePlatform(task);
    case "sev-session":
      return makeSession(task);
    case "sev-launch":
      return judgeLaunch(task);
    case "signature":
      return isGenuine(task);
    case "hash":
      return hashOf(task);
    case "seal":
      return seal(task);
    case "judge":
      return judge(task);
    case "approval":
      return approved(task);
    case "receipt":
      return verified(task);
    case "seal-to-guest":
      return sealToJudged(task);
  }
}
