import { equalBytes, fromBase64Url, toBase64Url, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import {
  isPasskeySignature,
  parseAuthenticatorData,
  parseClientData,
  type AuthenticatorData,
  type ClientData,
} from "@sekisho/encoding/webauthn";
import { message, type Message } from "@sekisho/messages";
import { canonicalJson } from "../log/canonical-json.ts";
import type { ApprovalRecord, ApprovalStatement } from "./statement.ts";

type FaultName =
  | "malformed"
  | "type"
  | "challenge"
  | "origin"
  | "crossOrigin"
  | "originOfOtherName"
  | "rpId"
  | "userPresent"
  | "userVerified"
  | "key"
  | "signature";

/** Why an approval does not hold. */
export type ApprovalFault = Message<`approval.fault.${FaultName}`>;

/** The WebAuthn challenge of a statement: SHA-256 over its canonical JSON. 32 bytes. */
export function approvalChallenge(statement: ApprovalStatement): Promise<Uint8Array> {
  return hash("sha256", toUtf8(canonicalJson(statement)));
}

/**
 * Checks by itself what a passkey signed (WebAuthn Level 3, section 7.2): ceremony, challenge, origin, the name the passkey is
 * for, that a person was there and was verified, and the signature. Nothing but the record is asked.
 *
 * Whether the statement is about the right request, whose passkey it was, and whether `origin` and `rpId` are the gate's, is the
 * caller's to compare.
 *
 * @returns every fault that was found; none: the holder of `publicKey` approved this very statement
 */
export async function verifyApproval(record: ApprovalRecord): Promise<readonly ApprovalFault[]> {
  const clientDataBytes = bytesOf(record.clientDataJSON);
  const authenticatorBytes = bytesOf(record.authenticatorData);
  const client = parseClientData(clientDataBytes);
  const authenticator = parseAuthenticatorData(authenticatorBytes);
  if (client === undefined) return [fault("malformed", { part: "clientDataJSON" })];
  if (!authenticator.ok) return [fault("malformed", { part: authenticator.error.field })];
  // A credential is part of an enrolment, never of an assertion.
  if (authenticator.value.credential !== undefined) return [fault("malformed", { part: "authenticatorData" })];
  return [
    ...(await clientFaults(record, client)),
    ...(await authenticatorFaults(record, authenticator.value)),
    ...(await signatureFaults(record, authenticatorBytes, clientDataBytes)),
  ];
}

async function clientFaults({ statement, origin }: ApprovalRecord, client: ClientData): Promise<ApprovalFault[]> {
  const expected = toBase64Url(await approvalChallenge(statement));
  return [
    ...unless(client.type === "webauthn.get", "type", { actual: client.type }),
    ...unless(client.challenge === expected, "challenge"),
    ...unless(client.origin === origin, "origin", { expected: origin, actual: client.origin }),
    ...unless(client.crossOrigin !== true && client.topOrigin === undefined, "crossOrigin"),
  ];
}

async function authenticatorFaults(
  { origin, rpId }: ApprovalRecord,
  { rpIdHash, userPresent, userVerified }: AuthenticatorData,
): Promise<ApprovalFault[]> {
  const right = equalBytes(rpIdHash, await hash("sha256", toUtf8(rpId)));
  return [
    ...unless(isOriginOf(origin, rpId), "originOfOtherName", { origin, rpId }),
    ...unless(right, "rpId", { rpId }),
    ...unless(userPresent, "userPresent"),
    ...unless(userVerified, "userVerified"),
  ];
}

/** A gate's passkeys are for the host name of its page, which only TLS, or this very computer, can speak for. */
function isOriginOf(origin: string, rpId: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin || url.hostname !== rpId) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && rpId === "localhost");
}

async function signatureFaults(
  record: ApprovalRecord,
  authenticatorData: Uint8Array,
  clientData: Uint8Array,
): Promise<ApprovalFault[]> {
  const signature = bytesOf(record.signature);
  const genuine = await isPasskeySignature(bytesOf(record.publicKey), { authenticatorData, clientData, signature });
  return genuine === undefined ? [fault("key")] : unless(genuine, "signature");
}

function unless(holds: boolean, what: FaultName, values: Readonly<Record<string, string>> = {}): ApprovalFault[] {
  return holds ? [] : [fault(what, values)];
}

function fault(what: FaultName, values: Readonly<Record<string, string>> = {}): ApprovalFault {
  return message(`approval.fault.${what}`, values);
}

/** The field passed its schema; what has not is empty, and no signature. */
function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url("approval", text);
  return bytes.ok ? bytes.value : new Uint8Array(0);
}
