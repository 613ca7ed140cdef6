import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { toHex } from "@sekisho/encoding";
import {
  createSecureProcessor,
  labPlatform,
  startKeyServer,
  type IntelAuthority,
  type KeyServer,
  type LabAuthority,
} from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sekisho } from "../testing.ts";

const fmspc = toHex(labPlatform().fmspc);
let directory: string;
let server: KeyServer;
let authority: LabAuthority;
let intel: IntelAuthority;
let report: string;
let policy: string;
let bundle: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-endorsements-"));
  process.env["XDG_CACHE_HOME"] = join(directory, "cache");
  authority = await testAuthority("Genoa");
  intel = await testIntelAuthority();
  server = await startKeyServer({
    authorities: [authority],
    intel: { authority: intel, platforms: [labPlatform()] },
  });
  const guest = createSecureProcessor(authority).launch({ launchDigest: new Uint8Array(48).fill(7) });
  report = await save("report.bin", guest.report(new Uint8Array(64), 0).report);
  policy = await save(
    "policy.yaml",
    `version: 1\nsev-snp:\n  roots: { additional: ["${authority.rootDigest}"] }\n  crl: required\n`,
  );
  bundle = join(directory, "bundle.json");
  await gather("--for", report, "--fmspc", fmspc, "-o", bundle);
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

const gather = (...words: readonly string[]) =>
  sekisho("endorsements", "bundle", ...words, "--key-server", server.url, "--intel-service", server.url);

const shownSchema = z.object({
  goodUntil: z.iso.datetime(),
  current: z.boolean(),
  entries: z.array(z.object({ name: z.string(), kind: z.string(), current: z.boolean(), until: z.iso.datetime() })),
});

const roots = () => [authority, intel].flatMap(({ rootDigest }) => ["--root", rootDigest]);

test("what leads to another root than the vendor's is shown, and not imported", async () => {
  const { output } = await sekisho("endorsements", "show", bundle);
  expect(output).toContain(`AMD  (leads to the root ${authority.rootDigest}, which is not the vendor's)\n  ✓`);
  const folder = join(directory, "foreign");
  const { status, errors } = await sekisho(
    "endorsements",
    "import",
    bundle,
    "--cache",
    folder,
    "--root",
    intel.rootDigest,
  );
  expect(status).toBe(1);
  expect(errors).toContain("3 entries were left out, as they lead to another root than their vendor's: amd/vcek/");
  expect((await readdir(folder)).length).toBe(14);
});

test("a folder that nothing was imported into is not shown as if all in it were well", async () => {
  const { status, output, errors } = await sekisho("endorsements", "show", await mkdtemp(join(directory, "empty-")));
  expect({ status, output }).toEqual({ status: 2, output: "" });
  expect(errors).toContain("holds nothing that 'sekisho endorsements import' or a gate has kept");
});

test("a bundle shows what is in it, and until when it is good", async () => {
  const { status, output } = await sekisho("endorsements", "show", bundle);
  expect(status).toBe(0);
  expect(output).toMatch(/10 entries, gathered \d{4}-\d\d-\d\d, good until \d{4}-\d\d-\d\d \((?:28|29) more days\)/);
  expect(output).toMatch(
    /AMD {2}.*\n {2}✓ .* chip certificate {2}amd\/vcek\/v1\/Genoa\/[0-9a-f]{8}…[0-9a-f]{8}\?blSPL=/,
  );
  expect(output).toMatch(/\nIntel {2}.*\n {2}✓ /);
  const { output: json } = await sekisho("endorsements", "show", bundle, "--json");
  const shown = shownSchema.parse(JSON.parse(json));
  expect(shown.current).toBe(true);
  expect(shown.goodUntil).toBe(shown.entries.map(({ until }) => until).toSorted()[0]);
});

test("what is over is marked, with status 1", async () => {
  const later = new Date(Date.now() + 60 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const { status, output } = await sekisho("endorsements", "show", bundle, "--at", later);
  expect(status).toBe(1);
  expect(output).toContain("8 of them are over");
  expect(output).toMatch(/✗ .* revocation list {2}amd/);
  expect(output).toMatch(/✓ .* chain {2}amd/);
});

test("verify judges with a bundle as collateral, without any service", async () => {
  expect((await sekisho("verify", report, "--policy", policy)).status).toBe(1);
  const { status, errors } = await sekisho("verify", report, "--policy", policy, "--collateral", bundle);
  expect([status, errors]).toEqual([0, ""]);
});

test("an imported bundle is what verify --fetch uses where no service answers", async () => {
  const away = ["verify", report, "--policy", policy, "--fetch", "--key-server", server.url] as const;
  const { status, output } = await sekisho("endorsements", "import", bundle, ...roots());
  expect(status).toBe(0);
  expect(output).toContain("10 entries are now in");
  const before = server.requests.length;
  expect((await sekisho(...away)).status).toBe(0);
  expect(server.requests.length).toBe(before);
});

test("a gate's cache is named by its folder", async () => {
  const folder = join(directory, "gate", "endorsements");
  const { output } = await sekisho("endorsements", "import", bundle, "--cache", folder, ...roots(), "--json");
  expect(JSON.parse(output)).toEqual({ count: 10, folder, older: 0, refused: [], over: [] });
  expect((await readdir(folder)).length).toBe(20);
  const { status, output: shown } = await sekisho("endorsements", "show", folder);
  expect(status).toBe(0);
  expect(shown).toMatch(/endorsements: 10 entries, gathered \d{4}-\d\d-\d\d, good until/);
});

test("what a service does not have is told, with status 1", async () => {
  const path = join(directory, "lacking.json");
  const { status, output, errors } = await gather("--chip", "Milan", "Genoa", "-o", path, "--json");
  expect(status).toBe(1);
  expect(errors).toContain("/vcek/v1/Milan/cert_chain answered with status 404");
  expect(shownSchema.parse(JSON.parse(output)).entries.length).toBe(4);
});

test.each([
  [[], "Say what the bundle is for"],
  [["--fmspc", "00906ED5"], "00906ED5 is no FMSPC"],
  [["--chip", "Rome"], "Rome is neither Milan"],
  [["--chip", "https://kdsintf.amd.com/vcek/v1/Genoa/00?blSPL=1"], "is neither Milan"],
])("%j is refused in one sentence", async (words, text) => {
  const { status, errors } = await gather(...words, "-o", join(directory, "none.json"));
  expect(status).toBe(2);
  expect(errors).toContain(text);
});

test("a file that is no bundle is refused, in the reader's language", async () => {
  for (const command of ["show", "import"]) {
    const { status, errors } = await sekisho("endorsements", command, report, "--lang", "ja");
    expect(status).toBe(2);
    expect(errors).toContain("report.bin はバンドルではありません。");
  }
});
