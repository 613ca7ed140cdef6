import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { concatBytes, encodePem, toBase64, toBase64Url, toHex } from "@sekisho/encoding";
import {
  createSecureProcessor,
  platformInfo,
  startKeyServer,
  writeCertificateTable,
  type LabAuthority,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { computeBinding, type EvidenceBundle } from "@sekisho/release";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sekisho } from "../testing.ts";

let directory: string;
let authority: LabAuthority;
let policy: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-verify-"));
  process.env["XDG_CACHE_HOME"] = join(directory, "cache");
  authority = await testAuthority("Genoa");
  policy = await save(
    "policy.yaml",
    `version: 1\nname: of the lab\nsev-snp:\n  roots: { additional: ["${authority.rootDigest}"] }\n`,
  );
});
afterAll(() => rm(directory, { recursive: true }));

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

function processor(options: Parameters<typeof createSecureProcessor>[1] = {}) {
  return createSecureProcessor(authority, options);
}

const launchDigest = new Uint8Array(48).fill(7);
const reportData = new Uint8Array(64).fill(9);

function reportOf(options: Parameters<typeof createSecureProcessor>[1] = {}): Uint8Array {
  return processor(options).launch({ launchDigest }).report(reportData, 0).report;
}

function tableOf(options: Parameters<typeof createSecureProcessor>[1] = {}): Uint8Array {
  return writeCertificateTable([
    { kind: "ark", bytes: authority.ark.certificate },
    { kind: "ask", bytes: authority.ask.certificate },
    { kind: "vcek", bytes: processor(options).endorsement.certificate },
  ]);
}

const jsonSchema = z.object({
  verdict: z.enum(["accepted", "rejected"]),
  checks: z.array(z.object({ id: z.string(), status: z.string(), required: z.boolean(), text: z.string() })),
  claims: z.record(z.string(), z.unknown()),
});

function refusing(output: string): readonly string[] {
  const { checks } = jsonSchema.parse(JSON.parse(output));
  return checks
    .filter((check) => check.status === "fail" || (check.required && check.status !== "pass"))
    .map(({ id }) => id);
}

test("a report with its certificate table is accepted under a policy that names the root", async () => {
  const file = await save("extended.bin", concatBytes(reportOf(), tableOf()));
  const { status, output } = await sekisho("verify", file, "--policy", policy, "--json");
  expect(refusing(output)).toEqual([]);
  expect(status).toBe(0);
  expect(jsonSchema.parse(JSON.parse(output)).claims).toMatchObject({ measurement: toHex(launchDigest) });
});

test("the lab's root is refused by the built-in policy", async () => {
  const file = await save("extended.bin", concatBytes(reportOf(), tableOf()));
  const { status, output } = await sekisho("verify", file, "--json");
  expect(status).toBe(1);
  expect(refusing(output)).toEqual(["sev-snp.chain.root"]);
});

test("certificates come from --cert in PEM and DER, and from a directory", async () => {
  const file = await save("report.bin", reportOf());
  const vcek = await save("vcek.der", processor().endorsement.certificate);
  const chain = await save("chain.pem", authority.certificateChain("vcek"));
  const named = await sekisho("verify", file, "--policy", policy, "--cert", vcek, "--cert", chain);
  expect(named.status).toBe(0);

  const collateral = join(directory, "collateral");
  await mkdir(collateral, { recursive: true });
  await save("collateral/vcek.der", processor().endorsement.certificate);
  await save("collateral/chain.pem", authority.certificateChain("vcek"));
  await save("collateral/list.crl", authority.crl());
  await save("collateral/notes.txt", "not a certificate");
  const found = await sekisho("verify", file, "--policy", policy, "--collateral", collateral, "--json");
  expect(found.status).toBe(0);
  expect(found.output).toContain('"id":"sev-snp.chain.revocation","status":"pass"');
  expect(found.errors).toContain("Skipped");
});

test("certificates and lists that change places are told apart, and an empty directory is not taken for collateral", async () => {
  const file = await save("alone.bin", reportOf());
  const list = await save("list.crl", authority.crl());
  const chain = await save("chain.pem", authority.certificateChain("vcek"));
  const empty = join(directory, "empty");
  await mkdir(empty, { recursive: true });
  for (const [option, path, expected] of [
    ["--cert", list, "holds revocation lists, not certificates. Give it with --crl."],
    ["--crl", chain, "holds certificates, not revocation lists. Give it with --cert."],
    ["--collateral", empty, "holds neither certificates, revocation lists"],
  ] as const) {
    const { status, errors } = await sekisho("verify", file, option, path);
    expect(status).toBe(2);
    expect(errors).toContain(`${path} ${expected}`);
  }
});

test("a revocation list that names the ASK refuses", async () => {
  const file = await save("extended.bin", concatBytes(reportOf(), tableOf()));
  const der = authority.crl({ revoked: [0x20001n] });
  const list = await save("list.pem", encodePem({ label: "X509 CRL", bytes: der }));
  const { status, output } = await sekisho("verify", file, "--policy", policy, "--crl", list, "--json");
  expect(status).toBe(1);
  expect(refusing(output)).toEqual(["sev-snp.chain.revocation"]);
});

test("zeros behind a report are padding, anything else is unreadable", async () => {
  const vcek = await save("vcek.der", processor().endorsement.certificate);
  const chain = await save("chain.pem", authority.certificateChain("vcek"));
  const certificates = ["--cert", vcek, "--cert", chain, "--policy", policy];
  const padded = await save("padded.bin", concatBytes(reportOf(), new Uint8Array(5)));
  expect((await sekisho("verify", padded, ...certificates)).status).toBe(0);
  const trailing = await save("trailing.bin", concatBytes(reportOf(), Uint8Array.of(0, 0, 1)));
  expect((await sekisho("verify", trailing, ...certificates)).status).toBe(2);
});

test("--report-data and --measurement are demands", async () => {
  const file = await save("extended.bin", concatBytes(reportOf(), tableOf()));
  const right = ["--report-data", toHex(reportData), "--measurement", toHex(launchDigest).toUpperCase()];
  expect((await sekisho("verify", file, "--policy", policy, ...right)).status).toBe(0);
  const wrong = ["--report-data", "00".repeat(64), "--measurement", "00".repeat(48)];
  const { status, output } = await sekisho("verify", file, "--policy", policy, ...wrong, "--json");
  expect(status).toBe(1);
  expect(refusing(output)).toEqual(["sev-snp.report-data", "sev-snp.measurement"]);
});

test("--at decides whether certificates are valid", async () => {
  const file = await save("extended.bin", concatBytes(reportOf(), tableOf()));
  const { status, output } = await sekisho("verify", file, "--policy", policy, "--at", "2019-01-01", "--json");
  expect(status).toBe(1);
  expect(refusing(output)).toEqual(["sev-snp.chain.dates"]);
});

test("--fetch asks a key service for what is missing", async () => {
  const server = await startKeyServer({ authorities: [authority] });
  try {
    const file = await save("report.bin", reportOf());
    const words = ["verify", file, "--policy", policy, "--fetch", "--key-server", server.url, "--json"];
    const { status, output } = await sekisho(...words);
    expect(refusing(output)).toEqual([]);
    expect(status).toBe(0);
    expect(output).toContain('"id":"sev-snp.chain.revocation","status":"pass"');
    const asked = server.requests.length;
    expect(asked).toBe(3);
    expect((await sekisho(...words)).status).toBe(0);
    expect(server.requests.length).toBe(asked);
  } finally {
    await server.close();
  }
});

async function bundleOf(change: Partial<EvidenceBundle> = {}): Promise<string> {
  const fields = {
    machineId: "00000000-1111-2222-3333-444444444444",
    gateKeyDigest: new Uint8Array(32).fill(1),
    nonce: new Uint8Array(64).fill(2),
    guestKey: new Uint8Array(32).fill(3),
    headerDigest: new Uint8Array(32).fill(4),
    attestationKeyName: new Uint8Array(),
  };
  const binding = await computeBinding(fields);
  const { report, certificateTable } = processor({ certificateTable: true })
    .launch({ launchDigest })
    .report(binding, 0);
  const bundle: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId: fields.machineId,
    nonce: toBase64Url(fields.nonce),
    guestKey: toBase64Url(fields.guestKey),
    gateKeyDigest: toHex(fields.gateKeyDigest),
    headerDigest: toHex(fields.headerDigest),
    attestationKeyName: "",
    evidence: { technology: "sev-snp", report: toBase64(report), certificateTable: toBase64(certificateTable) },
    claimedBoot: { commandLine: "ro", kernelVersion: "6.12" },
    ...change,
  };
  return save("bundle.json", JSON.stringify(bundle));
}

test("a bundle is accepted when its binding stands in REPORT_DATA", async () => {
  const { status, output } = await sekisho("verify", await bundleOf(), "--policy", policy, "--json");
  expect(refusing(output)).toEqual([]);
  expect(status).toBe(0);
});

test.each<[string, Partial<EvidenceBundle>]>([
  ["machine", { machineId: "00000000-1111-2222-3333-444444444445" }],
  ["nonce", { nonce: toBase64Url(new Uint8Array(64)) }],
  ["guest key", { guestKey: toBase64Url(new Uint8Array(32)) }],
  ["gate key", { gateKeyDigest: "00".repeat(32) }],
  ["disk header", { headerDigest: "00".repeat(32) }],
  ["attestation key", { attestationKeyName: toBase64Url(new Uint8Array(34)) }],
])("a bundle with another %s than the report is bound to is refused", async (_what, change) => {
  const { status, output } = await sekisho("verify", await bundleOf(change), "--policy", policy, "--json");
  expect(status).toBe(1);
  expect(refusing(output)).toEqual(["sev-snp.report-data"]);
});

test("several files: the worst verdict is the exit status, and each is told", async () => {
  const good = await save("good.bin", concatBytes(reportOf(), tableOf()));
  const changed = reportOf();
  changed[0x50] = 0;
  const bad = await save("bad.bin", concatBytes(changed, tableOf()));
  const none = await save("none.txt", "nothing");
  const shape = z.object({ verdict: z.string(), files: z.array(z.record(z.string(), z.unknown())) });
  const verdicts = (output: string) =>
    shape.parse(JSON.parse(output)).files.map((file) => file["verdict"] ?? file["error"]);

  const both = await sekisho("verify", good, good, "--policy", policy, "--json");
  expect([both.status, verdicts(both.output)]).toEqual([0, ["accepted", "accepted"]]);
  const one = await sekisho("verify", bad, good, "--policy", policy, "--json");
  expect([one.status, verdicts(one.output)]).toEqual([1, ["rejected", "accepted"]]);
  const all = await sekisho("verify", none, bad, good, "--policy", policy, "--json");
  expect([all.status, verdicts(all.output)]).toEqual([2, ["cli.verify.unknown-evidence", "rejected", "accepted"]]);
});

test("prose tells refusals first, in English and in Japanese", async () => {
  const options = {
    changeFields: (fields: Parameters<ReturnType<typeof processor>["sign"]>[0]) => ({ ...fields, policy: 0xb0000n }),
  };
  const file = await save("debug.bin", concatBytes(reportOf(options), tableOf(options)));
  const { output } = await sekisho("verify", file, "--policy", policy);
  expect(output).toContain(`${file}: REJECTED`);
  expect(output.split("\n")[3]).toContain("The guest policy allows debugging");
  expect(output).toContain("expected: DEBUG=0");
  const japanese = await sekisho("--lang", "ja", "verify", file, "--policy", policy);
  expect(japanese.output).toContain("不合格");
  expect(japanese.output).toContain("ゲストポリシーがデバッグを許しています");
  expect(japanese.output).toContain("期待値: DEBUG=0");
});

test("a demand on the platform is told by the policy's name for it", async () => {
  const strictEcc = await save(
    "ecc.yaml",
    `version: 1\nsev-snp:\n  roots: { additional: ["${authority.rootDigest}"] }\n  platform: { ecc: true }\n`,
  );
  const options = {
    changeFields: (fields: Parameters<ReturnType<typeof processor>["sign"]>[0]) => ({
      ...fields,
      platformInfo: platformInfo.smtEnabled,
    }),
  };
  const file = await save("ecc.bin", concatBytes(reportOf(options), tableOf(options)));
  const { status, output } = await sekisho("verify", file, "--policy", strictEcc, "--json");
  expect([status, refusing(output)]).toEqual([1, ["sev-snp.platform.ecc"]]);
});

test.each<[string, readonly string[], string]>([
  ["a missing file", ["/nowhere/report.bin"], "There is no file /nowhere/report.bin"],
  ["a directory", ["."], ". is a directory, and a file is expected"],
  ["a missing certificate", ["package.json", "--cert", "/nowhere/cert"], "There is no file /nowhere/cert"],
  ["a certificate that is none", ["package.json", "--cert", "package.json"], "package.json holds no certificate"],
  ["a list that is none", ["package.json", "--crl", "package.json"], "package.json holds no revocation list"],
  [
    "collateral that is none",
    ["package.json", "--collateral", "package.json"],
    "neither certificates, revocation lists",
  ],
  ["half a digest", ["package.json", "--measurement", "00ff"], "--measurement takes 48 bytes"],
  ["no digits", ["package.json", "--report-data", "zz".repeat(64)], "--report-data takes 64 bytes"],
  [
    "no moment",
    ["package.json", "--at", "noon"],
    '--at takes a moment in ISO 8601 with its time zone (2026-11-23T09:00:00Z) or a date, not "noon"',
  ],
  ["a day that isn't there", ["package.json", "--at", "2026-02-30"], "--at takes a moment"],
  ["a moment without zone", ["package.json", "--at", "2026-02-20T10:00:00"], "--at takes a moment"],
  ["a missing policy", ["package.json", "--policy", "/nowhere/policy.yaml"], "There is no file /nowhere/policy.yaml"],
  [
    "a policy that is none",
    ["package.json", "--policy", "package.json"],
    "The policy package.json can't be used: Line 3, column 14: version must be 1. (",
  ],
  [
    "a key service without address",
    ["package.json", "--fetch", "--key-server", "nowhere"],
    "--key-server takes an address",
  ],
  ["JSON that is no bundle", ["package.json"], "package.json is JSON, but no Sekisho evidence bundle"],
  ["a quote that is none", ["package.json", "--quote", "package.json"], "package.json is no quote"],
  ["a log that is none", ["package.json", "--event-log", "package.json"], "can't be read as a TD's event log (CCEL)"],
  ["an empty file", ["/dev/null"], "/dev/null is empty"],
  ["text", ["README.md"], "README.md is no evidence that Sekisho knows"],
  ["a flag that isn't there", ["package.json", "--froce"], "no option --froce"],
  ["nothing", [], "argument <file> is missing"],
])("%s: one sentence, and exit status 2", async (_what, words, expected) => {
  const { status, output, errors } = await sekisho("verify", ...words);
  expect({ status, output }).toEqual({ status: 2, output: "" });
  expect(errors).toContain(expected);
  expect(errors.trim().split("\n").length).toBeLessThan(3);
});
