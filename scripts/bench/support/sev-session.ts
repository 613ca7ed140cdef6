import { randomBytes } from "node:crypto";
import { appraiseSev, strictPolicy, withAdditionalRoots } from "@sekisho/appraisal";
import { toUtf8 } from "@sekisho/encoding";
import {
  createLaunchSession,
  parseLaunchMeasurement,
  parseSevCertificate,
  parseSevCertificates,
} from "@sekisho/evidence/sev";
import { createSevPlatform } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import {
  buildKernelHashTable,
  buildSaveArea,
  hashKernelFiles,
  sevReferenceValue,
  vcpuSignature,
} from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { requireAccepted } from "./dcap-verification.ts";
import type { SignatureKind } from "./floor.ts";

/** So many launches of the platform take turns. */
const launches = 16;
/** SEV-ES, no debugging, no key sharing, not to be sent elsewhere; firmware 0.24 or later. */
const guestPolicy = 0x1800_000f;
const shape = { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x0" } as const;
const commandLine = "quiet panic=-1";
const [kernel, initrd] = [toUtf8("kernel"), toUtf8("initrd")];

/** ARK, ASK and CEK; OCA, PEK twice, PDH. */
export const sevSignatures: readonly SignatureKind[] = [
  ["RSA-4096", 1088],
  ["RSA-4096", 1088],
  ["RSA-4096", 1044],
  ["P-384", 1044],
  ["P-384", 1044],
  ["P-384", 1044],
  ["P-384", 1044],
];

/** What a guest owner does, for a platform of the lab. */
export type SevSession = {
  /** Judges the next launch whole: bytes in, platform's chain, firmware, policy, measurement. Throws unless it is accepted. */
  readonly verify: () => Promise<void>;
  /** Makes a session for the platform: keys, and their wrapping. */
  readonly session: () => Promise<void>;
};

/** Prepares launches of SEV-ES guests that the lab's firmware measured: OVMF, kernel hashes, two virtual CPUs. */
export async function prepareSevSession(): Promise<SevSession> {
  const authority = await testAuthority("Milan", "bench");
  const platform = createSevPlatform(authority, {});
  const firmware = buildSyntheticFirmware();
  const pdh = parseSevCertificate(platform.certificates.pdh);
  if (!pdh.ok) throw new Error(`the lab's PDH: ${pdh.error.field}`);
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const makeSession = async () => {
    const owner = await createLaunchSession({ pdh: pdh.value, policy: guestPolicy, random });
    if (owner === undefined) throw new Error("no session");
    return owner;
  };
  const launched: { readonly measured: Uint8Array; readonly tik: Uint8Array }[] = [];
  for (let index = 0; index < launches; index++) {
    const owner = await makeSession();
    const launching = await platform.launchStart({ policy: guestPolicy, ...owner });
    launching.updateData(firmware);
    launching.updateData(buildKernelHashTable(await hashKernelFiles({ kernel, initrd, commandLine })));
    for (const area of saveAreas()) launching.updateVmsa(area);
    launched.push({ measured: await launching.measure(), tik: owner.keys.tik });
  }
  const known = await sevReferenceValue({
    name: "bench",
    addedAt: "2026-11-23T00:00:00Z",
    es: true,
    firmware: { bytes: firmware, version: "OVMF" },
    kernel: { bytes: kernel, version: "6.12" },
    initrd,
    commandLine,
    shape,
  });
  const policy = withAdditionalRoots(strictPolicy, [authority.rootDigest]);
  let turn = 0;
  const verify = async (): Promise<void> => {
    const next = launched[turn++ % launches];
    const certificates = parseSevCertificates(platform.chain);
    const measurement = next && parseLaunchMeasurement(next.measured);
    if (next === undefined || !certificates.ok || measurement?.ok !== true) throw new Error("the lab's launch");
    const input = { policy, certificates: certificates.value, guestPolicy, firmware: platform.firmware };
    const verdict = await appraiseSev({
      ...input,
      measurement: measurement.value,
      tik: next.tik,
      referenceValues: [known],
    });
    requireAccepted(verdict);
  };
  await verify();
  return { verify, session: async () => void (await makeSession()) };
}

function saveAreas(): readonly Uint8Array[] {
  const signature = vcpuSignature(shape.vcpuType) ?? 0;
  const area = (address: number) => buildSaveArea("QEMU", { address, signature, features: 0n, fpu: true });
  return [area(0xffff_fff0), area(0x80_b004)];
}
