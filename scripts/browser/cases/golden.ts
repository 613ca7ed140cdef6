import { fromHex } from "@sekisho/encoding";
import { z } from "zod";
import { haveVectors, readVector, readVectorText } from "../../test/vectors.ts";
import type { LaunchDigestTask } from "../tasks/launch-digest.ts";

/** The field's tool, sev-snp-measure, and what its own tests expect of its own firmware images. */
const folder = "measure/virtee-sev-snp-measure";

const technologies = { "SevMode.SEV_SNP": "sev-snp", "SevMode.SEV_ES": "sev-es", "SevMode.SEV": "sev" } as const;

const caseSchema = z.object({
  test: z.string(),
  args: z.object({
    mode: z.string(),
    vcpus: z.int(),
    vcpu_sig: z.string().nullable(),
    ovmf: z.string(),
    kernel: z.string().nullable(),
    append: z.string().nullable(),
    guest_features: z.int(),
    snp_ovmf_hash_str: z.string().nullish(),
    vmm_type: z.string().optional(),
  }),
  expected_launch_digest: z.string().nullable(),
});

const all = haveVectors ? z.array(caseSchema).parse(JSON.parse(readVectorText(`${folder}/expected.json`))) : [];

/** Launch digests that another tool computed. */
export const goldenDigests = all.flatMap(({ test, args, expected_launch_digest: digest }) => {
  const technology = Object.entries(technologies).find(([mode]) => mode === args.mode)?.[1];
  if (technology === undefined || digest === null) return [];
  const volume = fromHex("volume digest", args.snp_ovmf_hash_str ?? "");
  // Kernel and initrd are empty in every case ("/dev/null").
  const files = { kernel: new Uint8Array(0), initrd: new Uint8Array(0) };
  const task: LaunchDigestTask = {
    kind: "launch-digest",
    technology,
    firmware: readVector(`${folder}/${args.ovmf.split("/").at(-1)}`),
    ...(volume.ok && volume.value.length > 0 ? { volumeDigest: volume.value } : {}),
    ...(args.kernel === null ? {} : { boot: args.append === null ? files : { ...files, commandLine: args.append } }),
    shape: {
      vcpus: args.vcpus,
      vcpuType: /'(.+)'/.exec(args.vcpu_sig ?? "")?.[1] ?? "EPYC",
      vmmType: z.enum(["QEMU", "ec2", "gce"]).parse(args.vmm_type?.split(".").at(-1) ?? "QEMU"),
      guestFeatures: `0x${args.guest_features.toString(16)}`,
    },
  };
  return [{ test, task, digest }];
});
