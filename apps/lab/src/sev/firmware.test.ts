import { randomBytes } from "node:crypto";
import { concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import {
  createLaunchSession,
  diskPassphraseGuid,
  encodeSecretTable,
  parseLaunchMeasurement,
  parseSevCertificate,
  sealLaunchSecret,
  verifyLaunchMeasurement,
  type GuestOwnerLaunch,
} from "@sekisho/evidence/sev";
import { describe, expect, test } from "vitest";
import { testAuthority } from "../testing.ts";
import { createSevPlatform, type SevPlatform } from "./firmware.ts";

const policy = 0x3301_0007;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const platform = createSevPlatform(await testAuthority("Milan"));
const launchDigest = new Uint8Array(32);

async function ownerOf(one: SevPlatform): Promise<GuestOwnerLaunch> {
  const pdh = parseSevCertificate(one.certificates.pdh);
  const owner = pdh.ok ? await createLaunchSession({ pdh: pdh.value, policy, random }) : undefined;
  if (owner === undefined) throw new Error("no session");
  return owner;
}

async function launched(one: SevPlatform, owner: GuestOwnerLaunch) {
  const launching = await one.launchStart({ policy, ...owner });
  launching.updateData(toUtf8("firm"));
  launching.updateVmsa(toUtf8("ware"));
  const measurement = parseLaunchMeasurement(await launching.measure());
  if (!measurement.ok) throw new Error("no measurement");
  return { launching, measurement: measurement.value };
}

describe("a launch on the lab's platform", () => {
  test("is measured with the owner's key, and gets the secret", async () => {
    const owner = await ownerOf(platform);
    const { launching, measurement } = await launched(platform, owner);
    const digest = await hash("sha256", toUtf8("firmware"));
    const said = { ...platform.firmware, policy, launchDigest: digest };
    expect(await verifyLaunchMeasurement(owner.keys.tik, measurement, said)).toBe(true);
    expect(await verifyLaunchMeasurement(owner.keys.tik, measurement, { ...said, launchDigest })).toBe(false);
    const table = encodeSecretTable([{ guid: diskPassphraseGuid, data: toUtf8("open sesame") }]);
    const packet = await sealLaunchSecret(owner.keys, measurement.measure, table, random(16));
    expect(toHex(await launching.secret(packet.header, packet.payload))).toBe(toHex(table));
    launching.finish();
    await expect(launching.secret(packet.header, packet.payload)).rejects.toThrow("INVALID_GUEST_STATE");
  });

  test("does not start with another policy, another platform's session, or firmware that is too old", async () => {
    const owner = await ownerOf(platform);
    await expect(platform.launchStart({ ...owner, policy: policy - 4 })).rejects.toThrow("BAD_MEASUREMENT");
    const other = createSevPlatform(await testAuthority("Milan"), { name: "platform 2" });
    await expect(other.launchStart({ ...owner, policy })).rejects.toThrow("BAD_MEASUREMENT");
    const old = createSevPlatform(await testAuthority("Milan"), { firmware: { apiMajor: 0, apiMinor: 24, build: 1 } });
    await expect(old.launchStart({ ...owner, policy })).rejects.toThrow("POLICY_FAILURE");
  });

  test("does not start with a broken certificate or session", async () => {
    const owner = await ownerOf(platform);
    const { session, certificate } = owner;
    const short = platform.launchStart({ policy, certificate, session: session.subarray(1) });
    await expect(short).rejects.toThrow("INVALID_LENGTH");
    const pek = platform.launchStart({ policy, session, certificate: platform.certificates.pek });
    await expect(pek).rejects.toThrow("INVALID_CERTIFICATE");
  });

  test("takes no secret before it is measured, of another launch, or that was changed", async () => {
    const owner = await ownerOf(platform);
    const early = await platform.launchStart({ policy, ...owner });
    const { launching, measurement } = await launched(platform, owner);
    const table = encodeSecretTable([{ guid: diskPassphraseGuid, data: toUtf8("open sesame") }]);
    const { header, payload } = await sealLaunchSecret(owner.keys, measurement.measure, table, random(16));
    await expect(early.secret(header, payload)).rejects.toThrow("INVALID_GUEST_STATE");
    const again = await launched(platform, owner);
    await expect(again.launching.secret(header, payload)).rejects.toThrow("BAD_MEASUREMENT");
    await expect(launching.secret(header, concatBytes(payload, payload))).rejects.toThrow("BAD_MEASUREMENT");
    await expect(launching.secret(header.subarray(1), payload)).rejects.toThrow("INVALID_LENGTH");
    expect(() => launching.updateData(payload)).toThrow("INVALID_GUEST_STATE");
  });

  test("loads no save area where the policy does not ask for SEV-ES", async () => {
    const pdh = parseSevCertificate(platform.certificates.pdh);
    const owner = pdh.ok ? await createLaunchSession({ pdh: pdh.value, policy: 1, random }) : undefined;
    if (owner === undefined) throw new Error("no session");
    const launching = await platform.launchStart({ policy: 1, ...owner });
    expect(() => launching.updateVmsa(new Uint8Array(4096))).toThrow("UNSUPPORTED");
  });
});
