import { message, type Message, type MessageValues } from "@sekisho/messages";
import type { ReleaseMessageId } from "@sekisho/release/locales";

/** Every error that the gate's interface answers with, and its HTTP status. The texts stand in `@sekisho/release/locales`. */
export const problemStatus = {
  "gate.problem.invalid": 400,
  "gate.problem.notJson": 400,
  "gate.problem.badRequest": 400,
  "gate.problem.credentialMissing": 400,
  "gate.problem.policyInvalid": 400,
  "gate.problem.keyMissing": 400,
  "gate.problem.keyUnwanted": 400,
  "gate.problem.otherGate": 400,
  "gate.problem.otherMachineNamed": 400,
  "gate.problem.otherBootKind": 400,
  "gate.problem.launchSecret": 400,
  "gate.problem.webhookUrl.not-a-url": 400,
  "gate.problem.webhookUrl.scheme": 400,
  "gate.problem.webhookUrl.plain": 400,
  "gate.problem.webhookUrl.credentials": 400,
  "gate.problem.webhookUrl.fragment": 400,
  "gate.problem.webhookUrl.forbidden": 400,
  "gate.problem.unauthorized": 401,
  "gate.problem.roleTooLow": 403,
  "gate.problem.personNeeded": 403,
  "gate.problem.challengeForeign": 400,
  "gate.problem.challengeExpired": 400,
  "gate.problem.challengeUsed": 409,
  "gate.problem.passkeyInvalid": 403,
  "gate.problem.passkeyOrigin": 403,
  "gate.problem.passkeyRpId": 403,
  "gate.problem.passkeyUnverified": 403,
  "gate.problem.passkeyUnknown": 403,
  "gate.problem.passkeyCopied": 403,
  "gate.problem.passkeyExists": 409,
  "gate.problem.passkeyAbsent": 404,
  "gate.problem.enrolmentUnknown": 403,
  "gate.problem.enrolmentUsed": 403,
  "gate.problem.enrolmentExpired": 403,
  "gate.problem.noPeopleDoor": 409,
  "gate.problem.signInNeeded": 401,
  "gate.problem.sessionOver": 401,
  "gate.problem.sessionIdle": 401,
  "gate.problem.csrfMissing": 403,
  "gate.problem.originForeign": 403,
  "gate.problem.tokenForeign": 401,
  "gate.problem.tokenExpired": 401,
  "gate.problem.accountUnknown": 404,
  "gate.problem.accountExists": 409,
  "gate.problem.lastAdministrator": 409,
  "gate.problem.tokenUnknown": 404,
  "gate.problem.tokenExists": 409,
  "gate.problem.tooManyStreams": 429,
  "gate.problem.tooManyOfMachine": 429,
  "gate.problem.approvalUnwanted": 409,
  "gate.problem.enterUnwanted": 409,
  "gate.problem.approvalComplete": 409,
  "gate.problem.approvedAlready": 409,
  "gate.problem.approvalStale": 409,
  "gate.problem.notDigested": 409,
  "gate.problem.statementUnknown": 409,
  "gate.problem.statementChanged": 400,
  "gate.problem.statementOfOtherRequest": 409,
  "gate.problem.statementOfOtherAccount": 403,
  "gate.problem.statementUsed": 409,
  "gate.problem.statementExpired": 409,
  "gate.problem.passkeyOfOther": 403,
  "gate.problem.notNamedApprover": 403,
  "gate.problem.fourEyes": 403,
  "gate.problem.noPasskey": 403,
  "gate.problem.hardwareSynced": 403,
  "gate.problem.hardwareUnknown": 403,
  "gate.problem.hardwareOther": 403,
  "gate.problem.scopeTooWide": 400,
  "gate.problem.grantUnknown": 404,
  "gate.problem.grantEnded": 409,
  "gate.problem.notFound": 404,
  "gate.problem.requestUnknown": 404,
  "gate.problem.machineUnknown": 404,
  "gate.problem.webhookUnknown": 404,
  "gate.problem.requestTimeout": 408,
  "gate.problem.machineExists": 409,
  "gate.problem.requestClosed": 409,
  "gate.problem.alreadyEntered": 409,
  "gate.problem.stillActivating": 409,
  "gate.problem.bindingUnknown": 409,
  "gate.problem.notReleased": 409,
  "gate.problem.receiptMissing": 409,
  "gate.problem.logShorter": 409,
  "gate.problem.tooManyReferenceValues": 409,
  "gate.problem.lastReferenceValue": 409,
  "gate.problem.policyStale": 409,
  "gate.problem.tooManyWebhooks": 409,
  "gate.problem.tooLarge": 413,
  "gate.problem.mediaType": 415,
  "gate.problem.tooMany": 429,
  "gate.problem.trialBusy": 429,
  "gate.problem.internal": 500,
  "gate.problem.endorsementsUnavailable": 503,
} as const satisfies Partial<Record<ReleaseMessageId, number>>;

export type ProblemId = keyof typeof problemStatus;

/** Ends a call with an error that its caller is told. */
export class ProblemError extends Error {
  readonly problem: Message<ProblemId>;
  /** After how many seconds trying again makes sense, where it does. */
  readonly retryAfterSeconds: number | undefined;

  constructor(id: ProblemId, values: MessageValues = {}, retryAfterSeconds?: number, options?: ErrorOptions) {
    super(id, options);
    this.name = "ProblemError";
    this.problem = message(id, values);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return problemStatus[this.problem.id];
  }
}
