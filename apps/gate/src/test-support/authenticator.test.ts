import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { creationOptionsSchema, requestOptionsSchema } from "@sekisho/release";
import { fromBase64Url } from "@sekisho/encoding";
import { expect, test } from "vitest";
import { softwareAuthenticator } from "./authenticator.ts";

const origin = "https://gate.example";
const rpID = "gate.example";

test.each(["none", "self", "chain"] as const)(
  "an authenticator with attestation %s answers as a real one does",
  async (attestation) => {
    const authenticator = softwareAuthenticator({ attestation });
    const made = await generateRegistrationOptions({
      rpName: "Sekisho",
      rpID,
      userName: "hanako",
      attestationType: "direct",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const creation = creationOptionsSchema.parse({
      rp: { id: rpID, name: "Sekisho" },
      user: made.user,
      challenge: made.challenge,
      pubKeyCredParams: made.pubKeyCredParams,
      timeout: 60_000,
      excludeCredentials: [],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "direct",
    });
    const registered = await verifyRegistrationResponse({
      response: { ...(await authenticator.create(creation, origin)), clientExtensionResults: {} } as Parameters<
        typeof verifyRegistrationResponse
      >[0]["response"],
      expectedChallenge: creation.challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
    });
    expect(registered.registrationInfo?.fmt).toBe(attestation === "none" ? "none" : "packed");
    const [passkey] = authenticator.passkeys;
    const asked = await generateAuthenticationOptions({ rpID, userVerification: "required" });
    const request = requestOptionsSchema.parse({
      challenge: asked.challenge,
      timeout: 60_000,
      rpId: rpID,
      userVerification: "required",
    });
    const answer = await authenticator.get(request, origin);
    const signedIn = await verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} } as Parameters<
        typeof verifyAuthenticationResponse
      >[0]["response"],
      expectedChallenge: request.challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: { id: answer.id, publicKey: new Uint8Array(passkey?.publicKey ?? []), counter: 0 },
    });
    expect(signedIn).toMatchObject({ verified: true, authenticationInfo: { newCounter: 1, userVerified: true } });
    expect(fromBase64Url("challenge", request.challenge).ok).toBe(true);
  },
);
