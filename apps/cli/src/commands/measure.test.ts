import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveVectors, vectorPath } from "../../../../scripts/test/vectors.ts";
import { createContext } from "../context.ts";
import { main } from "../main.ts";

let folder: string;
let ovmf: string;
let kernel: string;
let initrd: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-measure-"));
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  ovmf = await write("ovmf.fd", buildSyntheticFirmware());
  kernel = await write("kernel", "kernel");
  initrd = await write("initrd", "initrd");
});
afterAll(() => rm(folder, { recursive: true }));

async function sekisho(...words: string[]): Promise<{ status: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}

/** What sev-snp-measure 0.0.13 gives for the same files and options. */
const expected = {
  snp: "28044d0b38aeaddafcddc4220be93ce996b119d6c6bb022f22e76fe7fa46ecb607514416dab7fec4f88a1a4d4fa6c8a8",
  ec2: "1cd3dfde45256d8ff5b9a1fc16d2b99ecb09f3582f52f242c8de5f7d0707d2191762fe5fc15ecc4d5c164455d701ca52",
  sevEs: "fb4f2eb083b573e3c5ca94dec3f04cca83a68735b5af174fb6cead2323b5c0c6",
  sev: "ac2117ab8be3888a1c431fcee3f8e56906d81d27a60e865d7d558585bd346a6d",
};

const files = (): string[] => ["--ovmf", ovmf, "--kernel", kernel, "--initrd", initrd, "--append", "console=ttyS0"];

describe("sekisho measure", () => {
  test("prints the digest, or one JSON object", async () => {
    const words = ["measure", "snp", ...files(), "--vcpus", "2", "--vcpu-type", "EPYC-Milan"];
    expect(await sekisho(...words)).toEqual({ status: 0, output: `${expected.snp}\n`, errors: "" });
    expect(JSON.parse((await sekisho(...words, "--json")).output)).toEqual({ digest: expected.snp });
    const base64 = Buffer.from(expected.snp, "hex").toString("base64");
    expect((await sekisho(...words, "--output-format", "base64")).output).toBe(`${base64}\n`);
  });

  test.each([
    ["a CPUID signature", ["--vcpu-sig", "0xa00f11"]],
    ["family, model and stepping", ["--vcpu-family", "25", "--vcpu-model", "1", "--vcpu-stepping", "1"]],
  ])("takes the vCPU's kind as %s", async (_, kind) => {
    expect((await sekisho("measure", "snp", ...files(), "--vcpus", "2", ...kind)).output).toBe(`${expected.snp}\n`);
  });

  test("knows EC2, which needs no vCPU type", async () => {
    const words = ["measure", "snp", ...files(), "--vcpus", "2", "--vmm-type", "ec2"];
    expect((await sekisho(...words)).output).toBe(`${expected.ec2}\n`);
  });

  test("measures SEV-ES and SEV", async () => {
    const es = await sekisho("measure", "sev-es", ...files(), "--vcpus", "2", "--vcpu-type", "EPYC");
    expect(es.output).toBe(`${expected.sevEs}\n`);
    expect((await sekisho("measure", "sev", ...files())).output).toBe(`${expected.sev}\n`);
    const all = await sekisho("measure", "sev", ...files(), "--vcpus", "2", "--vcpu-type", "EPYC", "--json");
    expect(JSON.parse(all.output)).toEqual({ digest: expected.sev });
  });

  test.runIf(haveVectors)("takes the digest of a firmware whose end alone is there, and an SVSM", async () => {
    const fixture = (name: string): string => vectorPath(`measure/virtee-sev-snp-measure/${name}`);
    const volume = "086e2e9149ebf45abdc3445fba5b2da8270bdbb04094d7a2c37faaa4b24af3aa16aff8c374c2a55c467a50da6d466b74";
    const suffix = ["--ovmf", fixture("ovmf_AmdSev_suffix.bin"), "--snp-ovmf-hash", volume];
    const empty = ["--kernel", "/dev/null", "--initrd", "/dev/null"];
    const features = ["--guest-features", "0x21"];
    const one = await sekisho(
      "measure",
      "snp",
      ...suffix,
      ...empty,
      ...features,
      "--vcpus",
      "1",
      "--vcpu-type",
      "EPYC-v4",
    );
    expect(one.output).toMatch(/^329c8ce0972ae52343b64d34a434a86f/);

    const svsm = ["--ovmf", fixture("svsm_ovmf.fd"), "--svsm", fixture("svsm.bin"), "--vars-size", "540672"];
    const two = await sekisho("measure", "snp", ...svsm, "--vcpus", "2", "--vcpu-type", "EPYC-v4");
    expect(two.output).toMatch(/^9b94745036aafddf4f7f8b00c7513abb/);
  });
});

describe("wrong usage ends with one sentence and status 2", () => {
  const vcpus = ["--vcpus", "1", "--vcpu-type", "EPYC"];
  const shape = (): string[] => ["--ovmf", ovmf, ...vcpus];
  test.each<[string, () => string[], string]>([
    ["no firmware", () => ["snp", ...vcpus], "--ovmf"],
    ["no such firmware", () => ["snp", "--ovmf", join(folder, "gone"), ...vcpus], "There is no file"],
    ["no firmware at all", () => ["snp", "--ovmf", kernel, ...vcpus], "a multiple of 4096"],
    ["no vCPU count", () => ["snp", "--ovmf", ovmf, "--vcpu-type", "EPYC"], "--vcpus is missing"],
    ["an odd vCPU count", () => ["snp", "--ovmf", ovmf, "--vcpus", "0", "--vcpu-type", "EPYC"], "from 1 to 512"],
    ["no vCPU type", () => ["snp", "--ovmf", ovmf, "--vcpus", "1"], "--vcpu-type"],
    ["an unknown vCPU type", () => ["snp", "--ovmf", ovmf, "--vcpus", "1", "--vcpu-type", "X"], "no vCPU type X"],
    ["two vCPU types", () => ["snp", ...shape(), "--vcpu-sig", "1"], "in one way"],
    ["half an identity", () => ["snp", "--ovmf", ovmf, "--vcpus", "1", "--vcpu-family", "25"], "in one way"],
    ["an initrd without a kernel", () => ["snp", ...shape(), "--initrd", initrd], "--initrd belongs to a kernel"],
    ["an unknown VMM", () => ["snp", ...shape(), "--vmm-type", "xen"], "What it takes: QEMU, ec2, gce"],
    ["odd features", () => ["snp", ...shape(), "--guest-features", "x"], "--guest-features must be"],
    ["an odd digest", () => ["snp", ...shape(), "--snp-ovmf-hash", "00"], "96 hexadecimal digits"],
    ["an SVSM without a variable store", () => ["snp", ...shape(), "--svsm", kernel], "--vars-size"],
    ["an SVSM with a kernel", () => ["snp", ...shape(), "--svsm", kernel, "--kernel", kernel], "--kernel does not go"],
    [
      "an SVSM that is none",
      () => ["snp", ...shape(), "--svsm", kernel, "--vars-size", "0"],
      "does not say where it starts",
    ],
    ["an SVSM for SEV", () => ["sev", "--ovmf", ovmf, "--svsm", kernel], "--svsm is for sekisho measure snp"],
  ])("%s", async (_, words, sentence) => {
    const { status, output, errors } = await sekisho("measure", ...words());
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toContain(sentence);
    expect(errors.trim().split("\n")).toHaveLength(1);
  });
});
