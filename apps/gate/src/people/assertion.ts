import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { fromBase64Url } from "@sekisho/encoding";
import { isPasskeySignature } from "@sekisho/encoding/webauthn";
import type { AuthenticationResponse } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { demandAuthenticatorData, demandVerified, type PeopleOrigin } from "./ceremony.ts";

/** What a passkey's signature told. */
export type Assertion = {
  readonly counter: number;
  readonly backedUp: boolean;
};

/**
 * Verifies what a passkey signed: for this gate's name, with a verified person, over this challenge.
 *
 * The caller has looked at client data and challenge, and keeps what is returned.
 *
 * @throws ProblemError with what is wrong. What the counter says, `notePasskeyUse` judges: a signature is genuine all the same
 */
export async function verifyAssertion(
  people: PeopleOrigin,
  passkey: PasskeyTable,
  credential: AuthenticationResponse,
  challenge: string,
): Promise<Assertion> {
  const { id, rawId, type, response } = credential;
  const authData = fromBase64Url("authenticatorData", response.authenticatorData);
  if (!authData.ok) throw new ProblemError("gate.problem.passkeyInvalid");
  demandAuthenticatorData(authData.value, people);
  const { clientDataJSON, authenticatorData, signature } = response;
  const { authenticationInfo } = await demandVerified(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: people.origin,
      expectedRPID: people.rpId,
      requireUserVerification: true,
      // With zero the library leaves the counter to us; it would refuse before it looks at the signature.
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.public_key), counter: 0 },
    }),
  );
  // The library takes a signature in more encodings than one; a passkey gives the one of DER.
  if (!(await isStrictlySigned(passkey, response))) throw new ProblemError("gate.problem.passkeyInvalid");
  const { newCounter: counter, credentialBackedUp: backedUp, credentialDeviceType } = authenticationInfo;
  if ((credentialDeviceType === "multiDevice") !== (passkey.backup_eligible === 1)) {
    throw new ProblemError("gate.problem.passkeyInvalid");
  }
  return { counter, backedUp };
}

async function isStrictlySigned(
  { public_key: coseKey }: PasskeyTable,
  { authenticatorData, clientDataJSON, signature }: AuthenticationResponse["response"],
): Promise<boolean> {
  const parts = [authenticatorData, clientDataJSON, signature].map((text) => fromBase64Url("assertion", text));
  const [data, client, signed] = parts.flatMap((part) => (part.ok ? [part.value] : []));
  if (data === undefined || client === undefined || signed === undefined) return false;
  const given = { authenticatorData: data, clientData: client, signature: signed };
  return (await isPasskeySignature(new Uint8Array(coseKey), given)) === true;
}
