import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVectorText, vectorPath } from "../../../../scripts/test/vectors.ts";
import { sekisho } from "../testing.ts";

const banksSchema = z.record(z.string(), z.record(z.string(), z.string()));
const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  files: z.array(z.string()).default([]),
  expect: z.int().optional(),
  pcrs: banksSchema.optional(),
});
const answerSchema = z.object({
  format: z.string(),
  banks: banksSchema,
  events: z.array(
    z.object({
      type: z.string(),
      component: z.object({ kind: z.string(), name: z.string(), authenticated: z.boolean() }),
    }),
  ),
});

const all = haveVectors ? z.array(caseSchema).parse(JSON.parse(readVectorText("cases.json"))) : [];
const cases = all.filter(({ kind }) => kind === "boot-log");

async function read(file: string, ...more: readonly string[]) {
  const { status, output, errors } = await sekisho("boot-log", vectorPath(file), "--json", ...more);
  expect({ status, errors }).toEqual({ status: 0, errors: "" });
  return answerSchema.parse(JSON.parse(output));
}

describe.runIf(haveVectors)("boot logs that real machines made", () => {
  test("the cases are there", () => expect(cases.length).toBeGreaterThan(40));

  test.each(cases)("$id", async ({ id, files, expect: status, pcrs }) => {
    expect(status).toBe(0);
    const { format, banks } = await read(files[0] ?? "");
    expect(banks).toEqual(pcrs);
    expect(format).toBe(id.startsWith("ccel/") ? "ccel" : "tcg");
  });

  test.each([
    "tpm-eventlog/Fraunhofer-AISEC-cmc/InvalidBinaryBiosMeasurements.bin",
    "tpm-eventlog/keylime-keylime/binary_bios_measurements-bogus",
    "ccel/google-go-tdx-guest/ccel_table.dat",
    "ima/tpm2-software-tpm2-tss/sml-ima-sha1.bin",
  ])("%s is unreadable, and the field is named", async (file) => {
    const { status, output, errors } = await sekisho("boot-log", vectorPath(file), "--json");
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toMatch(/ offset \d+/);
  });

  test("IMA logs are recognised in both forms", async () => {
    const ascii = await read("ima/keylime-rust-keylime/ascii_runtime_measurements");
    expect([ascii.format, ascii.events.length, Object.keys(ascii.banks)]).toEqual([
      "ima-ascii",
      826,
      ["sha1", "sha256", "sha384", "sha512"],
    ]);
    expect((await read("ima/tpm2-software-tpm2-tss/sml-ima-sig-sha256-invalidated.bin")).format).toBe("ima");
  });

  test("names of GRUB's commands are measured, names of files and programs are claims", async () => {
    const { events } = await read("tpm-eventlog/keylime-keylime/binary_bios_measurements-secureboot");
    const of = (kind: string) => events.map(({ component }) => component).filter((one) => one.kind === kind);
    expect(of("grub-command").length).toBeGreaterThan(10);
    expect(of("grub-command").every(({ authenticated }) => authenticated)).toBe(true);
    expect(of("command-line").some(({ authenticated, name }) => authenticated && name.includes("root="))).toBe(true);
    expect(of("secure-boot").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["SecureBoot=01", "PK", "KEK", "db", "dbx"]),
    );
    const claims = [...of("kernel"), ...of("initrd"), ...of("shim"), ...of("boot-loader")];
    expect(claims.length).toBeGreaterThan(2);
    expect(claims.some(({ authenticated }) => authenticated)).toBe(false);
  });

  test("a person reads components and registers, in English or Japanese", async () => {
    const file = vectorPath("ccel/google-go-eventlog/CCEL_unpadded.data.bin");
    const { status, output } = await sekisho("boot-log", file);
    expect(status).toBe(0);
    expect(output).toContain("Secure Boot\n");
    expect(output).toMatch(/\n {2}✓ RTMR 0 PK .*\[EV_EFI_VARIABLE_DRIVER_CONFIG\]\n/);
    expect(output).toMatch(/Registers, sha384\n {2}RTMR 0 8083cd6/);
    expect((await sekisho("--lang", "ja", "boot-log", file)).output).toContain("セキュアブート\n");
  });

  test("--format overrules the content", async () => {
    const file = "ccel/google-go-eventlog/CCEL_unpadded.data.bin";
    expect((await read(file, "--format", "tcg")).format).toBe("tcg");
    expect((await sekisho("boot-log", vectorPath(file), "--format", "ima")).status).toBe(2);
  });
});
