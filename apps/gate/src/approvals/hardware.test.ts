import type { CreationOptions } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import type { PasskeyTable } from "../store/people-tables.ts";
import { softwareAuthenticator, type AuthenticatorKind } from "../test-support/authenticator.ts";
import { attestedHardware } from "./hardware.ts";

const options: CreationOptions = {
  rp: { id: "gate.example", name: "gate" },
  user: { id: "dXNlcg", name: "hanako", displayName: "hanako" },
  challenge: "Y2hhbGxlbmdl",
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  timeout: 60_000,
  excludeCredentials: [],
  authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  attestation: "direct",
};

/** A passkey as the gate keeps it, and the root of its authenticator's maker. */
async function enrolled(
  kind: AuthenticatorKind,
): Promise<{ readonly passkey: PasskeyTable; readonly roots: readonly Uint8Array[] }> {
  const authenticator = softwareAuthenticator(kind);
  const { response } = await authenticator.create(options, "https://gate.example");
  const [held] = authenticator.passkeys;
  const root = await authenticator.root();
  if (held === undefined) throw new Error("no passkey");
  const passkey = {
    id: held.id.toString("base64url"),
    account_id: "a",
    label: "",
    public_key: held.publicKey,
    counter: 0,
    transports_json: "[]",
    aaguid: authenticator.aaguid.toString("hex"),
    attestation_format: "",
    attestation_object: Buffer.from(response.attestationObject, "base64url"),
    client_data: Buffer.from(response.clientDataJSON, "base64url"),
    backup_eligible: kind.backupEligible === true ? (1 as const) : (0 as const),
    backed_up: 0 as const,
    created_at: Date.now(),
    last_used_at: null,
    locked_at: null,
  };
  return { passkey, roots: root === undefined ? [] : [root] };
}

describe("the hardware of a passkey", () => {
  test("is known where its maker's root is, and unknown without it", async () => {
    const { passkey, roots } = await enrolled({ attestation: "chain" });
    expect(await attestedHardware(roots)(passkey, new Date())).toEqual({ state: "known", level: "security-key" });
    expect(await attestedHardware([])(passkey, new Date())).toEqual({ state: "unknown" });
  });

  test.each(["none", "self"] as const)("is unknown with an attestation of kind %s", async (attestation) => {
    const { passkey, roots } = await enrolled({ attestation });
    expect(await attestedHardware(roots)(passkey, new Date())).toEqual({ state: "unknown" });
  });

  test("is none of a passkey that is synced", async () => {
    const { passkey, roots } = await enrolled({ attestation: "chain", backupEligible: true });
    expect(await attestedHardware(roots)(passkey, new Date())).toEqual({ state: "synced" });
  });

  test("is unknown where another key or identifier was attested, or the enrolment was before the certificates", async () => {
    const { passkey, roots } = await enrolled({ attestation: "chain" });
    const other = await enrolled({ attestation: "chain" });
    const judge = attestedHardware(roots);
    for (const changed of [
      { ...passkey, public_key: other.passkey.public_key },
      { ...passkey, id: other.passkey.id },
      { ...passkey, client_data: other.passkey.client_data.subarray(1) },
      { ...passkey, attestation_object: other.passkey.attestation_object.subarray(1) },
      { ...passkey, created_at: Date.UTC(2001, 0, 1) },
    ]) {
      expect(await judge(changed, new Date())).toEqual({ state: "unknown" });
    }
  });
});
