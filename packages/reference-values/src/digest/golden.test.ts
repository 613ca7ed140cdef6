import { fromHex, toHex, toUtf8 } from "@sekisho/encoding";
import { createRenderer } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import {
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  computeSnpLaunchDigest,
  computeSvsmLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  MeasureError,
  referenceValuesCatalogue,
  vcpuSignature,
} from "../index.ts";

/** The field's tool, sev-snp-measure, and what its own tests expect of its own firmware images. */
const folder = "measure/virtee-sev-snp-measure";

const caseSchema = z.object({
  test: z.string(),
  args: z.object({
    mode: z.enum(["SevMode.SEV_SNP", "SevMode.SEV_ES", "SevMode.SEV", "SevMode.SEV_SNP_SVSM"]),
    vcpus: z.int(),
    vcpu_sig: z.string().nullable(),
    ovmf: z.string(),
    kernel: z.string().nullable(),
    initrd: z.string().nullable(),
    append: z.string().nullable(),
    guest_features: z.int(),
    snp_ovmf_hash_str: z.string().nullish(),
    vmm_type: z.string().optional(),
    svsm: z.string().optional(),
    ovmf_vars_size: z.int().optional(),
  }),
  expected_launch_digest: z.string().nullable(),
  expected_error: z.string().nullable(),
});
type GoldenCase = z.infer<typeof caseSchema>;

const cases = haveVectors ? z.array(caseSchema).parse(JSON.parse(readVectorText(`${folder}/expected.json`))) : [];
const fixture = (path: string): Uint8Array => readVector(`${folder}/${path.split("/").at(-1)}`);

async function measure({ args }: GoldenCase): Promise<Uint8Array> {
  const ovmf = fixture(args.ovmf);
  const vcpuType = /'(.+)'/.exec(args.vcpu_sig ?? "")?.[1] ?? "EPYC";
  const signature = vcpuSignature(vcpuType) ?? 0;
  const vmmType = z.enum(["QEMU", "ec2", "gce"]).parse(args.vmm_type?.split(".").at(-1) ?? "QEMU");
  const { vcpus } = args;
  const launch = args.kernel === null ? {} : { kernelHashes: await hashKernelFiles(kernelFiles(args.append)) };
  switch (args.mode) {
    case "SevMode.SEV":
      return await computeSevLaunchDigest({ ovmf, ...launch });
    case "SevMode.SEV_ES":
      return await computeSevEsLaunchDigest({ ovmf, ...launch, vcpus, signature, vmmType });
    case "SevMode.SEV_SNP_SVSM": {
      const svsm = fixture(args.svsm ?? "");
      return await computeSvsmLaunchDigest({ ovmf, svsm, variablesSize: args.ovmf_vars_size ?? 0, vcpus, signature });
    }
    case "SevMode.SEV_SNP": {
      const known = fromHex("volume digest", args.snp_ovmf_hash_str ?? "");
      const options = known.ok && known.value.length > 0 ? { volumeDigest: known.value } : {};
      const firmware = await describeFirmware(ovmf, "fixture", options);
      if (!firmware.ok) throw new Error(firmware.error.field);
      const guestFeatures = `0x${args.guest_features.toString(16)}`;
      return await computeSnpLaunchDigest({
        firmware: firmware.value,
        ...launch,
        shape: { vcpus, vcpuType, vmmType, guestFeatures },
      });
    }
  }
}

/** Kernel and initrd are empty in every case ("/dev/null"). */
function kernelFiles(commandLine: string | null) {
  return { kernel: new Uint8Array(), initrd: toUtf8(""), ...(commandLine === null ? {} : { commandLine }) };
}

describe.runIf(haveVectors)("launch digests that sev-snp-measure gives", () => {
  test("all cases are there", () => expect(cases).toHaveLength(26));

  test.each(cases.filter((one) => one.expected_launch_digest !== null))("$test", async (one) => {
    expect(toHex(await measure(one))).toBe(one.expected_launch_digest);
  });

  test.each(cases.filter((one) => one.expected_error !== null))("$test", async (one) => {
    const error = await measure(one).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MeasureError);
    const { problem } = error as MeasureError;
    expect(problem.id).toBe("measure.firmware.no-kernel-hashes");
    expect(createRenderer("en", [referenceValuesCatalogue])(problem)).toContain("no place for kernel hashes");
  });
});
