import { toBase64Url } from "@sekisho/encoding";
import type { AuthenticationResponse, RequestOptions } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { findPasskey } from "../store/accounts.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { verifyAssertion } from "./assertion.ts";
import { demandClientData, demandOrigin } from "./ceremony.ts";
import { spendChallenge } from "./challenges.ts";
import { notePasskeyUse } from "./passkey-use.ts";
import { beginSession } from "./sessions.ts";

const purpose = "sign-in";

/** What a browser asks its passkeys for. None is named, so nobody learns from it who has an account. */
export function signInOptions(gate: Gate): RequestOptions {
  const { rpId } = demandOrigin(gate);
  return {
    challenge: gate.challenges.issue(purpose, gate.clock()),
    timeout: gate.challenges.lifetimeMs,
    rpId,
    userVerification: "required",
  };
}

/**
 * Signs a person in by passkey.
 *
 * @returns the secret of the new session
 */
export async function signIn(gate: Gate, credential: AuthenticationResponse): Promise<string> {
  const people = demandOrigin(gate);
  const now = gate.clock();
  const { challenge } = demandClientData(credential.response.clientDataJSON, "webauthn.get", people);
  const known = gate.challenges.demand(purpose, challenge, now);
  const passkey = await demandPasskey(gate, credential);
  const assertion = await verifyAssertion(people, passkey, credential, known.text);
  const secret = await gate.database.transaction().execute(async (database) => {
    await spendChallenge(database, known);
    const fine = await notePasskeyUse(gate, database, passkey, assertion);
    return fine ? beginSession(database, passkey, now) : undefined;
  });
  if (secret === undefined) throw new ProblemError("gate.problem.passkeyCopied", { label: passkey.label });
  return secret;
}

async function demandPasskey(gate: Gate, { id, response }: AuthenticationResponse): Promise<PasskeyTable> {
  const passkey = await findPasskey(gate.database, id);
  const { userHandle } = response;
  const foreign =
    typeof userHandle === "string" && passkey !== undefined && userHandle !== handleOf(passkey.account_id);
  if (passkey === undefined || foreign) throw new ProblemError("gate.problem.passkeyUnknown");
  if (passkey.locked_at !== null) throw new ProblemError("gate.problem.passkeyCopied", { label: passkey.label });
  return passkey;
}

/** How an authenticator calls an account: the 16 bytes of its identifier, base64url. */
export function handleOf(accountId: string): string {
  return toBase64Url(new Uint8Array(Buffer.from(accountId.replaceAll("-", ""), "hex")));
}
