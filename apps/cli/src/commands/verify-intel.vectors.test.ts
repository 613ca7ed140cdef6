import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVector, vectorPath } from "../../../../scripts/test/vectors.ts";
import { sekisho } from "../testing.ts";

const verdictSchema = z.object({
  verdict: z.string(),
  checks: z.array(z.object({ id: z.string(), status: z.string(), required: z.boolean(), text: z.string() })),
  claims: z.record(z.string(), z.unknown()),
});

async function verify(evidence: string, ...more: readonly string[]) {
  const { status, output, errors } = await sekisho("verify", evidence, "--json", ...more);
  if (status === 2) throw new Error(errors);
  const { checks, claims } = verdictSchema.parse(JSON.parse(output));
  const refusing = checks.filter((one) => one.status === "fail" || (one.required && one.status !== "pass"));
  const text = (id: string): string => checks.find((one) => one.id === id)?.text ?? "";
  const passed = checks.filter((one) => one.status === "pass").map(({ id }) => id);
  return { status, refusing: refusing.map(({ id }) => id), passed, claims, text };
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-verify-intel-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function save(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, bytes);
  return path;
}

describe.runIf(haveVectors)("collateral of real platforms", () => {
  const phala = (technology: string, name: string): string =>
    vectorPath(`${technology}/Phala-Network-dcap-qvl/${name}`);

  test.each([
    ["tdx", "tdx_quote", "UpToDate"],
    ["sgx", "sgx_quote", "ConfigurationAndSWHardeningNeeded"],
  ])("a quote of %s is held against all that Intel says", async (technology, name, expected) => {
    const quote = phala(technology, name);
    const files = ["--collateral", phala(technology, `${name}_collateral.json`), "--at", "2025-06-20"];
    const { status, claims, passed } = await verify(quote, ...files);
    expect(status).toBe(0);
    expect(passed).toEqual(expect.arrayContaining([`${technology}.tcb`, `${technology}.pck.revocation`]));
    const { tcb, pck } = z
      .object({ tcb: z.object({ status: z.string() }), pck: z.object({ fmspc: z.string().length(12) }) })
      .parse(claims);
    expect(tcb.status).toBe(expected);
    expect(pck.fmspc).toMatch(/^[0-9a-f]+$/);
  });

  test("several files of collateral count together, and none of them is lost", async () => {
    const cmc = (name: string): string => vectorPath(`tdx/Fraunhofer-AISEC-cmc/tdx_${name}`);
    const others = ["--collateral", cmc("qe_identity.json"), "--cert", cmc("TcbInfoIntermediateCert.der")];
    const files = (tcbInfo: string) => ["--collateral", cmc(tcbInfo), ...others, "--at", "2026-04-01"];
    const { status, passed } = await verify(cmc("valid.quote.bin"), ...files("tcb_info.json"));
    expect(status).toBe(0);
    expect(passed).toEqual(expect.arrayContaining(["tdx.tcb", "tdx.tcb-info.signature", "tdx.qe-identity.signature"]));
    const changed = await verify(cmc("valid.quote.bin"), ...files("invalid_tcb_info.json"));
    expect(changed.status).toBe(1);
    expect(changed.refusing).toContain("tdx.tcb-info.signature");
  });

  test("a platform below every level that Intel lists is refused", async () => {
    const files = ["--collateral", phala("tdx", "tdx_quote_outdated_collateral.json"), "--at", "2026-03-04"];
    const { status, refusing } = await verify(phala("tdx", "tdx_quote_outdated"), ...files);
    expect({ status, refusing }).toEqual({ status: 1, refusing: ["tdx.tcb"] });
  });

  test("a policy refuses a status and advisories that it doesn't accept", async () => {
    const files = ["--collateral", phala("sgx", "sgx_quote_collateral.json"), "--at", "2025-06-20"];
    const demands = "{ statuses: [UpToDate], advisories: [INTEL-SA-00289] }";
    const policy = await save("up-to-date.yaml", `version: 1\nsgx: { tcb: ${demands} }\n`);
    const { refusing, text } = await verify(phala("sgx", "sgx_quote"), ...files, "--policy", policy);
    expect(refusing).toEqual(["sgx.policy.tcb.statuses", "sgx.policy.tcb.advisories"]);
    expect(text("sgx.policy.tcb.advisories")).toMatch(/INTEL-SA-00615\.$/);
  });

  test("collateral of another day refuses", async () => {
    const quote = phala("tdx", "tdx_quote");
    const files = ["--collateral", phala("tdx", "tdx_quote_collateral.json"), "--at", "2025-08-01"];
    const { status, refusing } = await verify(quote, ...files);
    expect(status).toBe(1);
    expect(refusing).toEqual(expect.arrayContaining(["tdx.tcb-info.dates", "tdx.qe-identity.dates"]));
  });
});

describe.runIf(haveVectors)("event logs of real TDs", () => {
  const live = { quote: "tdx/lunal-dev-attestation-rs/tdx_quote_live.dat", at: "2026-05-09" };

  test.each([
    ["tdx/google-go-tdx-guest/cos-113-tdx-quote.dat", "ccel/google-go-tdx-guest/ccel_data.dat", "2024-08-11"],
    [live.quote, "ccel/lunal-dev-attestation-rs/tdx_ccel_live2.dat", live.at],
  ])("%s is explained by its log", async (quote, log, at) => {
    const { status, passed, claims } = await verify(vectorPath(quote), "--event-log", vectorPath(log), "--at", at);
    expect(status).toBe(0);
    expect(passed.filter((id) => id.startsWith("tdx.event-log."))).toHaveLength(4);
    expect(z.array(z.object({ rtmr: z.int().max(3) })).parse(claims["eventLog"]).length).toBeGreaterThan(10);
  });

  test("a log of an earlier moment refuses the register that it doesn't explain", async () => {
    const log = vectorPath("ccel/lunal-dev-attestation-rs/tdx_ccel_live.bin");
    const { status, refusing } = await verify(vectorPath(live.quote), "--event-log", log, "--at", live.at);
    expect({ status, refusing }).toEqual({ status: 1, refusing: ["tdx.event-log.rtmr-2"] });
  });

  test("a log alone is no evidence, and is told as what it is", async () => {
    const { status, errors } = await sekisho("verify", vectorPath("ccel/lunal-dev-attestation-rs/tdx_ccel_live2.dat"));
    expect(status).toBe(2);
    expect(errors).toContain("is a boot log: no signature says whether it is true");
  });

  test("the log of a TPM is none of a TD", async () => {
    const log = vectorPath("tpm-eventlog/keylime-keylime/mb_log.bin");
    const { status, errors } = await sekisho("verify", vectorPath(live.quote), "--event-log", log, "--at", live.at);
    expect(status).toBe(2);
    expect(errors).toContain("mb_log.bin can't be read as a TD's event log (CCEL)");
  });
});

describe.runIf(haveVectors)("Azure's reports of TDs", () => {
  const pairs = [
    ["confidential-containers-trustee/evidence-v0", "2023-10-23"],
    ["confidential-containers-trustee/evidence-v1", "2023-10-23"],
    ["confidential-containers-trustee/hcl-report", "2023-10-23"],
    ["lunal-dev-attestation-rs/live-evidence", "2026-01-25"],
  ] as const;
  const file = (name: string, kind: "hcl" | "td-quote"): string => vectorPath(`tdx-vtpm/${name}.${kind}.bin`);

  test.each(pairs)("%s is accepted with its quote", async (name, at) => {
    const { status, passed } = await verify(file(name, "hcl"), "--quote", file(name, "td-quote"), "--at", at);
    expect(status).toBe(0);
    const tied = ["azure-hcl.quote.runtime-data", "azure-hcl.td-report.hashes", "azure-hcl.td-report.same"];
    expect(passed).toEqual(expect.arrayContaining(tied));
  });

  test.each(pairs)("%s is refused without it, with the reason", async (name, at) => {
    const { status, refusing, text } = await verify(file(name, "hcl"), "--at", at);
    expect({ status, refusing }).toEqual({ status: 1, refusing: ["azure-hcl.quote"] });
    expect(text("azure-hcl.quote")).toMatch(/MAC nobody outside of its machine can check.*--quote/);
  });

  test("the quote of another TD refuses", async () => {
    const [one, , , other] = pairs;
    const words = ["--quote", file(other[0], "td-quote"), "--at", other[1]];
    const { status, refusing, text } = await verify(file(one[0], "hcl"), ...words);
    expect(status).toBe(1);
    expect(refusing).toEqual(["azure-hcl.quote.runtime-data", "azure-hcl.td-report.same"]);
    expect(text("azure-hcl.td-report.same")).toMatch(/REPORTDATA/);
  });

  test.each([
    ["runtime data", 0x4d8, ["azure-hcl.runtime-data", "azure-hcl.quote.runtime-data"]],
    ["an RTMR in the TDREPORT", 0x20 + 512 + 16 + 4 * 48, ["azure-hcl.td-report.hashes", "azure-hcl.td-report.same"]],
    ["the module's measurement", 0x20 + 256 + 24, ["azure-hcl.td-report.hashes", "azure-hcl.td-report.same"]],
  ])("a change of %s refuses", async (_, offset, expected) => {
    const [[name, at]] = pairs;
    const bytes = readVector(`tdx-vtpm/${name}.hcl.bin`);
    const before = bytes[offset] ?? 0;
    // Stays a letter of the JSON text.
    const path = await save("changed.bin", bytes.with(offset, before ^ 1));
    const { refusing } = await verify(path, "--quote", file(name, "td-quote"), "--at", at);
    expect(refusing.filter((id) => id.startsWith("azure-hcl.")).toSorted()).toEqual(expected.toSorted());
  });

  test.each([
    ["--quote with a quote", [file("lunal-dev-attestation-rs/live-evidence", "td-quote")], /--quote goes with/],
    ["--quote that is of an enclave", [], /is a quote of an SGX enclave/],
  ])("%s is a mistake", async (_, words, expected) => {
    const [[name]] = pairs;
    const quote = words[0] ?? vectorPath("sgx/Phala-Network-dcap-qvl/sgx_quote");
    const { status, errors } = await sekisho("verify", words[0] ?? file(name, "hcl"), "--quote", quote);
    expect(status).toBe(2);
    expect(errors).toMatch(expected);
  });
});

test.runIf(haveVectors)("an event log goes with a TD alone", async () => {
  const log = vectorPath("ccel/google-go-tdx-guest/ccel_data.dat");
  const enclave = vectorPath("sgx/Phala-Network-dcap-qvl/sgx_quote");
  const { status, errors } = await sekisho("verify", enclave, "--event-log", log);
  expect(status).toBe(2);
  expect(errors).toMatch(/--event-log goes with the evidence of a TD alone/);
});
