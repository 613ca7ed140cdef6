import { createHash } from "node:crypto";
import { fromBase64Url, toUtf8 } from "@sekisho/encoding";
import { parseClientData, type ClientData } from "@sekisho/encoding/webauthn";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";

/** What passkeys can be made with, by COSE's numbers: EdDSA over Ed25519, ES256, RS256; the preferred first. */
export const passkeyAlgorithms = [-8, -7, -257] as const;

/** Where people reach the gate: the page's origin, and the name under which passkeys are made. */
export type PeopleOrigin = { readonly origin: string; readonly rpId: string };

/** That place, or a problem where the gate has no door for people. */
export function demandOrigin({ people }: Pick<Gate, "people">): PeopleOrigin {
  if (people === undefined) throw new ProblemError("gate.problem.noPeopleDoor");
  return people;
}

/** What the browser says of a ceremony, which must be one of this kind on the gate's own page. */
export function demandClientData(
  clientDataJSON: string,
  type: "webauthn.create" | "webauthn.get",
  { origin }: PeopleOrigin,
): ClientData {
  const bytes = fromBase64Url("clientDataJSON", clientDataJSON);
  const data = bytes.ok ? parseClientData(bytes.value) : undefined;
  if (data?.type !== type) throw new ProblemError("gate.problem.passkeyInvalid");
  if (data.origin !== origin || data.crossOrigin === true) {
    throw new ProblemError("gate.problem.passkeyOrigin", { actual: data.origin, expected: origin });
  }
  return data;
}

/**
 * Looks at what an authenticator says before its signature is checked: for this gate's name, with a person whom it verified.
 *
 * @param authData begins with the hash of the RP ID and the flags (WebAuthn Level 3, section 6.1)
 */
export function demandAuthenticatorData(authData: Uint8Array, { rpId }: PeopleOrigin): void {
  const expected = createHash("sha256").update(toUtf8(rpId)).digest();
  if (authData.length < 37) throw new ProblemError("gate.problem.passkeyInvalid");
  if (!expected.equals(authData.subarray(0, 32))) throw new ProblemError("gate.problem.passkeyRpId", { rpId });
  if (((authData[32] ?? 0) & 0x04) === 0) throw new ProblemError("gate.problem.passkeyUnverified");
}

/** Runs the library's verification. It tells what is wrong in prose of its own, which people don't need. */
export async function demandVerified<T extends { readonly verified: boolean }>(work: () => Promise<T>): Promise<T> {
  const result = await work().catch((cause: unknown) => {
    throw new ProblemError("gate.problem.passkeyInvalid", {}, undefined, { cause });
  });
  if (!result.verified) throw new ProblemError("gate.problem.passkeyInvalid");
  return result;
}
