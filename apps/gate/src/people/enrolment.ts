import { isoCBOR } from "@simplewebauthn/server/helpers";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { fromBase64Url, toBase64Url } from "@sekisho/encoding";
import { parseAttestationObject } from "@sekisho/evidence/passkey";
import type { CreationOptions, Enrolment, EnrolmentOptions, RegistrationResponse } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { addPasskey, listPasskeys } from "../store/accounts.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { findEnrolment, useEnrolment } from "../store/sessions.ts";
import {
  demandAuthenticatorData,
  demandClientData,
  demandOrigin,
  demandVerified,
  passkeyAlgorithms,
  type PeopleOrigin,
} from "./ceremony.ts";
import { spendChallenge } from "./challenges.ts";
import { logAccount } from "./log-entries.ts";
import { secretHash } from "./secrets.ts";
import { beginSession } from "./sessions.ts";
import { handleOf } from "./sign-in.ts";

/** Names of attestation formats are short (RFC 8809, section 2.1). */
const longestFormat = 32;

type Link = NonNullable<Awaited<ReturnType<typeof findEnrolment>>>;

/** What the browser of a person with a one-time link makes a passkey from. Asking does not use the link up. */
export async function enrolmentOptions(gate: Gate, token: string): Promise<EnrolmentOptions> {
  const { rpId } = demandOrigin(gate);
  const link = await demandLink(gate, token);
  const options: CreationOptions = {
    rp: { id: rpId, name: "Sekisho" },
    user: { id: handleOf(link.account_id), name: link.name, displayName: link.name },
    challenge: gate.challenges.issue(purposeOf(link), gate.clock()),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: "public-key", alg })),
    timeout: gate.challenges.lifetimeMs,
    excludeCredentials: (await listPasskeys(gate.database, link.account_id)).map(({ id }) => ({
      id,
      type: "public-key",
    })),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    attestation: "direct",
  };
  return { account: { name: link.name, role: link.role }, options };
}

/**
 * Registers the passkey of a person with a one-time link, uses the link up, and signs the person in.
 *
 * @returns the secret of the new session
 */
export async function enrol(gate: Gate, { token, credential, label }: Enrolment): Promise<string> {
  const people = demandOrigin(gate);
  const now = gate.clock();
  const link = await demandLink(gate, token);
  const { challenge } = demandClientData(credential.response.clientDataJSON, "webauthn.create", people);
  const known = gate.challenges.demand(purposeOf(link), challenge, now);
  const registered = await verifyRegistration(people, credential, known.text);
  const passkey: PasskeyTable = {
    ...registered,
    account_id: link.account_id,
    label,
    transports_json: JSON.stringify(credential.response.transports ?? []),
    created_at: now.getTime(),
    last_used_at: now.getTime(),
    locked_at: null,
  };
  return gate.database.transaction().execute(async (database) => {
    await spendChallenge(database, known);
    if (!(await useEnrolment(database, link.token_hash, now))) throw new ProblemError("gate.problem.enrolmentUsed");
    if (!(await addPasskey(database, passkey))) throw new ProblemError("gate.problem.passkeyExists");
    const { account_id: accountId, name, role } = link;
    const person = { kind: "account", id: accountId, name } as const;
    await logAccount(gate, database, person, "passkey-added", { id: accountId, name, role }, passkey.id);
    return beginSession(database, passkey, now);
  });
}

/** A challenge that was made for one link is good for no other. */
function purposeOf({ token_hash: hash }: Link): string {
  return `enrolment ${hash}`;
}

async function demandLink({ database, clock }: Gate, token: string): Promise<Link> {
  const link = await findEnrolment(database, secretHash(token));
  if (link === undefined) throw new ProblemError("gate.problem.enrolmentUnknown");
  if (link.used_at !== null) throw new ProblemError("gate.problem.enrolmentUsed");
  if (clock().getTime() >= link.expires_at) throw new ProblemError("gate.problem.enrolmentExpired");
  return link;
}

type Registered = Pick<
  PasskeyTable,
  | "id"
  | "public_key"
  | "counter"
  | "aaguid"
  | "attestation_format"
  | "attestation_object"
  | "client_data"
  | "backup_eligible"
  | "backed_up"
>;

/**
 * Verifies a registration but for its attestation statement, which is kept as it came: what it is worth, a policy decides when it matters. The library
 * is given a copy without the statement, as it would ask the addresses that a stranger's certificates name for revocation lists.
 */
async function verifyRegistration(
  people: PeopleOrigin,
  { id, rawId, type, response }: RegistrationResponse,
  challenge: string,
): Promise<Registered> {
  const { format, object, authData } = readAttestation(response.attestationObject);
  demandAuthenticatorData(authData, people);
  const bare = isoCBOR.encode(
    new Map<string, string | Uint8Array | Map<string, string>>([
      ["fmt", "none"],
      ["attStmt", new Map<string, string>()],
      ["authData", authData],
    ]),
  );
  const { registrationInfo } = await demandVerified(() =>
    verifyRegistrationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON: response.clientDataJSON, attestationObject: toBase64Url(bare) },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: people.origin,
      expectedRPID: people.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    }),
  );
  const clientData = fromBase64Url("clientDataJSON", response.clientDataJSON);
  if (registrationInfo === undefined || registrationInfo.credential.id !== id || !clientData.ok) {
    throw new ProblemError("gate.problem.passkeyInvalid");
  }
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
  return {
    id,
    public_key: credential.publicKey,
    counter: credential.counter,
    aaguid,
    attestation_format: format,
    attestation_object: object,
    client_data: clientData.value,
    backup_eligible: credentialDeviceType === "multiDevice" ? 1 : 0,
    backed_up: credentialBackedUp ? 1 : 0,
  };
}

function readAttestation(text: string): { format: string; object: Uint8Array; authData: Uint8Array<ArrayBuffer> } {
  const object = fromBase64Url("attestationObject", text);
  const parsed = object.ok ? parseAttestationObject(object.value) : undefined;
  if (!object.ok || parsed?.ok !== true || parsed.value.format.length > longestFormat) {
    throw new ProblemError("gate.problem.passkeyInvalid");
  }
  const { format, authenticatorData } = parsed.value;
  return { format, object: object.value, authData: new Uint8Array(authenticatorData.bytes) };
}
