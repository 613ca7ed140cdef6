import { toBase64Url } from "@sekisho/encoding";
import { approvalChallenge, verifyApproval, type ApprovalRecord, type ApprovalSubmission } from "@sekisho/release";
import type { Person } from "../people/actor.ts";
import { verifyAssertion, type Assertion } from "../people/assertion.ts";
import { demandClientData, demandOrigin } from "../people/ceremony.ts";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { findPasskey } from "../store/accounts.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { levelOf, type PasskeyHardware } from "./hardware.ts";

/** A statement that a person's passkey really signed. */
export type Proof = {
  readonly passkey: PasskeyTable;
  readonly hardware: PasskeyHardware;
  readonly assertion: Assertion;
  readonly record: ApprovalRecord;
};

/**
 * Proves that a passkey of this person signed the statement, twice over: with the library that signs people in, and with the code
 * that page, command line and receipts check the record with.
 *
 * @throws ProblemError that says what is wrong with passkey or signature
 */
export async function proveApproval(
  gate: Gate,
  person: Person,
  { statement, credential }: ApprovalSubmission,
): Promise<Proof> {
  const people = demandOrigin(gate);
  const { response } = credential;
  const passkey = await findPasskey(gate.database, credential.id);
  if (passkey === undefined) throw new ProblemError("gate.problem.passkeyUnknown");
  if (passkey.account_id !== person.id) throw new ProblemError("gate.problem.passkeyOfOther", { name: person.name });
  if (passkey.locked_at !== null) throw new ProblemError("gate.problem.passkeyCopied", { label: passkey.label });
  const challenge = toBase64Url(await approvalChallenge(statement));
  const client = demandClientData(response.clientDataJSON, "webauthn.get", people);
  if (client.challenge !== challenge) throw new ProblemError("gate.problem.challengeForeign");
  const assertion = await verifyAssertion(people, passkey, credential, challenge);
  const hardware = await gate.hardwareOf(passkey, gate.clock());
  const record: ApprovalRecord = {
    statement,
    credentialId: passkey.id,
    publicKey: toBase64Url(passkey.public_key),
    authenticatorData: response.authenticatorData,
    clientDataJSON: response.clientDataJSON,
    signature: response.signature,
    ...people,
    hardware: levelOf(hardware),
  };
  if ((await verifyApproval(record)).length > 0) throw new ProblemError("gate.problem.passkeyInvalid");
  return { passkey, hardware, assertion, record };
}
