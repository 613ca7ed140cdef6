import { concatBytes, fromBase64, toBase64, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { computeSevLaunchDigest, hashKernelFiles } from "@sekisho/reference-values";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { diskPassphraseGuid, encodeSecretTable, measureSevLaunch, sealLaunchSecret } from "./index.ts";

/** sevctl of virtee, and what its own tests expect. */
const folder = "sev-legacy/virtee-sevctl";
const fixture = (name: string): Uint8Array => readVector(`${folder}/sevctl_${name}`);

const caseSchema = z.object({
  policy: z.string().optional(),
  launch_digest_b64: z.string().optional(),
  kernel: z.string().optional(),
  cmdline: z.string().optional(),
  vmsa_cpu0: z.string().optional(),
  num_cpus: z.int().optional(),
  api_minor: z.string().optional(),
  build_id: z.string().optional(),
  expected: z.string().optional(),
  expected_launch_measure_blob_b64: z.string().optional(),
});

const cases = haveVectors
  ? z.array(caseSchema).parse(JSON.parse(readVectorText(`${folder}/measurement_expected.json`)))
  : [];

function base64(text: string): Uint8Array {
  const bytes = fromBase64("test", text);
  if (!bytes.ok) throw new Error(text);
  return bytes.value;
}

async function digestOf(one: z.infer<typeof caseSchema>): Promise<Uint8Array> {
  if (one.launch_digest_b64 !== undefined) return base64(one.launch_digest_b64);
  const ovmf = fixture("OVMF.amdsev.fd_trimmed_edk2-ovmf-20220126gitbb1bba3d77-4.el9");
  if (one.vmsa_cpu0 !== undefined) {
    const others = Array.from({ length: (one.num_cpus ?? 1) - 1 }, () => fixture("vmsa1.bin"));
    return hash("sha256", ovmf, fixture("vmsa0.bin"), ...others);
  }
  if (one.kernel === undefined) return computeSevLaunchDigest({ ovmf });
  const kernelHashes = await hashKernelFiles({
    kernel: fixture("measurement_vmlinuz-fake"),
    initrd: fixture("measurement_initrd-fake"),
    commandLine: one.cmdline ?? "",
  });
  return computeSevLaunchDigest({ ovmf, kernelHashes });
}

describe.runIf(haveVectors)("what sevctl gives", () => {
  test("all cases are there", () => expect(cases).toHaveLength(4));

  test.each(cases)("measurement %#", async (one) => {
    const blob = base64(one.expected ?? one.expected_launch_measure_blob_b64 ?? "");
    const nonce = blob.subarray(32);
    const launch = {
      apiMajor: 1,
      apiMinor: Number(one.api_minor ?? "40"),
      build: Number(one.build_id ?? "40"),
      policy: Number(one.policy ?? "0x03"),
      launchDigest: await digestOf(one),
    };
    const measure = await measureSevLaunch(fixture("measurement_tik1.bin"), launch, nonce);
    expect(toBase64(concatBytes(measure, nonce))).toBe(toBase64(blob));
  });

  /** Expected values: tests/secretbuild.rs at 516cf41, whose secrets are these two texts. */
  test.each([
    [
      [diskPassphraseGuid, "MY-LUKS-PASSPHRASE"],
      "AAAAAKxUdO1N0yx9mJ7FI9klWey8FSzeYQ4X8K71VzNKLU/KQsIsQxLjtbhaPUewqshX5Q==",
      "0U3e5PcXv0UW+H4tSBFKOdCYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCCwD/2w5cPA==",
    ],
    [
      [diskPassphraseGuid, "MY-LUKS-PASSPHRASE", "736869e5-aaaa-4973-92ec-06879ce3da0b", "SOME OTHER SECRET"],
      "AAAAAKxUdO1N0yx9mJ7FI9klWeyZ3r0dOEKHUOhIRqzGYYvTJgdMtBPL1nK6GD9aGET7Ng==",
      "0U3e5PcXv0UW+H4tSBFKObWYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCC+WWs332lpLNUX1ZI3YK7vYgtys4X+uGxEIlkIQ90v8/w8ZFmQMe",
    ],
  ])("secret packet %#", async ([first = "", one = "", second, other = ""], header, payload) => {
    const entries = [{ guid: first, data: toUtf8(one) }];
    if (second !== undefined) entries.push({ guid: second, data: toUtf8(other) });
    const keys = { tek: fixture("secret_tek1.bin"), tik: fixture("secret_tik1.bin") };
    const measure = base64("TLeA7607lZQntLjRY1/i+sbtdSZ+75zxpz4Px9hzpBLwItF5Q2o4prA++3ZZv9ZS").subarray(0, 32);
    const packet = await sealLaunchSecret(
      keys,
      measure,
      encodeSecretTable(entries),
      base64("rFR07U3TLH2YnsUj2SVZ7A=="),
    );
    expect(toBase64(packet.header)).toBe(header);
    expect(toBase64(packet.payload)).toBe(payload);
  });
});
